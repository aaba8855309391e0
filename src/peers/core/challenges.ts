import { type Challenge, verifyDigest } from '../../sip/digest.ts';
import type { Credentials } from '../../sip/headers/index.ts';
import { newCallId, type RandomSource } from '../../sip/ids.ts';
import { type Identity, realmOf } from '../identity.ts';

/** The outstanding digest challenges, one per private user identity, each with a nonce of its own. */
export class Challenges {
  readonly #random: RandomSource | undefined;
  readonly #issued = new Map<string, readonly Challenge[]>();

  constructor(random?: RandomSource) {
    this.#random = random;
  }

  /** Makes a new challenge, which replaces the one before. */
  issue(identity: Identity, algorithm: 'MD5' | 'SHA-256', stale = false): Challenge {
    const challenge: Challenge = {
      realm: realmOf(identity),
      nonce: newCallId(this.#random),
      algorithm,
      qop: 'auth',
      opaque: newCallId(this.#random),
      ...(stale && { stale }),
    };
    this.#issued.set(identity.impi, [...this.issued(identity), challenge]);
    return challenge;
  }

  /** Every challenge made for a private user identity, in order; the last one is in force. */
  issued({ impi }: Identity): readonly Challenge[] {
    return this.#issued.get(impi) ?? [];
  }

  /** Judges a challenge response; `stale` when it answers a nonce that is not the one in force. */
  judge(identity: Identity, method: string, credentials: Credentials): 'right' | 'wrong' | 'stale' {
    const challenge = this.issued(identity).at(-1);
    if (!challenge || credentials.params.get('nonce') !== challenge.nonce) return 'stale';
    const right = verifyDigest(credentials, { password: identity.password, method, challenge });
    return right ? 'right' : 'wrong';
  }
}
