import type { HeaderInit } from '../../sip/message.ts';
import type { Identity } from '../identity.ts';
import type { BearerToken } from './bearer.ts';
import type { Bend } from './misbehaviour.ts';

export interface ViaOptions {
  /** Sent-by of the Via; the WIC's `.invalid` host unless told. */
  readonly sentBy?: string;
  /** `true` asks for it without a value (RFC 3581), `false` leaves it out, a number gives it that value. */
  readonly rport?: boolean | number;
}

/** What every request of a WIC may differ in. */
interface CommonOptions extends ViaOptions {
  readonly callId?: string;
  /** Header fields besides the conformant ones. */
  readonly headers?: readonly HeaderInit[];
  /** Faults, applied last. */
  readonly bends?: readonly Bend[];
}

export interface RegisterOptions extends CommonOptions {
  /** Requested lifetime in seconds, 600000 unless told (24.229 5.1.1.2.1); 0 deregisters. */
  readonly expires?: number;
  /**
   * `empty`: the IMPI with nonce and response empty (24.229 5.1.1.2.3); `none`: no Authorization;
   * `answer`: the answer to the cached challenge, its nonce count one higher each time; `bearer`: that token
   * (24.371 6.2.2). Unless told the token that the WIC has, and without one `empty`.
   */
  readonly authorization?: 'empty' | 'none' | 'answer' | BearerToken | { readonly raw: string };
  /** The WIC's own Contact, `*`, or a whole field value. */
  readonly contact?: 'own' | '*' | (string & {});
  /** Registers another subscription than the WIC's own. */
  readonly identity?: Identity;
  /** Public user identity of From and To; the default one unless told. */
  readonly impu?: string;
  /** URI of From alone. */
  readonly from?: string;
  /** URI of To alone. */
  readonly to?: string;
}

export interface RequestOptions extends CommonOptions {
  /** Public user identity of From; the default one unless told. */
  readonly from?: string;
  /** URI of To; the Request-URI unless told. */
  readonly to?: string;
  /** Sets P-Preferred-Identity. */
  readonly preferred?: string;
  /** Values of Route; the stored Service-Route unless told. */
  readonly route?: readonly string[];
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
}
