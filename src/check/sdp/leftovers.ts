import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { type Finding, found } from './finding.ts';

/** What belongs to the WIC's side alone and is only a blemish on Mw, by topic. */
export const leftoverNames = {
  /** RFC 8839, RFC 8840: of ICE, beside credentials and candidates. */
  ice: ['ice-options', 'end-of-candidates', 'ice-lite', 'ice-mismatch', 'ice-pacing'],
  /** RFC 8842, RFC 4145, 24.229 7.5.2: of DTLS, beside fingerprint and setup. */
  dtls: ['connection', 'tls-id', '3ge2ae'],
  /** What WebRTC adds to RTP (RFC 8829, RFC 5285, RFC 5576, RFC 8830, RFC 8851, RFC 8853). */
  webrtc: ['extmap', 'extmap-allow-mixed', 'ssrc', 'ssrc-group', 'msid', 'msid-semantic', 'rid', 'simulcast'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Attributes of these names, at session level and in every line; `lines` limits it to those. */
export function attributesLeft(
  sdp: SessionDescription,
  names: readonly string[],
  lines: readonly MediaSection[] = sdp.media,
): Finding[] {
  return [sdp.session, ...lines].flatMap((section) =>
    names.flatMap((name) => section.attributes(name).map(({ line }) => found(section, line))),
  );
}
