import { loadCatalogue } from '../catalogue/load.ts';
import { RecordError, type RunRecord, readRecord } from '../run/record-file.ts';
import { exitCode } from '../verdict/exit-code.ts';
import { judge } from '../verdict/judge.ts';
import { MergeError } from '../verdict/merge.ts';
import { UserError } from './exit.ts';
import type { JudgeOptions } from './options.ts';
import { readWaivers } from './waiver-file.ts';
import { writeReports } from './write-reports.ts';

/**
 * `w2conf judge`: folds the checks stored in records with today's catalogue and waivers, and reports like `run`.
 * @throws UserError when a file is no record or no list of waivers, or the records do not belong together
 */
export async function judgeCommand(options: JudgeOptions): Promise<number> {
  const catalogue = loadCatalogue();
  const waivers = options.waivers === undefined ? [] : readWaivers(options.waivers, catalogue);
  try {
    const records: readonly RunRecord[] = options.records.map(readRecord);
    const result = judge(records, catalogue, waivers);
    await writeReports(result, records, catalogue, options.out);
    return exitCode(result);
  } catch (error) {
    if (error instanceof RecordError || error instanceof MergeError) throw new UserError(error.message);
    throw error;
  }
}
