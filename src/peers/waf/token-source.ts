import type { TokenDefect } from './defects.ts';

/** In what a token differs from the plain one of its identity. */
export interface TokenOptions {
  /** How long it is valid, in seconds. */
  readonly lifetime?: number;
  /** From the WAF outside the operator. */
  readonly thirdParty?: boolean;
  /** Characters that it has at least (one more may be needed); it then shows every character its form allows. */
  readonly padTo?: number;
  /** Public user identities that it is bound to, the default one first; those of the identity unless told. */
  readonly impus?: readonly string[];
  /** Identity of the WWSF that it is bound to. */
  readonly wwsf?: string;
}

/** Whom a token is for. */
export interface TokenHolder {
  readonly impi: string;
  /** The first is the default one. */
  readonly impus: readonly string[];
}

/** Where the WICs of a scenario have their access tokens from. */
export interface TokenSource {
  /** The defects that its tokens can have; none where the WAF is somebody else's. */
  readonly defects: readonly TokenDefect[];
  /**
   * A valid token for the identity, new each time but for static ones.
   * @throws PeerDidNot when the WAF does not issue one, or not such a one
   */
  issue(identity: TokenHolder, options?: TokenOptions): Promise<string>;
  /**
   * A token that differs from a valid one in exactly one thing.
   * @throws PeerDidNot when its tokens cannot have this defect
   */
  broken(identity: TokenHolder, defect: TokenDefect, options?: TokenOptions): Promise<string>;
  /**
   * Has the WAF forget a token (RFC 7009).
   * @throws PeerDidNot where tokens cannot be revoked: signed ones, and those of somebody else's WAF
   */
  revoke(token: string): Promise<void>;
  /**
   * Has the WAF sign with a new key from now on; with `keepOld` the one before stays published.
   * @throws PeerDidNot where the WAF is somebody else's
   */
  rotateKeys(keepOld: boolean): Promise<void>;
}
