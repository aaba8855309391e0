import { createCipheriv, createDecipheriv } from 'node:crypto';
import { number } from './octets.ts';

export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** DTLS 1.2 (RFC 6347 4.1). */
export const version = Buffer.from([0xfe, 0xfd]);

const headerLength = 13;
const tagLength = 16;
const explicitLength = 8;

/** Key and implicit part of the nonce for one direction (RFC 5288 3). */
export interface TrafficKey {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

export interface Fragment {
  readonly type: number;
  readonly epoch: number;
  readonly content: Buffer;
}

/** The record layer (RFC 6347 4.1): epoch 0 in the clear, epoch 1 under AES-128-GCM. */
export class Records {
  #write: TrafficKey | undefined;
  #read: TrafficKey | undefined;
  readonly #sequence = [0, 0];

  /** Keys of epoch 1. */
  protect(write: TrafficKey, read: TrafficKey): void {
    this.#write = write;
    this.#read = read;
  }

  /** One record with the next sequence number of its epoch. */
  seal({ type, epoch, content }: Fragment): Buffer {
    const sequence = this.#sequence[epoch] ?? 0;
    this.#sequence[epoch] = sequence + 1;
    const counter = Buffer.concat([number(2, epoch), number(6, sequence)]);
    const payload = epoch === 0 || !this.#write ? content : encrypt(this.#write, counter, type, content);
    return Buffer.concat([number(1, type), version, counter, number(2, payload.length), payload]);
  }

  /**
   * The records of a datagram, one after the other, since one may bring what the next is read with. Those that
   * cannot be read are dropped without a word (RFC 6347 4.1.2.7).
   */
  *open(datagram: Uint8Array): Generator<Fragment> {
    const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length);
    for (let at = 0; at + headerLength <= bytes.length; ) {
      const end = at + headerLength + bytes.readUInt16BE(at + 11);
      if (end > bytes.length) break;
      const fragment = this.#open(
        bytes.subarray(at, at + headerLength),
        bytes.subarray(at + headerLength, end),
      );
      if (fragment) yield fragment;
      at = end;
    }
  }

  #open(header: Buffer, payload: Buffer): Fragment | undefined {
    const type = header.readUInt8(0);
    const epoch = header.readUInt16BE(3);
    if (header[1] !== version[0]) return undefined;
    if (epoch === 0) return { type, epoch, content: payload };
    if (epoch !== 1 || !this.#read) return undefined;
    const content = decrypt(this.#read, header.subarray(3, 11), type, payload);
    return content && { type, epoch, content };
  }
}

function encrypt({ key, iv }: TrafficKey, counter: Buffer, type: number, content: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-gcm', key, Buffer.concat([iv, counter]));
  cipher.setAAD(Buffer.concat([counter, number(1, type), version, number(2, content.length)]));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([counter, sealed, cipher.getAuthTag()]);
}

function decrypt(
  { key, iv }: TrafficKey,
  counter: Buffer,
  type: number,
  payload: Buffer,
): Buffer | undefined {
  const length = payload.length - explicitLength - tagLength;
  if (length < 0) return undefined;
  const nonce = Buffer.concat([iv, payload.subarray(0, explicitLength)]);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.concat([counter, number(1, type), version, number(2, length)]));
  decipher.setAuthTag(payload.subarray(explicitLength + length));
  try {
    return Buffer.concat([
      decipher.update(payload.subarray(explicitLength, explicitLength + length)),
      decipher.final(),
    ]);
  } catch {
    return undefined;
  }
}
