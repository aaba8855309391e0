import type { CheckEntry } from './recorder.ts';

/**
 * A check on the SUT was violated: what was observed is not among the accepted outcomes. It gives the
 * requirement its level and always carries the evidence that decided it. Thrown below `Then` only.
 */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly entry: CheckEntry;

  constructor(entry: CheckEntry) {
    super(`${entry.title}: expected ${entry.expected.join(' or ')}, received ${entry.received}`);
    this.entry = entry;
  }
}
