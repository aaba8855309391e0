import { number, Reader } from './octets.ts';

export const messageTypes = {
  clientHello: 1,
  serverHello: 2,
  helloVerifyRequest: 3,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

/** The message's name, for diagnostics. */
export function messageName(type: number): string {
  return Object.entries(messageTypes).find(([, known]) => known === type)?.[0] ?? `message ${type}`;
}

/** A handshake message (RFC 6347 4.2.2). */
export interface HandshakeMessage {
  readonly type: number;
  readonly sequence: number;
  readonly body: Buffer;
  /** As one fragment: what goes into hashes. */
  readonly bytes: Buffer;
}

export function handshakeMessage(type: number, sequence: number, body: Buffer): HandshakeMessage {
  const length = number(3, body.length);
  const bytes = Buffer.concat([number(1, type), length, number(2, sequence), number(3, 0), length, body]);
  return { type, sequence, body, bytes };
}

/** A message of which not everything is there. */
interface Partial {
  readonly type: number;
  readonly body: Buffer;
  readonly missing: Set<number>;
}

/** More than any message of a handshake takes. */
const longest = 65_536;

/** Puts fragments together and messages in order (RFC 6347 4.2.3). */
export class Reassembly {
  #next = 0;
  readonly #partial = new Map<number, Partial>();

  /**
   * @param content of a record of type handshake
   * @returns the messages that can be read now, and whether some came again
   */
  push(content: Buffer): { readonly messages: HandshakeMessage[]; readonly repeated: boolean } {
    const reader = new Reader(content);
    let repeated = false;
    while (reader.left > 0) {
      const [type, length, sequence] = [reader.number(1), reader.number(3), reader.number(2)];
      const [offset, fragment] = [reader.number(3), reader.vector(3)];
      if (sequence < this.#next) repeated = true;
      else if (length <= longest && offset + fragment.length <= length) {
        this.#add(sequence, type, length, offset, fragment);
      }
    }
    return { messages: [...this.#ready()], repeated };
  }

  #add(sequence: number, type: number, length: number, offset: number, fragment: Buffer): void {
    const known = this.#partial.get(sequence);
    const partial = known ?? {
      type,
      body: Buffer.alloc(length),
      missing: new Set(Array.from({ length }, (_, at) => at)),
    };
    if (partial.body.length !== length || partial.type !== type) return;
    fragment.copy(partial.body, offset);
    for (let at = offset; at < offset + fragment.length; at++) partial.missing.delete(at);
    this.#partial.set(sequence, partial);
  }

  *#ready(): Generator<HandshakeMessage> {
    for (;;) {
      const partial = this.#partial.get(this.#next);
      if (!partial || partial.missing.size > 0) return;
      this.#partial.delete(this.#next);
      yield handshakeMessage(partial.type, this.#next++, partial.body);
    }
  }
}
