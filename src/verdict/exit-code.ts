import type { Verdict } from './lattice.ts';
import type { Result } from './result.ts';

/**
 * 0 conformant (warnings and waived failures included) · 1 a requirement failed · 2 nothing was selected, or nothing selected
 * applies · 3 the SUT could not be reached, or the harness itself went wrong · 4 interrupted, or a selected
 * scenario did not run · 5 a requirement of level fail could not be decided · 6 a waiver has ended or is not needed.
 */
export type RunExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Of the codes that apply, the first in the order 2, 4, 1, 3, 6, 5. */
export function exitCode(result: Result): RunExitCode {
  // Computed rows repeat what the rows below them already say, at a level that need not be theirs.
  const rows = result.requirements.filter(({ aggregate }) => aggregate === undefined);
  const has = (verdict: Verdict) => rows.some((row) => row.verdict === verdict);
  const nothingToJudge = rows.every(({ verdict }) => NOTHING_TO_JUDGE.includes(verdict));
  if (nothingToJudge && result.errors.length === 0 && result.unreachable === undefined) return 2;
  if (!result.complete) return 4;
  if (rows.some(({ verdict, waiver }) => verdict === 'fail' && waiver === undefined)) return 1;
  if (result.unreachable !== undefined || result.errors.length > 0 || has('error')) return 3;
  if (result.waiverProblems.length > 0) return 6;
  if (rows.some(({ verdict, level }) => verdict === 'inconclusive' && level === 'fail')) return 5;
  return 0;
}

const NOTHING_TO_JUDGE: readonly Verdict[] = ['not-applicable', 'untested', 'untestable'];
