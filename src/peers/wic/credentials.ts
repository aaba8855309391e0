import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { type Challenge, challengeFrom, digestAnswer } from '../../sip/digest.ts';
import { credentialsText, wwwAuthenticate } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import type { SipResponse } from '../../sip/message.ts';
import { type Identity, realmOf } from '../identity.ts';
import type { AkaOutcome, Isim } from './isim.ts';

/** A challenge as a WIC keeps it, with how often its nonce was used. */
export interface CachedChallenge {
  readonly challenge: Challenge;
  /** Uses of the nonce so far, the `nc` of the last answer. */
  readonly uses: number;
  /** What the ISIM made of it, when it is one of IMS AKA. */
  readonly aka?: AkaOutcome;
}

/**
 * The digest side of a WIC: the last challenge and the answers to it (RFC 2617 3.2.2, 24.229 5.1.1.2.3). With an ISIM
 * it asks for IMS AKA over TLS (33.203 X.2.3).
 */
export class DigestCredentials {
  readonly #identity: Identity;
  readonly #random: RandomSource | undefined;
  readonly #isim: Isim | undefined;
  #cached: CachedChallenge | undefined;

  constructor(identity: Identity, random?: RandomSource, isim?: Isim) {
    this.#identity = identity;
    this.#random = random;
    this.#isim = isim;
  }

  /** The challenge the next answer is for. */
  get cached(): CachedChallenge | undefined {
    return this.#cached;
  }

  /** Takes over a challenge, also one that another connection was given. */
  adopt(cached: CachedChallenge): void {
    this.#cached = cached;
  }

  /** Takes the digest challenge of a 401 or 407; false when there is none, or one of IMS AKA without an ISIM. */
  take(response: SipResponse): boolean {
    const digest = wwwAuthenticate(response).find((c) => c.scheme.toLowerCase() === 'digest');
    if (!digest) return false;
    const challenge = challengeFrom(digest);
    if (challenge.algorithm !== 'AKAv2-SHA-256') this.#cached = { challenge, uses: 0 };
    else if (!this.#isim) return false;
    else this.#cached = { challenge, uses: 0, aka: this.#isim.authenticate(challenge.nonce) };
    return true;
  }

  /** What the first REGISTER carries: the IMPI, with nonce and response empty. */
  empty(uri: string, username = this.#identity.impi): string {
    const algorithm = this.#isim ? ('AKAv2-SHA-256' as const) : undefined;
    const challenge = { realm: realmOf(this.#identity), nonce: '', ...(algorithm && { algorithm }) };
    return unanswered(challenge, username, uri);
  }

  /**
   * Answers the cached challenge, with `nc` one higher each time. To one of IMS AKA that the ISIM did not accept it
   * says so (24.229 5.1.1.5.3): with `auts`, or with an empty response.
   * @throws PeerDidNot without a challenge
   */
  answer(method: string, uri: string): string {
    if (!this.#cached) throw new PeerDidNot('challenge the WIC', 'there is no challenge to answer');
    const uses = this.#cached.uses + 1;
    this.#cached = { ...this.#cached, uses };
    const { challenge, aka } = this.#cached;
    const { impi } = this.#identity;
    if (aka?.kind === 'not-authentic') return unanswered(challenge, impi, uri);
    return digestAnswer({
      challenge,
      username: impi,
      password: aka ? (aka.kind === 'authentic' ? aka.password : '') : this.#identity.password,
      ...(aka?.kind === 'out-of-sequence' && { auts: aka.auts }),
      method,
      uri,
      cnonce: newTag(this.#random),
      nc: uses,
    });
  }
}

/** Credentials whose response is empty. */
function unanswered({ realm, nonce, algorithm, opaque }: Challenge, username: string, uri: string): string {
  const params: [string, string][] = [
    ['username', username],
    ['realm', realm],
    ['nonce', nonce],
    ['uri', uri],
    ['response', ''],
  ];
  if (algorithm !== undefined) params.push(['algorithm', algorithm]);
  if (opaque !== undefined) params.push(['opaque', opaque]);
  return credentialsText('Digest', params);
}
