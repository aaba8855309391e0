import { excerpt, SipParseError } from '../error.ts';
import type { HeaderField, SipMessage } from '../message.ts';
import { tokenChars } from '../params.ts';

const cseqValue = new RegExp(`^([0-9]+)[ \\t]+([${tokenChars}]+)$`);
/** `word [ "@" word ]` of RFC 3261 25.1. */
const callIdValue = /^[!%'*+\-.0-9A-Z_`a-z~()<>:\\"/[\]?{}]+(?:@[!%'*+\-.0-9A-Z_`a-z~()<>:\\"/[\]?{}]+)?$/;
const maxUnsigned32 = 2 ** 32 - 1;

/** The Call-ID (RFC 3261 20.8). @throws SipParseError when absent or not `word[@word]` */
export function callId(message: SipMessage): string {
  const value = message.value('Call-ID');
  if (value === undefined) throw new SipParseError('no Call-ID header field');
  if (!callIdValue.test(value)) throw new SipParseError(`Call-ID ${excerpt(value)} is not word[@word]`);
  return value;
}

/** The CSeq (RFC 3261 20.16). @throws SipParseError when absent, malformed or above 32 bits */
export function cseq(message: SipMessage): { number: number; method: string } {
  const value = message.value('CSeq');
  if (value === undefined) throw new SipParseError('no CSeq header field');
  const match = cseqValue.exec(value);
  if (match === null) throw new SipParseError(`CSeq ${excerpt(value)} is not "number method"`);
  const number = Number(match[1]);
  if (number > maxUnsigned32)
    throw new SipParseError(`CSeq number ${excerpt(match[1] as string)} exceeds 32 bits`);
  return { number, method: match[2] as string };
}

/** The media type of the body in lower case, without parameters (RFC 3261 20.15). */
export function mediaType(message: SipMessage): string | undefined {
  return message.value('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Max-Forwards (RFC 3261 20.22). @throws SipParseError when it is not 0 to 255 */
export function maxForwards(message: SipMessage): number | undefined {
  const value = message.value('Max-Forwards');
  if (value === undefined) return undefined;
  const hops = Number(value);
  if (!/^[0-9]+$/.test(value) || hops > 255)
    throw new SipParseError(`Max-Forwards ${excerpt(value)} is not 0 to 255`);
  return hops;
}

/**
 * The Expires field in seconds (RFC 3261 20.19). A value that is no 32-bit number counts as absent, because
 * the receiver then falls back to its default (RFC 3261 10.2.1.1, RFC 4475 3.1.2.4).
 */
export function expires(message: SipMessage): number | undefined {
  const value = message.value('Expires');
  if (value === undefined || !/^[0-9]+$/.test(value)) return undefined;
  const seconds = Number(value);
  return seconds > maxUnsigned32 ? undefined : seconds;
}

/** The numbers in the Content-Length fields given; more than one is a fault (RFC 4475 3.3.9). @throws SipParseError */
export function contentLengths(fields: readonly HeaderField[]): number[] {
  return fields.map((field) => {
    const length = Number(field.value);
    if (!/^[0-9]+$/.test(field.value) || length > maxUnsigned32) {
      throw new SipParseError(`Content-Length ${excerpt(field.value)} is not a number of octets`, field.line);
    }
    return length;
  });
}
