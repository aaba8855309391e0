/**
 * The other side did not do what a scenario needs to go on: an awaited message is missing, or a status
 * is another than the preparation asked for. It says nothing about a requirement.
 */
export class PeerDidNot extends Error {
  override readonly name = 'PeerDidNot';
  /** What was awaited, as the end of a sentence: `answer REGISTER with 401`. */
  readonly what: string;
  /** What came instead, or how long was waited. */
  readonly detail: string | undefined;

  constructor(what: string, detail?: string) {
    super(`The peer did not ${what}${detail ? ` (${detail})` : ''}`);
    this.what = what;
    this.detail = detail;
  }
}
