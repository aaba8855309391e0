import { parseSdp, type SessionDescription } from '../../src/sdp/description.ts';

/** A description of these lines after a session part with documentation addresses (RFC 5737). */
export function sdp(lines: readonly string[], address = '203.0.113.1'): SessionDescription {
  const session = ['v=0', `o=- 1 1 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0'];
  const media = lines.findIndex((line) => line.startsWith('m='));
  const at = media < 0 ? lines.length : media;
  return parseSdp([...session, ...lines.slice(0, at), ...lines.slice(at), ''].join('\r\n'));
}

export const WIC_FINGERPRINT = `sha-256 ${Array(32).fill('AA').join(':')}`;
const AGW_FINGERPRINT = `sha-256 ${Array(32).fill('BB').join(':')}`;

/** One line of the WIC as WebRTC offers it. */
export function secureLine(media: string, port: number, more: readonly string[] = []): string[] {
  return [
    `m=${media} ${port} UDP/TLS/RTP/SAVPF 96`,
    'a=rtpmap:96 X/90000',
    'a=ice-ufrag:wicU',
    'a=ice-pwd:wicwicwicwicwicwicwicwic',
    `a=candidate:1 1 udp 2130706431 192.0.2.2 ${port} typ host`,
    `a=fingerprint:${WIC_FINGERPRINT}`,
    'a=setup:actpass',
    ...more,
  ];
}

/** One line of the eIMS-AGW as the WIC gets it in an answer. */
export function agwLine(media: string, port: number, more: readonly string[] = []): string[] {
  return [
    `m=${media} ${port} UDP/TLS/RTP/SAVPF 96`,
    'a=rtpmap:96 X/90000',
    'a=ice-ufrag:agwU',
    'a=ice-pwd:agwagwagwagwagwagwagwagw',
    `a=candidate:1 1 udp 2130706431 203.0.113.1 ${port} typ host`,
    `a=candidate:1 2 udp 2130706430 203.0.113.1 ${port + 1} typ host`,
    `a=fingerprint:${AGW_FINGERPRINT}`,
    'a=setup:passive',
    ...more,
  ];
}

/** One line of plain RTP. */
export function plainLine(media: string, port: number, more: readonly string[] = []): string[] {
  return [`m=${media} ${port} RTP/AVP 96`, 'a=rtpmap:96 X/90000', ...more];
}
