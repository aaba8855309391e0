/** Exit codes of `w2conf`; when several apply, the order is usage, incomplete, failed, error, waiverGate, inconclusive. */
export const exit = {
  /** Everything selected passed; warnings alone change nothing. */
  passed: 0,
  /** An unwaived `fail`. */
  failed: 1,
  /** Usage or configuration mistake, nothing selected, or nothing selected applies. */
  usage: 2,
  /** The SUT cannot be reached, or the harness itself went wrong. */
  error: 3,
  /** Interrupted, or a selected scenario did not run. */
  incomplete: 4,
  /** A requirement of level fail could not be decided. */
  inconclusive: 5,
  /** A waiver is out of date or waives nothing. */
  waiverGate: 6,
} as const;

/** A mistake of the user: printed as one message with its remedy, never with a stack; ends the command with code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
