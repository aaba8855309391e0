import type { HeaderInit, SipRequest } from '../../sip/message.ts';

/** How the registrar grants and challenges. Every field may be changed while a scenario runs. */
export interface RegistrarPolicy {
  /**
   * `unless-trusted`: a REGISTER that the P-CSCF marks as protected by an authenticated association is
   * granted at once (24.229 5.4.1.2.2); `always`: it is challenged again; `never`: nothing is challenged.
   */
  challenge: 'unless-trusted' | 'always' | 'never';
  algorithm: 'MD5' | 'SHA-256';
  /** Whether a challenge of IMS AKA carries `ck` and `ik`, as for a P-CSCF that sets up IPsec (24.229 5.4.1.2.1A). */
  akaKeys: boolean;
  /** Whether a challenge of IMS AKA has a wrong MAC, so that the ISIM does not accept it. */
  akaWrongMac: boolean;
  /** Longest registration granted, in seconds. A shorter request gets what it asks for. */
  maxExpires: number;
  /** URIs of the Service-Route given to the WIC. */
  serviceRoute: readonly string[];
  /** Inter operator identifier given as `term-ioi`. */
  termIoi: string;
  /** Value of P-Charging-Function-Addresses. */
  chargingFunctions: string;
  /** Whether the 200 carries Authentication-Info after a digest round (RFC 2617 3.2.3). */
  authenticationInfo: boolean;
  /** Whether `outbound` is required in the 200 when the REGISTER asks for it (RFC 5626 6). */
  outbound: boolean;
  /** How the 200 tells that the binding is gone: both are legal (RFC 3261 10.3 step 8). */
  deregistered: 'contact-expires-0' | 'no-contact';
}

/** What is to be done with one REGISTER instead of the conformant answer. */
export interface RegisterReply {
  /** Which REGISTER is meant; the next one unless told. */
  when?(request: SipRequest): boolean;
  /** Stays in force for every further REGISTER that is meant: a refused one may be sent once more. */
  readonly stays?: boolean;
  /** Refuses with this status. */
  readonly status?: number;
  readonly reason?: string;
  /** Header fields the answer carries besides its own. */
  readonly headers?: readonly HeaderInit[];
  /** Never answers. */
  readonly silent?: boolean;
  /** Changes of the policy for this REGISTER alone. */
  readonly policy?: Partial<RegistrarPolicy>;
}

/** Values of `integrity-protected` by which the P-CSCF vouches for the sender (33.203 O.4.3, P.4.2). */
export const TRUSTED: ReadonlySet<string> = new Set(['tls-yes', 'tls-protected', 'auth-done', 'yes']);
