import { randomBytes } from 'node:crypto';
import type { Clock } from '../../endpoint/clock.ts';
import { type AkaChallenge, akaV2Password, parseAuts } from '../../sip/aka.ts';
import type { RandomSource } from '../../sip/ids.ts';
import { xor } from '../../sip/milenage.ts';
import { milenageOf } from '../aka-keys.ts';
import type { Identity } from '../identity.ts';

/** What the HSS gives the S-CSCF for one challenge (TS 33.203 6.1). */
export interface AuthenticationVector extends AkaChallenge {
  /** The password that the right answer is made with (RFC 4169). */
  readonly password: string;
  readonly ck: Uint8Array;
  readonly ik: Uint8Array;
}

const AMF = Buffer.from('8000', 'hex');
const AMF_OF_RESYNCHRONISATION = new Uint8Array(2);

/**
 * The authentication centre of the home network. Its sequence numbers follow the clock (TS 33.102 C.1.2), so that a
 * centre made later never hands out a lower one, and rise with every vector.
 */
export class AuthenticationCentre {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  /** The last sequence number of each private user identity. */
  readonly #sqn = new Map<string, number>();

  constructor(clock: Clock, random: RandomSource = randomBytes) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A fresh vector. @param wrongMac breaks its MAC, so that no ISIM accepts it @throws PeerDidNot without keys */
  vector(identity: Identity, wrongMac = false): AuthenticationVector {
    const milenage = milenageOf(identity);
    const number = Math.max((this.#sqn.get(identity.impi) ?? 0) + 1, Math.floor(this.#clock.now()));
    this.#sqn.set(identity.impi, number);
    const sqn = Buffer.alloc(6);
    sqn.writeUIntBE(number, 0, 6);
    const rand = this.#random(16);
    const { res, ck, ik, ak } = milenage.outputs(rand);
    const { mac } = milenage.codes(rand, sqn, AMF);
    const shown = wrongMac ? mac.map((octet) => octet ^ 0xff) : mac;
    const autn = Buffer.concat([xor(sqn, ak), AMF, shown]);
    return { rand, autn, password: akaV2Password(res, ik, ck), ck, ik };
  }

  /**
   * Takes the sequence number of the ISIM over (TS 33.102 6.3.5).
   * @param rand of the challenge that the ISIM did not accept
   * @returns whether the ISIM proved that it is the one; if not nothing changes
   * @throws SipParseError when `auts` cannot be read
   */
  resynchronise(identity: Identity, rand: Uint8Array, auts: string): boolean {
    const milenage = milenageOf(identity);
    const { sqn: concealed, macStar } = parseAuts(auts);
    const sqn = xor(concealed, milenage.outputs(rand).akStar);
    const expected = milenage.codes(rand, sqn, AMF_OF_RESYNCHRONISATION).macStar;
    if (!Buffer.from(expected).equals(macStar)) return false;
    this.#sqn.set(identity.impi, Buffer.from(sqn).readUIntBE(0, 6));
    return true;
  }
}
