import { randomBytes } from 'node:crypto';
import type { CryptoKey, JWTPayload } from 'jose';
import { FAR, type TokenDefect, wrong } from './defects.ts';

/** The key with which a WAF signs. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/**
 * Makes a signed token that differs in exactly one thing from a valid one.
 * @param valid a token that the WAF signed with `key`
 * @param leeway by how much the SUT lets clocks differ, in seconds
 * @throws RangeError for a defect that a signed token cannot have
 */
export async function breakJwt(
  valid: string,
  defect: TokenDefect,
  key: SigningKey,
  leeway: number,
): Promise<string> {
  const jose = await import('jose');
  const claims = jose.decodeJwt(valid);
  const now = Math.floor(Date.now() / 1000);
  const sign = (changed: JWTPayload, by = key): Promise<string> =>
    new jose.SignJWT({ ...claims, ...changed })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: by.kid })
      .sign(by.privateKey);
  switch (defect) {
    case 'signature':
      return withOtherSignature(valid);
    case 'alg-none': {
      const { payload } = parts(valid);
      const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
      return `${header}.${payload}.`;
    }
    case 'unknown-kid': {
      const { privateKey } = await jose.generateKeyPair('ES256');
      return sign({}, { kid: `waf-${randomBytes(6).toString('hex')}`, privateKey });
    }
    case 'unknown-issuer':
      return sign({ iss: wrong.issuer });
    case 'expired': {
      const late = now - FAR - leeway - (claims.exp ?? now);
      return sign(shifted(claims, late));
    }
    case 'not-yet-valid': {
      const early = now + FAR + leeway - (claims.nbf ?? now);
      return sign(shifted(claims, early));
    }
    case 'audience':
      return sign({ aud: wrong.audience });
    case 'scope':
      return sign({ scope: wrong.scope });
    case 'wwsf':
      return sign({ wwsf: wrong.wwsf, client_id: wrong.wwsf, sub: wrong.wwsf });
    default:
      throw new RangeError(`a signed token cannot be ${defect}`);
  }
}

/** The same claims, valid earlier or later. */
function shifted({ iat, nbf, exp }: JWTPayload, by: number): JWTPayload {
  const shift = (time: number | undefined): number | undefined => (time === undefined ? time : time + by);
  return { iat: shift(iat), nbf: shift(nbf), exp: shift(exp) } as JWTPayload;
}

function parts(jwt: string): { readonly head: string; readonly payload: string; readonly signature: string } {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  return { head: `${header}.${payload}`, payload, signature };
}

function withOtherSignature(jwt: string): string {
  const { head, signature } = parts(jwt);
  const bytes = Buffer.from(signature, 'base64url');
  bytes[8] = (bytes[8] ?? 0) ^ 0xff;
  return `${head}.${bytes.toString('base64url')}`;
}
