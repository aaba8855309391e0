import { TokenRefused, WafUnavailable } from './access-token.ts';
import type { FaultTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';
import type { Claims } from './token-claims.ts';
import type { WafKeys } from './waf-keys.ts';

export const faults = {
  'token-signature-ignored': {
    kills: ['EPC-6.4.2-2a', 'EPC-6.4.2-15'],
    preamble: ['EPC-6.4.2-2f'],
    about: 'reads a signed token without looking at its signature',
    needs: { tokenValidation: 'jwks' },
  },
  'token-algorithm-none-taken': {
    kills: ['EPC-6.4.2-2a'],
    about: 'takes a token whose algorithm is none',
    needs: { tokenValidation: 'jwks' },
  },
} as const satisfies FaultTable;

/** Public keys only, so that nobody can sign with what the WAF publishes. */
const algorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'RS256', 'PS256'];

/**
 * The claims of a JWT as its issuer signed them (RFC 9068 4).
 * @throws TokenRefused
 * @throws WafUnavailable when the issuer's keys cannot be had
 */
export async function verified(token: string, keys: WafKeys, deviation: Deviation): Promise<Claims> {
  const { compactVerify, decodeJwt, decodeProtectedHeader } = await import('jose');
  try {
    const { alg, typ } = decodeProtectedHeader(token);
    const isUnsigned = alg === 'none' && deviation.is('token-algorithm-none-taken');
    if (!isUnsigned && !deviation.is('token-signature-ignored')) {
      await compactVerify(token, (header, jws) => keys.keyFor(header, jws), { algorithms });
    }
    // RFC 9068 2.1: an ID token of the same WAF must not pass for an access token.
    if (!/^(application\/)?at\+jwt$/i.test(typ ?? '')) throw new Error(`typ ${typ} is no access token's`);
    return decodeJwt(token);
  } catch (error) {
    if (error instanceof WafUnavailable) throw error;
    // Whatever the library has against a token, it is not to be trusted.
    throw new TokenRefused('invalid_token', error instanceof Error ? error.message : String(error));
  }
}

/** The claims of a JWT, believed by nobody yet; undefined for an opaque token. */
export async function unverified(token: string): Promise<Claims | undefined> {
  const { decodeJwt } = await import('jose');
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}
