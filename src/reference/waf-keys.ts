import type { CompactJWSHeaderParameters, createLocalJWKSet, FlattenedJWSInput, JSONWebKeySet } from 'jose';
import type { Clock } from '../endpoint/clock.ts';
import { WafUnavailable } from './access-token.ts';
import type { VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';
import type { WafClient } from './waf-client.ts';

export const variants = {
  'keys-fetched-each-time': {
    exercises: ['EPC-6.4.2-1', 'EPC-6.4.2-2a'],
    about: 'asks the WAF for its keys for every token',
    needs: { tokenValidation: 'jwks' },
  },
} as const satisfies VariantTable;

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** After that time keys are fetched anew, so that one that the WAF took back does not live on. Milliseconds. */
const LONGEST_USE = 600_000;
/** Tokens with unknown keys make the eP-CSCF ask a WAF no oftener than that. Milliseconds. */
const COOLDOWN = 250;

/** The keys of one WAF (RFC 7517): kept, and fetched again when a token names one that is not among them. */
export class WafKeys {
  readonly #uri: string;
  readonly #client: Pick<WafClient, 'get'>;
  readonly #clock: Clock;
  readonly #deviation: Deviation;
  #keys: KeySet | undefined;
  #fetchedAt = 0;
  #fetching: Promise<KeySet> | undefined;

  constructor(uri: string, parts: { client: Pick<WafClient, 'get'>; clock: Clock; deviation: Deviation }) {
    this.#uri = uri;
    this.#client = parts.client;
    this.#clock = parts.clock;
    this.#deviation = parts.deviation;
  }

  /**
   * The key with which a token was signed. With keys just rotated it takes the rest of the cooldown.
   * @throws WafUnavailable when the keys cannot be had
   * @throws an error of jose when there is no such key
   */
  async keyFor(header: CompactJWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const known = this.#usable();
    if (!known) return (await this.#fetch())(header, token);
    try {
      return await known(header, token);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_JWKS_NO_MATCHING_KEY') throw error;
      return (await this.#fetch())(header, token);
    }
  }

  #usable(): KeySet | undefined {
    if (this.#deviation.is('keys-fetched-each-time')) return undefined;
    return this.#clock.now() - this.#fetchedAt < LONGEST_USE ? this.#keys : undefined;
  }

  /** Those who ask while it runs get the same. */
  #fetch(): Promise<KeySet> {
    this.#fetching ??= this.#fetchAnew().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchAnew(): Promise<KeySet> {
    const wait = this.#usable() ? this.#fetchedAt + COOLDOWN - this.#clock.now() : 0;
    if (wait > 0) await new Promise<void>((resolve) => void this.#clock.after(wait, resolve));
    const keys = await keySet(await this.#client.get(this.#uri));
    this.#keys = keys;
    this.#fetchedAt = this.#clock.now();
    return keys;
  }
}

async function keySet(json: unknown): Promise<KeySet> {
  // Loaded when asked for: only who gets signed tokens has to spend the time.
  const jose = await import('jose');
  try {
    return jose.createLocalJWKSet(json as JSONWebKeySet);
  } catch (error) {
    if (error instanceof jose.errors.JWKSInvalid)
      throw new WafUnavailable('what the WAF publishes is no JWKS');
    throw error;
  }
}
