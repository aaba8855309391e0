import { createHash } from 'node:crypto';
import { candidateText } from '../../../sdp/ice.ts';
import type { WicLine, WicMediaParameters } from './parameters.ts';

/** What a browser draws at random for a call: names of streams and tracks. */
export interface BrowserIdentity {
  readonly cname: string;
  readonly stream: string;
  /** One for each media line. */
  readonly tracks: readonly string[];
}

/** The same for all offers of a call, since it follows from the session id. */
export function browserIdentity({ sessionId, lines }: WicMediaParameters): BrowserIdentity {
  return {
    cname: digest(`${sessionId} cname`).toString('base64').slice(0, 16),
    stream: uuid(`${sessionId} stream`),
    tracks: lines.map((_, index) => uuid(`${sessionId} track ${index}`)),
  };
}

/** A UUID that follows from a text. */
export function uuid(text: string): string {
  return digest(text)
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4}).(.{3})(.)(.{3})(.{12})$/, (_, a, b, c, _d, e, f) => `${a}-${b}-4${c}-a${e}-${f}`);
}

/** Parameters of a media line. @throws RangeError when there are none */
export function browserLine({ lines }: WicMediaParameters, index: number): WicLine {
  const line = lines[index];
  if (!line) throw new RangeError(`the parameters have no line ${index + 1}`);
  return line;
}

/** The candidates given; else what Chromium gathers on a host with an IPv4 and an IPv6 address, RTCP sharing the port. */
export function numericCandidates({ address, port, candidates }: WicLine): string[] {
  if (candidates) {
    return candidates
      .filter(({ component }) => component === 1)
      .map((candidate) => `a=candidate:${candidateText(candidate)}`);
  }
  const inV6 = '2001:db8::10';
  return [
    `a=candidate:${foundation('udp4')} 1 udp 2122194687 ${address} ${port} typ host generation 0 network-id 1`,
    `a=candidate:${foundation('udp6')} 1 udp 2122265343 ${inV6} ${port} typ host generation 0 network-id 2`,
    `a=candidate:${foundation('tcp4')} 1 tcp 1518214911 ${address} 9 typ host tcptype active generation 0 network-id 1`,
    `a=candidate:${foundation('tcp6')} 1 tcp 1518285567 ${inV6} 9 typ host tcptype active generation 0 network-id 2`,
  ];
}

/** The same for the same base, transport and server (RFC 8445 5.1.1.3): a number, as Chromium has it. */
function foundation(base: string): number {
  return digest(base).readUInt32BE(0);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
