import type { TokenValidation } from './access.ts';

/** The one thing in which a token differs from a valid one, by the form of the token. */
const defectsByForm = {
  jwks: [
    /** The signature is not one of the key that it names. */
    'signature',
    /** Unsecured (RFC 7519 6). */
    'alg-none',
    /** Signed with a key that the WAF does not publish. */
    'unknown-kid',
    /** `iss` names a WAF that nobody knows. */
    'unknown-issuer',
    /** It expired more than ten minutes ago. */
    'expired',
    /** `nbf` lies more than ten minutes ahead. */
    'not-yet-valid',
    /** Meant for another service. */
    'audience',
    /** For something else than access to IMS. */
    'scope',
    /** A WWSF that is not authorised got it. */
    'wwsf',
  ],
  introspection: [
    /** The WAF never issued it. */
    'unknown',
    'revoked',
    'expired',
    'not-yet-valid',
    'audience',
    'scope',
    'wwsf',
  ],
} as const satisfies Record<TokenValidation, readonly string[]>;

export type TokenDefect = (typeof defectsByForm)[TokenValidation][number];

/** The defects that a token of this form can have. */
export function defectsOf(validation: TokenValidation): readonly TokenDefect[] {
  return defectsByForm[validation];
}

/** What stands in a token in the place of the right value. */
export const wrong = {
  issuer: 'https://waf.unknown.example',
  audience: 'urn:w2conf:another-service',
  scope: 'another-service',
  wwsf: 'wwsf.unknown.example',
} as const;

/** By how much more than the leeway of the SUT a time is wrong, in seconds. */
export const FAR = 660;
