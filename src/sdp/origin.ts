import { checkNetwork } from './connection.ts';
import { excerpt, SdpParseError } from './error.ts';
import type { SdpLine } from './line.ts';

/** Who made the description, and which of its versions it is (RFC 8866 5.2). */
export interface Origin {
  readonly username: string;
  /** Decimal digits; a string since it may exceed 2^53. */
  readonly sessionId: string;
  /** Decimal digits; a string since it may exceed 2^53. */
  readonly version: string;
  readonly netType: string;
  readonly addrType: string;
  readonly address: string;
  readonly line: SdpLine;
}

/** @throws SdpParseError */
export function originOf(line: SdpLine): Origin {
  const [username, sessionId, version, netType, addrType, address, ...more] = line.value.split(' ');
  if (!username || !sessionId || !version || !netType || !addrType || !address || more.length > 0) {
    throw new SdpParseError(`o= has not six fields: ${excerpt(line.value)}`, line.number);
  }
  for (const [what, digits] of Object.entries({ 'session id': sessionId, version })) {
    if (!/^[0-9]+$/.test(digits)) {
      throw new SdpParseError(`the ${what} of o= is no number: ${excerpt(digits)}`, line.number);
    }
  }
  checkNetwork('o=', netType, addrType, line);
  return { username, sessionId, version, netType, addrType, address, line };
}
