import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { type Challenge, challengeFrom, digestAnswer } from '../../sip/digest.ts';
import { credentialsText, wwwAuthenticate } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import type { SipResponse } from '../../sip/message.ts';
import { type Identity, realmOf } from '../identity.ts';

/** A challenge as a WIC keeps it, with how often its nonce was used. */
export interface CachedChallenge {
  readonly challenge: Challenge;
  /** Uses of the nonce so far, the `nc` of the last answer. */
  readonly uses: number;
}

/** The digest side of a WIC: the last challenge and the answers to it (RFC 2617 3.2.2, 24.229 5.1.1.2.3). */
export class DigestCredentials {
  readonly #identity: Identity;
  readonly #random: RandomSource | undefined;
  #cached: CachedChallenge | undefined;

  constructor(identity: Identity, random?: RandomSource) {
    this.#identity = identity;
    this.#random = random;
  }

  /** The challenge the next answer is for. */
  get cached(): CachedChallenge | undefined {
    return this.#cached;
  }

  /** Takes over a challenge, also one that another connection was given. */
  adopt(cached: CachedChallenge): void {
    this.#cached = cached;
  }

  /** Takes the digest challenge of a 401 or 407; false when there is none. */
  take(response: SipResponse): boolean {
    const digest = wwwAuthenticate(response).find((c) => c.scheme.toLowerCase() === 'digest');
    if (!digest) return false;
    this.#cached = { challenge: challengeFrom(digest), uses: 0 };
    return true;
  }

  /** What the first REGISTER carries: the IMPI, with nonce and response empty. */
  empty(uri: string, username = this.#identity.impi): string {
    const quoted = (value: string) => ({ value, quoted: true });
    return credentialsText('Digest', [
      ['username', quoted(username)],
      ['realm', quoted(realmOf(this.#identity))],
      ['nonce', quoted('')],
      ['uri', quoted(uri)],
      ['response', quoted('')],
    ]);
  }

  /** Answers the cached challenge, with `nc` one higher each time. @throws PeerDidNot without a challenge */
  answer(method: string, uri: string): string {
    if (!this.#cached) throw new PeerDidNot('challenge the WIC', 'there is no challenge to answer');
    const uses = this.#cached.uses + 1;
    this.#cached = { ...this.#cached, uses };
    return digestAnswer({
      challenge: this.#cached.challenge,
      username: this.#identity.impi,
      password: this.#identity.password,
      method,
      uri,
      cnonce: newTag(this.#random),
      nc: uses,
    });
  }
}
