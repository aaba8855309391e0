import { createHmac } from 'node:crypto';
import { SipParseError } from './error.ts';

/** What a challenge of IMS AKA says: the random number and the token by which the network proves itself. */
export interface AkaChallenge {
  /** 16 octets. */
  readonly rand: Uint8Array;
  /** SQN concealed by AK, AMF and MAC: 16 octets (TS 33.102 6.3.2). */
  readonly autn: Uint8Array;
}

/** The nonce of a digest AKA challenge (RFC 3310 3.2), without server data. */
export function akaNonce({ rand, autn }: AkaChallenge): string {
  return Buffer.concat([rand, autn]).toString('base64');
}

/** Reads RAND and AUTN out of a nonce; server data after them are ignored. @throws SipParseError when it is too short */
export function parseAkaNonce(nonce: string): AkaChallenge {
  const bytes = Buffer.from(nonce, 'base64');
  if (bytes.length < 32) throw new SipParseError(`nonce of ${bytes.length} octets holds no RAND and AUTN`);
  return { rand: bytes.subarray(0, 16), autn: bytes.subarray(16, 32) };
}

/**
 * The password of AKAv2-SHA-256: RFC 4169 3 with HMAC-SHA-256 as the function that HMAC-MD5 is for AKAv2-MD5.
 * Unlike RES alone, it cannot be made into one for another digest algorithm.
 */
export function akaV2Password(res: Uint8Array, ik: Uint8Array, ck: Uint8Array): string {
  return createHmac('sha256', Buffer.concat([res, ik, ck]))
    .update('http-digest-akav2-password')
    .digest('base64');
}

/** The directive `auts` of a resynchronisation: 14 octets, SQN of the ISIM concealed and MAC-S (RFC 3310 3.4). */
export function autsText(auts: Uint8Array): string {
  return Buffer.from(auts).toString('base64');
}

/** Reads the directive `auts`. @throws SipParseError unless it holds 14 octets */
export function parseAuts(text: string): { readonly sqn: Uint8Array; readonly macStar: Uint8Array } {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 14) throw new SipParseError(`auts of ${bytes.length} octets`);
  return { sqn: bytes.subarray(0, 6), macStar: bytes.subarray(6) };
}
