/** Where in the trace the deciding line of a check stands. */
export interface Evidence {
  /** Trace id of the message, unique in its scenario. */
  readonly message: string;
  /** Physical line in the message; the start line is 1. Absent when no single line decides. */
  readonly line?: number;
}

/** The worst verdict a violated check may give, when that is less than its requirement's level. */
export type Cap = 'warning' | 'inconclusive';

/** One assertion as it goes to the run record, passed ones included. */
export interface CheckEntry {
  readonly outcome: 'pass' | 'violated';
  readonly cap?: Cap;
  readonly title: string;
  /** Every accepted outcome. */
  readonly expected: readonly string[];
  readonly received: string;
  readonly evidence?: Evidence;
}

/** What the assertions need of the scenario they run in. */
export interface CheckContext {
  /** Takes an entry into the run record. */
  record(entry: CheckEntry): void;
  /** Whether a `Then` step runs; a check anywhere else is a bug of the harness. */
  isChecking(): boolean;
  /** PIXIT `response` in ms: an awaited event that comes later is a warning. */
  readonly responseMs: number;
  /** Milliseconds, monotonic. */
  now(): number;
}

let current: CheckContext | undefined;

/** Makes `context` the one in which assertions record; a worker runs one scenario at a time. */
export function enterScenario(context: CheckContext | undefined): void {
  current = context;
}

/** The context of the running scenario. Throws a plain error outside a `Then` step. */
export function checkContext(): CheckContext {
  if (!current) throw new Error('a check ran outside any scenario');
  if (!current.isChecking()) throw new Error('a check ran outside a Then step');
  return current;
}
