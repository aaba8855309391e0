import { candidateText, type IceCandidate } from '../../../sdp/ice.ts';
import { addressType } from '../../answer-choice.ts';
import { type Codec, codecLines, wicAudio, wicVideo } from '../../codecs.ts';
import { sessionLines } from '../../session-lines.ts';
import type { WicLine, WicMediaParameters } from './parameters.ts';

/** How a media line is described; like a browser with everything complete unless told. */
export interface LineForm {
  /** Instead of UDP/TLS/RTP/SAVPF. */
  readonly proto?: string;
  readonly codecs?: readonly Codec[];
  readonly mid?: string;
  /** Offered only in a bundle: port zero and no transport of its own (RFC 9143 7.2.1). */
  readonly bundleOnly?: boolean;
  /** Switched off: port zero and no attributes, which would say nothing (RFC 3264 8.2). */
  readonly removed?: boolean;
  /** False: no attribute of ICE at all. */
  readonly ice?: boolean;
  /** Where fingerprint and setup stand; `none` is for transports without DTLS. */
  readonly dtls?: 'media' | 'session' | 'none';
  /** Whether RTP and RTCP may share a port; component 2 is described in any case, for an answerer that refuses. */
  readonly rtcpMux?: boolean;
  readonly direction?: string;
  /** `b=` lines. */
  readonly bandwidth?: readonly string[];
  /** Further lines, at the end. */
  readonly more?: readonly string[];
}

/** The lines before the first medium. */
export function offerSession(parameters: WicMediaParameters, attributes: readonly string[] = []): string[] {
  return [...sessionOf(parameters), 't=0 0', ...attributes.map((attribute) => `a=${attribute}`)];
}

/** The lines before the times. */
export function sessionOf({ sessionId, version, lines }: WicMediaParameters): string[] {
  return sessionLines({ sessionId, version, address: lines[0]?.address ?? '0.0.0.0' });
}

/** An audio or video line of the WIC. */
export function mediaLine(media: string, line: WicLine, form: LineForm = {}): string[] {
  const { proto = 'UDP/TLS/RTP/SAVPF', codecs = media === 'video' ? wicVideo : wicAudio } = form;
  const { mid, bundleOnly = false, rtcpMux = true, direction = 'sendrecv', bandwidth = [], more = [] } = form;
  const port = bundleOnly || form.removed ? 0 : line.port;
  const first = `m=${media} ${port} ${proto} ${codecs.map(({ payload }) => payload).join(' ')}`;
  if (form.removed) return [first, connectionLine(line)];
  return [
    first,
    connectionLine(line),
    ...bandwidth.map((value) => `b=${value}`),
    ...(bundleOnly ? ['a=bundle-only'] : transportLines(line, form)),
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    `a=${direction}`,
    ...(rtcpMux ? ['a=rtcp-mux'] : []),
    ...codecLines(codecs),
    ...more,
  ];
}

export function connectionLine({ address }: WicLine): string {
  return `c=IN ${addressType(address)} ${address}`;
}

/** RTCP, ICE and DTLS of a line. */
function transportLines(line: WicLine, { ice = true, dtls = 'media' }: LineForm): string[] {
  return [
    `a=rtcp:${line.rtcpPort} IN ${addressType(line.address)} ${line.address}`,
    ...(ice ? iceLines(line, 2) : []),
    ...(dtls === 'media' ? dtlsLines(line) : []),
  ];
}

/** Credentials and the candidates of the first components. */
export function iceLines(line: WicLine, components: 1 | 2): string[] {
  const candidates = (line.candidates ?? hostCandidates(line)).filter(
    ({ component }) => component <= components,
  );
  return [
    ...candidates.map((candidate) => `a=candidate:${candidateText(candidate)}`),
    `a=ice-ufrag:${line.ufrag}`,
    `a=ice-pwd:${line.pwd}`,
  ];
}

/** One fingerprint, and the role in DTLS. */
export function dtlsLines({ fingerprints, setup = 'actpass' }: WicLine): string[] {
  const [first] = fingerprints;
  return [...(first ? [`a=fingerprint:${first.hash} ${first.value}`] : []), `a=setup:${setup}`];
}

/** The default destinations as host candidates (RFC 8445 5.1.2.1). */
function hostCandidates({ address, port, rtcpPort }: WicLine): IceCandidate[] {
  const candidate = (component: number, at: number): IceCandidate => ({
    foundation: '1',
    component,
    transport: 'UDP',
    priority: 126 * 2 ** 24 + 65_535 * 2 ** 8 + 256 - component,
    address,
    port: at,
    type: 'host',
  });
  return [candidate(1, port), candidate(2, rtcpPort)];
}
