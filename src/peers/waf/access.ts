/** How the labs of a run reach the harness's own WAFs and WWSF; crosses into worker threads as JSON. */
export interface W1Access {
  /** The operator's WAF. */
  readonly waf: WafAccess;
  /** A WAF outside the operator. */
  readonly thirdParty: WafAccess;
  readonly wwsf: {
    /** `https://HOST:PORT` */
    readonly origin: string;
    /** What lets the harness in where no web user gets. */
    readonly desk: string;
  };
  /** PEM to verify the servers' certificate with. */
  readonly ca: string;
}

/** One WAF, as its WWSF and the harness use it. */
export interface WafAccess {
  /** As in `iss`: `https://HOST:PORT` */
  readonly issuer: string;
  /** Client credentials of its WWSF. */
  readonly wwsf: { readonly id: string; readonly secret: string };
  /** What a valid token has. */
  readonly audience: string;
  readonly scope: string;
  /** Client identifier of the SUT at the introspection endpoint. */
  readonly introspectedBy: string;
  /** What lets the harness in where no client gets. */
  readonly desk: string;
}

/** URLs of the JWKS and of the introspection endpoint of one of our WAFs. */
export function endpointsAt(issuer: string): { readonly jwks: string; readonly introspection: string } {
  return { jwks: `${issuer}/jwks`, introspection: `${issuer}/token/introspection` };
}

/** How a SUT validates tokens, hence in which form it needs them: signed JWTs, or opaque texts. */
export type TokenValidation = 'jwks' | 'introspection';

/** Resource indicators (RFC 8707) by which the WWSF asks for tokens of either form. */
export const resources: Readonly<Record<TokenValidation, string>> = {
  jwks: 'urn:w2conf:epcscf:jwks',
  introspection: 'urn:w2conf:epcscf:introspection',
};
