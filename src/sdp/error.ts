/**
 * The one error this room throws on a description that cannot be read. The reason is written for a human who
 * looks at the SDP; the line is the one in the body.
 */
export class SdpParseError extends Error {
  override readonly name = 'SdpParseError';
  readonly reason: string;
  /** 1-based line of the body; absent when the fault has no single line. */
  readonly line?: number;

  constructor(reason: string, line?: number) {
    super(line === undefined ? reason : `${reason} (line ${line} of the SDP)`);
    this.reason = reason;
    if (line !== undefined) this.line = line;
  }
}

/** Shortens wire text for a reason and makes control characters visible. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
