/** What a valid token vouches for. */
export interface TokenIdentity {
  /** Private user identity. */
  readonly impi: string;
  /** URIs of the public user identities; the first is the default one. Never empty. */
  readonly impus: readonly string[];
  /** The WAF that issued it. */
  readonly issuer: string;
  /** The WWSF that had it issued. */
  readonly wwsf: string;
  /** The WAF belongs to a third party. */
  readonly thirdParty: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Why a token is not taken: an error code of RFC 6750 3.1 and RFC 8898 4, or that its WWSF may not have it. */
export type RefusalCode = 'invalid_token' | 'invalid_scope' | 'wwsf_not_authorised';

/** A token is worth nothing here. The message says why, without a part of the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, why: string) {
    super(why);
    this.code = code;
  }
}

/** The WAF says that a token is not active (RFC 7662 2.2): it has expired, was revoked, or never existed. */
export class TokenInactive extends TokenRefused {
  constructor(why: string) {
    super('invalid_token', why);
  }
}

/** What has to be asked to validate a token did not answer, or not in a way that can be used. */
export class WafUnavailable extends Error {
  override readonly name = 'WafUnavailable';
}
