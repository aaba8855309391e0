import { randomInt } from 'node:crypto';
import type { PlainTransport } from '../../src/media/plain-transport.ts';
import type { SecureTransport } from '../../src/media/secure-transport.ts';
import { candidateText } from '../../src/sdp/ice.ts';

/** What a medium of the test calls consists of: one codec with a static payload type (RFC 3551), or VP8. */
const codecs: Readonly<Record<string, { readonly payloadType: number; readonly lines: readonly string[] }>> =
  {
    audio: { payloadType: 0, lines: ['a=rtpmap:0 PCMU/8000', 'a=ptime:20'] },
    video: { payloadType: 96, lines: ['a=rtpmap:96 VP8/90000'] },
  };

/** The payload type of a medium in the test calls. */
export function payloadTypeOf(media: string): number {
  return codecOf(media).payloadType;
}

/** One line as its owner describes it. */
export interface SecureLine {
  readonly media: string;
  readonly transport: SecureTransport;
  readonly rtcpMux: boolean;
  readonly setup: 'actpass' | 'active' | 'passive';
}

/** A WIC's offer or answer: DTLS-SRTP with ICE (RFC 8829 5.2.1, without BUNDLE). */
export function wicDescription(lines: readonly SecureLine[]): string {
  return description(lines[0]?.transport.rtp.host, lines.map(secureLine));
}

/** A far user's offer or answer: plain RTP as IMS UEs have it. */
export function farDescription(
  lines: readonly { readonly media: string; readonly transport: PlainTransport }[],
): string {
  return description(
    lines[0]?.transport.rtp.host,
    lines.map(({ media, transport: { rtp, rtcp } }) => {
      const { payloadType, lines: codec } = codecOf(media);
      return [`m=${media} ${rtp.port} RTP/AVP ${payloadType}`, ...codec, `a=rtcp:${rtcp.port}`, 'a=sendrecv'];
    }),
  );
}

function secureLine({ media, transport, rtcpMux, setup }: SecureLine): readonly string[] {
  const { rtp, rtcp, credentials } = transport;
  const { payloadType, lines: codec } = codecOf(media);
  const { hash, value } = transport.fingerprint();
  return [
    `m=${media} ${rtp.port} UDP/TLS/RTP/SAVPF ${payloadType}`,
    ...codec,
    ...(rtcpMux ? ['a=rtcp-mux'] : []),
    `a=rtcp:${rtcpMux ? rtp.port : rtcp.port}`,
    `a=setup:${setup}`,
    `a=fingerprint:${hash} ${value}`,
    `a=ice-ufrag:${credentials.ufrag}`,
    `a=ice-pwd:${credentials.pwd}`,
    ...transport.candidates(rtcpMux).map((candidate) => `a=candidate:${candidateText(candidate)}`),
    'a=sendrecv',
  ];
}

function description(host = '127.0.0.1', media: readonly (readonly string[])[]): string {
  const network = `IN ${host.includes(':') ? 'IP6' : 'IP4'} ${host}`;
  const lines = [
    'v=0',
    `o=- ${randomInt(2 ** 47)} 1 ${network}`,
    's=-',
    `c=${network}`,
    't=0 0',
    ...media.flat(),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function codecOf(media: string) {
  const codec = codecs[media];
  if (!codec) throw new Error(`no codec for ${media}`);
  return codec;
}
