import { akaV2Password, autsText, parseAkaNonce } from '../../sip/aka.ts';
import { SipParseError } from '../../sip/error.ts';
import { xor } from '../../sip/milenage.ts';
import { milenageOf } from '../aka-keys.ts';
import type { Identity } from '../identity.ts';

/** What an ISIM makes of a challenge (24.229 5.1.1.5.1 and 5.1.1.5.3). */
export type AkaOutcome =
  | { readonly kind: 'authentic'; readonly password: string }
  /** The challenge is older than one that was answered: `auts` asks for resynchronisation. */
  | { readonly kind: 'out-of-sequence'; readonly auts: string }
  /** The MAC is wrong: the network did not prove itself. */
  | { readonly kind: 'not-authentic' };

/** AMF in the code of a resynchronisation (TS 33.102 6.3.3). */
const AMF_OF_RESYNCHRONISATION = new Uint8Array(2);

/** A soft ISIM: it holds the keys of one subscription and the highest sequence number that it accepted. */
export class Isim {
  readonly #identity: Identity;
  #sqn: number;

  /**
   * @param sqn the highest sequence number accepted so far, below 2^48
   * @throws PeerDidNot when the subscription has no keys
   */
  constructor(identity: Identity, sqn = 0) {
    milenageOf(identity);
    this.#identity = identity;
    this.#sqn = sqn;
  }

  /** Judges the nonce of an AKA challenge. One that holds no challenge proves nothing either. */
  authenticate(nonce: string): AkaOutcome {
    const challenge = readNonce(nonce);
    if (!challenge) return { kind: 'not-authentic' };
    const { rand, autn } = challenge;
    const milenage = milenageOf(this.#identity);
    const { res, ck, ik, ak, akStar } = milenage.outputs(rand);
    const sqn = xor(autn.subarray(0, 6), ak);
    const { mac } = milenage.codes(rand, sqn, autn.subarray(6, 8));
    if (!Buffer.from(mac).equals(autn.subarray(8))) return { kind: 'not-authentic' };
    const number = Buffer.from(sqn).readUIntBE(0, 6);
    if (number <= this.#sqn) {
      const own = Buffer.alloc(6);
      own.writeUIntBE(this.#sqn, 0, 6);
      const { macStar } = milenage.codes(rand, own, AMF_OF_RESYNCHRONISATION);
      return { kind: 'out-of-sequence', auts: autsText(Buffer.concat([xor(own, akStar), macStar])) };
    }
    this.#sqn = number;
    return { kind: 'authentic', password: akaV2Password(res, ik, ck) };
  }
}

function readNonce(nonce: string): ReturnType<typeof parseAkaNonce> | undefined {
  try {
    return parseAkaNonce(nonce);
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}
