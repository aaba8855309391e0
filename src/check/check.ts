import { CheckFailed } from './check-failed.ts';
import { type Cap, type CheckEntry, checkContext, type Evidence } from './recorder.ts';

/** What a check compares, in words for the report, and whether it holds. */
export interface Check {
  readonly title: string;
  readonly ok: boolean;
  readonly expected: readonly string[];
  readonly received: string;
  readonly evidence?: Evidence;
  /** Set where a violation may not give the requirement's whole level. */
  readonly cap?: Cap | undefined;
}

/**
 * Records a check and, when it is violated without a cap, ends the scenario.
 * @throws CheckFailed
 */
export function check(c: Check): void {
  const entry: CheckEntry = {
    outcome: c.ok ? 'pass' : 'violated',
    ...(c.cap && { cap: c.cap }),
    title: c.title,
    expected: c.expected,
    received: c.received,
    ...(c.evidence && { evidence: c.evidence }),
  };
  checkContext().record(entry);
  if (!c.ok && !c.cap) throw new CheckFailed(entry);
}
