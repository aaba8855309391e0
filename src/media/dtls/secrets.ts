import { createHash, createHmac } from 'node:crypto';
import type { TrafficKey } from './records.ts';

/** What both ends know once the key exchange is done. */
export interface Secrets {
  readonly master: Buffer;
  readonly clientRandom: Buffer;
  readonly serverRandom: Buffer;
}

/** The pseudorandom function with SHA-256 (RFC 5246 5). */
function prf(secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (data: Buffer): Buffer => createHmac('sha256', secret).update(data).digest();
  let output = Buffer.alloc(0);
  for (let a = hmac(labelled); output.length < length; a = hmac(a)) {
    output = Buffer.concat([output, hmac(Buffer.concat([a, labelled]))]);
  }
  return output.subarray(0, length);
}

/** The master secret; extended (RFC 7627) where both ends do that. @param transcript up to ClientKeyExchange */
export function masterSecret(
  premaster: Buffer,
  { clientRandom, serverRandom }: Omit<Secrets, 'master'>,
  transcript: Buffer,
  extended: boolean,
): Buffer {
  return extended
    ? prf(premaster, 'extended master secret', sha256(transcript), 48)
    : prf(premaster, 'master secret', Buffer.concat([clientRandom, serverRandom]), 48);
}

/** Keys of AES-128-GCM, which needs none for MACs (RFC 5246 6.3). */
export function trafficKeys({ master, clientRandom, serverRandom }: Secrets): {
  client: TrafficKey;
  server: TrafficKey;
} {
  const block = prf(master, 'key expansion', Buffer.concat([serverRandom, clientRandom]), 40);
  return {
    client: { key: block.subarray(0, 16), iv: block.subarray(32, 36) },
    server: { key: block.subarray(16, 32), iv: block.subarray(36, 40) },
  };
}

/** The content of Finished (RFC 5246 7.4.9). */
export function verifyData(master: Buffer, role: 'client' | 'server', transcript: Buffer): Buffer {
  return prf(master, `${role} finished`, sha256(transcript), 12);
}

/** Lengths of key and salt a protection profile takes (RFC 5764 4.1.2, RFC 7714 14.2). */
const lengths: Readonly<Record<number, readonly [key: number, salt: number]>> = { 1: [16, 14], 7: [16, 12] };

/** SRTP protection profiles in order of preference. */
export const profiles = [7, 1] as const;

/** Master keys and salts for SRTP (RFC 5764 4.2, RFC 5705 4). */
export function srtpKeys(
  { master, clientRandom, serverRandom }: Secrets,
  profile: number,
): { client: { key: Buffer; salt: Buffer }; server: { key: Buffer; salt: Buffer } } {
  const [key, salt] = lengths[profile] ?? [16, 14];
  const seed = Buffer.concat([clientRandom, serverRandom]);
  const material = prf(master, 'EXTRACTOR-dtls_srtp', seed, 2 * (key + salt));
  return {
    client: { key: material.subarray(0, key), salt: material.subarray(2 * key, 2 * key + salt) },
    server: { key: material.subarray(key, 2 * key), salt: material.subarray(2 * key + salt) },
  };
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}
