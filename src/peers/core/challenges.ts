import type { Clock } from '../../endpoint/clock.ts';
import { akaNonce } from '../../sip/aka.ts';
import { type Challenge, sameAlgorithm, verifyDigest } from '../../sip/digest.ts';
import { SipParseError } from '../../sip/error.ts';
import type { Credentials } from '../../sip/headers/index.ts';
import { newCallId, type RandomSource } from '../../sip/ids.ts';
import { type Identity, realmOf } from '../identity.ts';
import { AuthenticationCentre, type AuthenticationVector } from './auc.ts';

/**
 * What a challenge response is worth: `stale` when it answers a nonce that is not the one in force,
 * `resynchronised` when the ISIM proved that its sequence number is ahead, `declined` when it did not believe the
 * challenge (24.229 5.4.1.2.3).
 */
export type Judgement = 'right' | 'wrong' | 'stale' | 'resynchronised' | 'declined';

interface Issued {
  readonly challenge: Challenge;
  readonly vector?: AuthenticationVector;
}

/** The outstanding digest challenges, one per private user identity, each with a nonce of its own. */
export class Challenges {
  readonly #random: RandomSource | undefined;
  readonly #auc: AuthenticationCentre;
  readonly #issued = new Map<string, readonly Issued[]>();

  constructor(clock: Clock, random?: RandomSource) {
    this.#random = random;
    this.#auc = new AuthenticationCentre(clock, random);
  }

  /** Makes a new challenge, which replaces the one before. */
  issue(identity: Identity, algorithm: 'MD5' | 'SHA-256', stale = false): Challenge {
    const nonce = newCallId(this.#random);
    return this.#keep(identity, { ...this.#challenge(identity, nonce), algorithm, ...(stale && { stale }) });
  }

  /**
   * Makes a new challenge of IMS AKA, which replaces the one before.
   * @param wrongMac breaks its MAC, so that no ISIM accepts it
   * @throws PeerDidNot when the subscription has no keys
   */
  issueAka(
    identity: Identity,
    wrongMac: boolean,
  ): { readonly challenge: Challenge; readonly vector: AuthenticationVector } {
    const vector = this.#auc.vector(identity, wrongMac);
    const challenge = this.#challenge(identity, akaNonce(vector));
    return { challenge: this.#keep(identity, { ...challenge, algorithm: 'AKAv2-SHA-256' }, vector), vector };
  }

  /** Every challenge made for a private user identity, in order; the last one is in force. */
  issued({ impi }: Identity): readonly Challenge[] {
    return (this.#issued.get(impi) ?? []).map(({ challenge }) => challenge);
  }

  /** The password with which the challenge in force is to be answered. */
  password(identity: Identity): string {
    return this.#inForce(identity)?.vector?.password ?? identity.password;
  }

  /** Judges a challenge response. */
  judge(identity: Identity, method: string, credentials: Credentials): Judgement {
    const { params } = credentials;
    const inForce = this.#inForce(identity);
    if (!inForce || params.get('nonce') !== inForce.challenge.nonce) return 'stale';
    const { challenge, vector } = inForce;
    const auts = params.get('auts');
    if (vector && auts) return this.#resynchronises(identity, vector, auts) ? 'resynchronised' : 'wrong';
    if (!params.get('response')) return vector ? 'declined' : 'stale';
    const right = verifyDigest(credentials, { password: this.password(identity), method, challenge });
    return right ? 'right' : 'wrong';
  }

  #challenge(identity: Identity, nonce: string): Challenge {
    return { realm: realmOf(identity), nonce, qop: 'auth', opaque: newCallId(this.#random) };
  }

  #keep({ impi }: Identity, challenge: Challenge, vector?: AuthenticationVector): Challenge {
    this.#issued.set(impi, [...(this.#issued.get(impi) ?? []), { challenge, ...(vector && { vector }) }]);
    return challenge;
  }

  #inForce({ impi }: Identity): Issued | undefined {
    return this.#issued.get(impi)?.at(-1);
  }

  #resynchronises(identity: Identity, { rand }: AuthenticationVector, auts: string): boolean {
    try {
      return this.#auc.resynchronise(identity, rand, auts);
    } catch (error) {
      if (error instanceof SipParseError) return false;
      throw error;
    }
  }
}

/** Whether a REGISTER asks for IMS AKA over TLS (33.203 P.3), and the subscription has the keys for it. */
export function asksForAka({ k, opc }: Identity, credentials: Credentials | undefined): boolean {
  const algorithm = credentials?.params.get('algorithm') ?? '';
  return k !== undefined && opc !== undefined && sameAlgorithm(algorithm, 'AKAv2-SHA-256');
}
