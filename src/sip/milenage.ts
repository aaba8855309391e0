import { createCipheriv } from 'node:crypto';

/** What MILENAGE makes of one challenge. */
export interface MilenageOutput {
  /** Expected or given response, 8 octets (f2). */
  readonly res: Uint8Array;
  /** Cipher key, 16 octets (f3). */
  readonly ck: Uint8Array;
  /** Integrity key, 16 octets (f4). */
  readonly ik: Uint8Array;
  /** Anonymity key, 6 octets (f5). */
  readonly ak: Uint8Array;
  /** Anonymity key of a resynchronisation, 6 octets (f5*). */
  readonly akStar: Uint8Array;
}

/** The algorithm set MILENAGE (TS 35.206) with one subscriber key K and one operator variant OPc, 16 octets each. */
export class Milenage {
  readonly #k: Uint8Array;
  readonly #opc: Uint8Array;

  /** @throws RangeError unless both have 16 octets */
  constructor(k: Uint8Array, opc: Uint8Array) {
    if (k.length !== 16 || opc.length !== 16) throw new RangeError('K and OPc have 16 octets each');
    this.#k = k;
    this.#opc = opc;
  }

  /** f2 to f5 and f5* (TS 35.206 4.1). @param rand 16 octets */
  outputs(rand: Uint8Array): MilenageOutput {
    const temp = this.#encrypt(xor(rand, this.#opc));
    const out = (rotation: number, constant: number): Uint8Array => {
      const input = rotate(xor(temp, this.#opc), rotation);
      input[15] = (input[15] as number) ^ constant;
      return xor(this.#encrypt(input), this.#opc);
    };
    const second = out(0, 1);
    return {
      res: second.subarray(8, 16),
      ak: second.subarray(0, 6),
      ck: out(4, 2),
      ik: out(8, 4),
      akStar: out(12, 8).subarray(0, 6),
    };
  }

  /**
   * f1 and f1*: the code by which the network proves itself, and that of a resynchronisation, 8 octets each.
   * @param rand 16 octets
   * @param sqn 6 octets
   * @param amf 2 octets
   */
  codes(
    rand: Uint8Array,
    sqn: Uint8Array,
    amf: Uint8Array,
  ): { readonly mac: Uint8Array; readonly macStar: Uint8Array } {
    const temp = this.#encrypt(xor(rand, this.#opc));
    const in1 = Buffer.concat([sqn, amf, sqn, amf]);
    const out1 = xor(this.#encrypt(xor(temp, rotate(xor(in1, this.#opc), 8))), this.#opc);
    return { mac: out1.subarray(0, 8), macStar: out1.subarray(8, 16) };
  }

  /** One block of AES-128 with K. */
  #encrypt(block: Uint8Array): Uint8Array {
    const cipher = createCipheriv('aes-128-ecb', this.#k, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]);
  }
}

/** Octet by octet, as long as the first. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, index) => octet ^ (b[index] as number));
}

/** To the left by so many octets: all rotations of MILENAGE are whole octets. */
function rotate(block: Uint8Array, octets: number): Uint8Array {
  return Uint8Array.from([...block.subarray(octets), ...block.subarray(0, octets)]);
}
