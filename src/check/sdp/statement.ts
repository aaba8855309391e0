import type { Cap } from '../recorder.ts';
import type { Finding } from './finding.ts';

/** What must hold of a session description, in words for the report, and what in it does not. */
export interface SdpStatement {
  /** What holds, as the clause says it; the name of the description goes before. */
  readonly title: string;
  /** Every accepted outcome. */
  readonly expected: readonly string[];
  /** What is wrong; nothing when the statement holds. */
  readonly wrong: readonly Finding[];
  /** What was received when nothing is wrong, and the line that shows it. */
  readonly right: Finding;
  /** Set where a violation may not give the requirement's whole level. */
  readonly cap?: Cap | undefined;
}
