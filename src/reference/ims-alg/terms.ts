import type { AgwFingerprint } from '../agw/agw.ts';
import type { Deviation } from '../deviations.ts';

/** What the conversion of a description depends on besides the description itself. */
export interface Terms {
  /** Of the AGW's certificate. */
  readonly fingerprint: AgwFingerprint;
  /** RTP and RTCP may share a port towards the WIC (RFC 5761). */
  readonly rtcpMux: boolean;
  readonly deviation: Deviation;
}
