import { credentialsText } from '../../sip/headers/index.ts';

/** How a token stands in Authorization: `access_token="…"` as 24.371 R17 A.3.2 shows it, or bare as RFC 6750 2.1. */
export type TokenStyle = 'access_token' | 'rfc6750';

/** An access token to be shown in Authorization. */
export interface BearerToken {
  readonly bearer: string;
  /** The WIC's own style unless told. */
  readonly style?: TokenStyle | undefined;
  /** How the scheme is spelled, which has no case (RFC 3261 7.3.1); `Bearer` unless told. */
  readonly scheme?: string;
}

/** The value of an Authorization with the token. */
export function bearerText({ bearer, style = 'access_token', scheme = 'Bearer' }: BearerToken): string {
  if (style === 'rfc6750') return `${scheme} ${bearer}`;
  return credentialsText(scheme, [['access_token', { value: bearer, quoted: true }]]);
}
