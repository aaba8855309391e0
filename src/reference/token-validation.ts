import type { Clock } from '../endpoint/clock.ts';
import { type TokenIdentity, TokenInactive, TokenRefused } from './access-token.ts';
import type { TokenIssuer, WafConfig } from './config.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';
import { unverified, verified } from './signed-token.ts';
import { type Claims, identityOf } from './token-claims.ts';
import { WafClient } from './waf-client.ts';
import { WafKeys } from './waf-keys.ts';

export const faults = {
  'token-issuer-ignored': {
    kills: ['EPC-6.4.2-2d'],
    about: 'believes a token whoever issued it',
    needs: { tokenValidation: 'jwks' },
  },
} as const satisfies FaultTable;

export const variants = {
  'introspection-cached': {
    exercises: ['EPC-6.4.2-1', 'EPC-6.4.2-2h', 'EPC-6.4.2-13', 'EPC-6.1-6b'],
    about: 'believes what the WAF said about a token for as long as their clocks may differ',
    needs: { tokenValidation: 'introspection' },
  },
  'introspection-cached-until-expiry': {
    exercises: ['EPC-6.4.2-2h', 'EPC-6.4.2-13', 'EPC-6.1-6b'],
    warns: ['EPC-6.4.2-2h', 'EPC-6.1-6b'],
    about: 'asks the WAF about a token once, and believes what it said until the token expires (RFC 7662 4)',
    needs: { tokenValidation: 'introspection' },
  },
} as const satisfies VariantTable;

interface JwtIssuer {
  readonly issuer: TokenIssuer;
  readonly keys: WafKeys;
}

/** Finds out what an access token is worth: with the keys of the WAF that signed it, or by asking the WAF. */
export class TokenValidator {
  readonly #rules: WafConfig;
  readonly #deviation: Deviation;
  readonly #clock: Clock;
  readonly #client: WafClient;
  readonly #signing: readonly JwtIssuer[];
  readonly #answering: readonly TokenIssuer[];
  readonly #told = new Map<string, { readonly said: unknown; readonly at: number }>();
  #closed = false;

  constructor(rules: WafConfig, deviation: Deviation, clock: Clock) {
    this.#rules = rules;
    this.#deviation = deviation;
    this.#clock = clock;
    const client = new WafClient(rules);
    this.#client = client;
    this.#signing = rules.issuers.flatMap((issuer) => {
      if (issuer.jwksUri === undefined) return [];
      return [{ issuer, keys: new WafKeys(issuer.jwksUri, { client, clock, deviation }) }];
    });
    this.#answering = rules.issuers.filter(({ introspection }) => introspection !== undefined);
  }

  /** The WAF where users of this network get their tokens, and the scope to ask for (RFC 8898 4). */
  get offer(): { readonly server: string | undefined; readonly scope: string } {
    return { server: this.#rules.issuers[0]?.issuer, scope: this.#rules.scope };
  }

  /** Whether it was closed: whatever comes out of a validation does not count any more. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
  }

  /**
   * What a token vouches for, in the moment in which it is asked.
   * @throws TokenRefused
   * @throws WafUnavailable when that cannot be found out
   */
  async validate(token: string): Promise<TokenIdentity> {
    const claimed = (await unverified(token))?.iss;
    const signing = this.#signing.find(({ issuer }) => issuer.issuer === claimed);
    if (signing) {
      return this.#identity(await verified(token, signing.keys, this.#deviation), signing.issuer);
    }
    const own = this.#answering.filter(({ issuer }) => claimed === undefined || issuer === claimed);
    if (own.length > 0) return this.#ofAnswer(token, own);
    if (this.#deviation.is('token-issuer-ignored')) return this.#believe(token);
    throw new TokenRefused('invalid_token', 'the token comes from no WAF that is known here');
  }

  /**
   * Asks one WAF after the other: an opaque token does not tell whose it is, and that of the own WAF is no third
   * party's business unless the own one does not know it.
   */
  async #ofAnswer(token: string, issuers: readonly TokenIssuer[]): Promise<TokenIdentity> {
    for (const issuer of issuers) {
      const claims = (await this.#ask(token, issuer)) as Claims | null;
      if (claims?.active !== true) continue;
      if (claims.iss === undefined || claims.iss === issuer.issuer) return this.#identity(claims, issuer);
    }
    throw new TokenInactive('the token is not active');
  }

  async #ask(token: string, { introspection }: TokenIssuer): Promise<unknown> {
    if (!introspection) return null;
    const { endpoint, ...client } = introspection;
    const question = `${endpoint} ${token}`;
    const known = this.#told.get(question);
    const now = this.#clock.now();
    if (known && now - known.at < this.#cachedFor()) return known.said;
    const said = await this.#client.post(endpoint, { token, token_type_hint: 'access_token' }, client);
    if (this.#cachedFor() > 0) this.#told.set(question, { said, at: now });
    return said;
  }

  /** How long an answer of the WAF counts, in milliseconds. */
  #cachedFor(): number {
    if (this.#deviation.is('introspection-cached-until-expiry')) return Number.POSITIVE_INFINITY;
    return this.#deviation.is('introspection-cached') ? this.#rules.leeway * 1000 : 0;
  }

  async #believe(token: string): Promise<TokenIdentity> {
    const [issuer] = this.#rules.issuers;
    const claims = await unverified(token);
    if (!issuer || !claims) throw new TokenRefused('invalid_token', 'the token cannot be read');
    return this.#identity(claims, issuer);
  }

  #identity(claims: Claims, issuer: TokenIssuer): TokenIdentity {
    return identityOf(claims, issuer, this.#rules, this.#deviation, this.#clock.now());
  }
}
