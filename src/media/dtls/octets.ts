import { alerts, HandshakeFailure } from './failure.ts';

/** Reads numbers and vectors of TLS (RFC 5246 4). @throws {HandshakeFailure} past the end */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** An unsigned number of one to six octets. */
  number(octets: number): number {
    return this.take(octets).readUIntBE(0, octets);
  }

  take(octets: number): Buffer {
    if (octets > this.left) throw new HandshakeFailure(alerts.decodeError, 'a message ends too early');
    this.#at += octets;
    return this.#bytes.subarray(this.#at - octets, this.#at);
  }

  /** A vector whose length is given in that number of octets. */
  vector(octets: number): Buffer {
    return this.take(this.number(octets));
  }
}

/** An unsigned number in that number of octets. */
export function number(octets: number, value: number): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
}

/** A vector whose length is written in that number of octets. */
export function vector(octets: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([number(octets, content.length), content]);
}

/** Reads a list of 16-bit numbers. */
export function numbers(list: Buffer): number[] {
  return Array.from({ length: list.length >> 1 }, (_, index) => list.readUInt16BE(2 * index));
}
