import { randomFillSync } from 'node:crypto';

/** Gives that many random octets; injected so that a run can be repeated from a seed. */
export type RandomSource = (size: number) => Uint8Array;

/** Asking the system for a few octets costs as much as asking it for thousands. */
const drawn = Buffer.alloc(8192);
let used = drawn.length;

function drawnBytes(size: number): Uint8Array {
  if (used + size > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += size;
  return drawn.subarray(used - size, used);
}

/** A branch parameter with the magic cookie of RFC 3261 8.1.1.7 and 96 random bits. */
export function newBranch(random: RandomSource = drawnBytes): string {
  return `z9hG4bK${hex(random(12))}`;
}

/** A From or To tag of 64 random bits (RFC 3261 19.3 asks for at least 32). */
export function newTag(random: RandomSource = drawnBytes): string {
  return hex(random(8));
}

/** A Call-ID of 96 random bits, with `@host` when a host is given (RFC 3261 8.1.1.4). */
export function newCallId(random: RandomSource = drawnBytes, host?: string): string {
  return host === undefined ? hex(random(12)) : `${hex(random(12))}@${host}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
