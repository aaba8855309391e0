import { type TokenIdentity, TokenRefused } from './access-token.ts';
import type { TokenIssuer, WafConfig } from './config.ts';
import type { FaultTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'token-expiry-ignored': {
    kills: ['EPC-6.4.2-2b', 'EPC-6.4.2-13', 'EPC-6.1-6b'],
    about: 'takes a token that has expired',
    needs: { tokenValidation: 'jwks' },
  },
  'token-not-before-ignored': {
    kills: ['EPC-6.4.2-2j'],
    about: 'takes a token that is not valid yet',
    needs: { tokenValidation: 'jwks' },
  },
  'token-audience-ignored': {
    kills: ['EPC-6.4.2-2i'],
    about: 'takes a token that was issued for another resource server',
  },
  'token-scope-ignored': {
    kills: ['EPC-6.4.2-2c'],
    about: 'takes a token whose scope does not cover access to IMS',
  },
  'token-wwsf-ignored': {
    kills: ['EPC-6.4.2-2g'],
    about: 'takes a token of a WWSF that is not authorised',
  },
} as const satisfies FaultTable;

/** The members of a JWT, or of an answer to introspection, that were authenticated as the issuer's. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads claims that come from an issuer and checks every one (RFC 9068 4, RFC 7662 4, 33.203 X.3.2.3).
 * @param now milliseconds since the epoch
 * @throws TokenRefused
 */
export function identityOf(
  claims: Claims,
  issuer: TokenIssuer,
  rules: WafConfig,
  deviation: Deviation,
  now: number,
): TokenIdentity {
  const { exp, nbf } = claims;
  const leeway = rules.leeway * 1000;
  if (typeof exp !== 'number') refuse('the token has no expiry');
  if (exp * 1000 + leeway <= now && !deviation.is('token-expiry-ignored')) refuse('the token has expired');
  const early = nbf !== undefined && !(typeof nbf === 'number' && nbf * 1000 - leeway <= now);
  if (early && !deviation.is('token-not-before-ignored')) refuse('the token is not valid yet');
  if (!listed(claims.aud).includes(rules.audience) && !deviation.is('token-audience-ignored')) {
    refuse('the token is for another audience');
  }
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const covered = rules.scope === '' || scopes.includes(rules.scope);
  if (!covered && !deviation.is('token-scope-ignored')) {
    throw new TokenRefused('invalid_scope', 'the scope of the token does not cover access to IMS');
  }
  const wwsf = text(claims.wwsf) ?? text(claims.client_id) ?? '';
  if (!rules.wwsfs.includes(wwsf) && !deviation.is('token-wwsf-ignored')) {
    throw new TokenRefused('wwsf_not_authorised', 'the WWSF of the token is not authorised');
  }
  const impi = text(claims.impi);
  const impus = listed(claims.impus);
  if (impi === undefined || impus.length === 0) refuse('the token names no IMS identities');
  return {
    impi,
    impus,
    issuer: issuer.issuer,
    wwsf,
    thirdParty: issuer.thirdParty ?? false,
    expiresAt: exp * 1000,
  };
}

function refuse(why: string): never {
  throw new TokenRefused('invalid_token', why);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One string or several. */
function listed(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => text(each) ?? []);
}
