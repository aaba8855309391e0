import { randomInt } from 'node:crypto';
import type { PlainTransport } from '../../src/media/plain-transport.ts';
import type { SecureTransport } from '../../src/media/secure-transport.ts';
import { candidateText } from '../../src/sdp/ice.ts';

/** PCMU, which has a static payload type (RFC 3551) and which Chromium speaks too. */
export const payloadType = 0;

/** A WIC's audio: DTLS-SRTP with ICE. */
export function wicDescription(
  end: SecureTransport,
  mux: boolean,
  setup: 'actpass' | 'active' | 'passive',
): string {
  const { rtp, rtcp, credentials } = end;
  const { hash, value } = end.fingerprint();
  return description(rtp.host, [
    `m=audio ${rtp.port} UDP/TLS/RTP/SAVPF ${payloadType}`,
    ...(mux ? ['a=rtcp-mux'] : []),
    `a=rtcp:${mux ? rtp.port : rtcp.port}`,
    `a=setup:${setup}`,
    `a=fingerprint:${hash} ${value}`,
    `a=ice-ufrag:${credentials.ufrag}`,
    `a=ice-pwd:${credentials.pwd}`,
    ...end.candidates(mux).map((candidate) => `a=candidate:${candidateText(candidate)}`),
  ]);
}

/** A far user's audio: RTP in the clear. */
export function farDescription({ rtp, rtcp }: PlainTransport): string {
  return description(rtp.host, [`m=audio ${rtp.port} RTP/AVP ${payloadType}`, `a=rtcp:${rtcp.port}`]);
}

function description(host: string, media: readonly string[]): string {
  const lines = [
    'v=0',
    `o=- ${randomInt(2 ** 47)} 1 IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    ...media,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
