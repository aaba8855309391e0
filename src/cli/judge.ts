import { loadCatalogue } from '../catalogue/load.ts';
import { RecordError, type RunRecord, readRecord } from '../run/record-file.ts';
import { exitCode } from '../verdict/exit-code.ts';
import { judge } from '../verdict/judge.ts';
import { MergeError } from '../verdict/merge.ts';
import { UserError } from './exit.ts';
import type { JudgeOptions } from './options.ts';
import { writeReports } from './write-reports.ts';

/**
 * `w2conf judge`: folds the checks stored in records with today's catalogue, and reports like `run`.
 * @throws UserError when a file is no record, or the records do not belong together
 */
export async function judgeCommand(options: JudgeOptions): Promise<number> {
  const catalogue = loadCatalogue();
  try {
    const records: readonly RunRecord[] = options.records.map(readRecord);
    const result = judge(records, catalogue);
    await writeReports(result, records, catalogue, options.out);
    return exitCode(result);
  } catch (error) {
    if (error instanceof RecordError || error instanceof MergeError) throw new UserError(error.message);
    throw error;
  }
}
