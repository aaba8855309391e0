import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/load.ts';
import { consoleSummary } from '../report/console.ts';
import { htmlReport } from '../report/html/page.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { pcapng } from '../report/pcapng.ts';
import type { RunRecord } from '../run/record-file.ts';
import { tracesOf } from '../run/record-traces.ts';
import type { Result } from '../verdict/result.ts';
import { UserError } from './exit.ts';
import { makeOutFolder } from './out-folder.ts';
import { styled } from './output.ts';

/**
 * Writes every report of a result into a folder and prints the summary, which names them.
 * @param records those the result was judged from, in the same order
 * @throws UserError when the folder cannot be written to
 */
export async function writeReports(
  result: Result,
  records: readonly RunRecord[],
  catalogue: Catalogue,
  out: string,
): Promise<void> {
  const traces = tracesOf(records);
  const reports: Readonly<Record<string, string | Uint8Array>> = {
    'report.html': htmlReport(result, traces, catalogue),
    'report.json': jsonReport(result),
    'junit.xml': junitReport(result),
    'trace.pcapng': pcapng(traces.all, `${result.tool.name} ${result.tool.version}`),
  };
  makeOutFolder(out);
  try {
    for (const [name, content] of Object.entries(reports)) await writeFile(join(out, name), content);
  } catch (error) {
    throw new UserError(
      `${out}: cannot be written to: ${(error as Error).message}`,
      'name another folder with --out',
    );
  }
  const files = Object.keys(reports).map((name) => join(out, name));
  process.stdout.write(`\n${consoleSummary(result, files, styled)}`);
}
