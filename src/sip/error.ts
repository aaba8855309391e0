/**
 * The one error this room throws on text or octets that are not SIP. The reason is written for a human who
 * looks at the message, the line is the physical line in it.
 */
export class SipParseError extends Error {
  override readonly name = 'SipParseError';
  readonly reason: string;
  /** 1-based physical line, the start line being 1; absent when the fault has no single line. */
  readonly line?: number;

  constructor(reason: string, line?: number) {
    super(line === undefined ? reason : `${reason} (line ${line})`);
    this.reason = reason;
    if (line !== undefined) this.line = line;
  }
}

/** Shortens wire text for a reason and makes control characters visible. */
export function excerpt(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return JSON.stringify(cut);
}
