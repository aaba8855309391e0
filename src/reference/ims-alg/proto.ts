import type { MediaSection } from '../../sdp/description.ts';
import { fingerprints } from '../../sdp/dtls.ts';

/** What RTP over DTLS is to be called towards the WIC (24.371 7.4.2, RFC 5764 8). */
export const DTLS_SRTP = 'UDP/TLS/RTP/SAVPF';

const plain = new Set(['RTP/AVP', 'RTP/AVPF']);
const overDtls = new Set([DTLS_SRTP, 'UDP/TLS/RTP/SAVP', 'TCP/DTLS/RTP/SAVPF', 'TCP/DTLS/RTP/SAVP']);

/** RTP that nothing protects. */
export function isPlainRtp(proto: string): boolean {
  return plain.has(proto);
}

/** RTP with keys that DTLS makes. */
export function isDtlsProto(proto: string): boolean {
  return overDtls.has(proto);
}

/** A line of a WIC for which DTLS makes the keys; early browsers wrote RTP/SAVPF there and a fingerprint beside it. */
export function isDtlsSrtp(section: MediaSection): boolean {
  if (overDtls.has(section.proto)) return true;
  return /^RTP\/SAVPF?$/.test(section.proto) && fingerprints(section).length > 0;
}

/** Feedback messages (RFC 4585) can be agreed. */
export function hasFeedback(proto: string): boolean {
  return proto.endsWith('F');
}
