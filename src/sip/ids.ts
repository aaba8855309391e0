import { randomBytes } from 'node:crypto';

/** Gives that many random octets; injected so that a run can be repeated from a seed. */
export type RandomSource = (size: number) => Uint8Array;

/** A branch parameter with the magic cookie of RFC 3261 8.1.1.7 and 96 random bits. */
export function newBranch(random: RandomSource = randomBytes): string {
  return `z9hG4bK${hex(random(12))}`;
}

/** A From or To tag of 64 random bits (RFC 3261 19.3 asks for at least 32). */
export function newTag(random: RandomSource = randomBytes): string {
  return hex(random(8));
}

/** A Call-ID of 96 random bits, with `@host` when a host is given (RFC 3261 8.1.1.4). */
export function newCallId(random: RandomSource = randomBytes, host?: string): string {
  return host === undefined ? hex(random(12)) : `${hex(random(12))}@${host}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
