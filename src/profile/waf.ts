import type { Profile } from './profile.ts';

/** Whether the SUT takes tokens, and they come from the harness's own WAF. */
export function usesOwnWaf({ pics, pixit }: Pick<Profile, 'pics' | 'pixit'>): boolean {
  return pics.webAuth.includes(true) && pixit.token.from === 'embedded';
}

/** The harness's WAFs and WWSF while a run lasts, as the SUT, or whoever configures it, is told of them. */
export interface WafAddresses {
  /** The operator's WAF. */
  readonly waf: WafEndpoints;
  /** A WAF outside the operator, with keys of its own. */
  readonly thirdParty: WafEndpoints;
  /** PEM of the CA (or the certificate itself) that the servers' certificate is to be verified with. */
  readonly ca: string;
}

/** As much of it as can be said before they run. */
export interface KnownWafs {
  readonly waf: Omit<WafEndpoints, 'publicKey'>;
  readonly thirdParty: Omit<WafEndpoints, 'publicKey'>;
  readonly ca: string;
}

/** One WAF. */
export interface WafEndpoints {
  /** As in `iss`: https://HOST:PORT */
  readonly issuer: string;
  /** URL of the JWKS (RFC 7517). */
  readonly jwks: string;
  /** URL of the introspection endpoint (RFC 7662). */
  readonly introspection: string;
  /** Identity of the one WWSF that asks it for tokens: claims `wwsf` and `client_id`. */
  readonly wwsf: string;
  /** PEM of the public key that it signs with when the run starts, for a SUT that takes no JWKS. */
  readonly publicKey: string;
}
