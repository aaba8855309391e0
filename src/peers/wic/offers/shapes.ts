import { randomBytes } from 'node:crypto';
import { pcma, pcmu } from '../../codecs.ts';
import { connectionLine, dtlsLines, iceLines, type LineForm, mediaLine, offerSession } from './line.ts';
import type { WicLine, WicMediaParameters } from './parameters.ts';

/** Makes an offer: its lines without line ends. */
export type Shape = (parameters: WicMediaParameters) => string[];

/** A medium of a shape, and how it is described. */
type Medium = readonly [media: string, form?: LineForm];

const bundled: LineForm = { bundleOnly: true };
const sessionDtls: LineForm = { dtls: 'session' };

/** Media with plain numbers as mids, bundled in the given order. */
function bundle(order: string, ...media: readonly Medium[]): Shape {
  return grouped([`group:BUNDLE ${order}`], ...media);
}

function grouped(groups: readonly string[], ...media: readonly Medium[]): Shape {
  return shape(groups, ...media.map(([name, form], i): Medium => [name, { mid: String(i), ...form }]));
}

function shape(attributes: readonly string[], ...media: readonly Medium[]): Shape {
  return (parameters) => [...offerSession(parameters, attributes), ...mediaLines(parameters, media)];
}

function mediaLines({ lines }: WicMediaParameters, media: readonly Medium[]): string[] {
  return media.flatMap(([name, form], i) => mediaLine(name, lineOf(lines, i), form));
}

function lineOf(lines: readonly WicLine[], index: number): WicLine {
  const line = lines[index];
  if (!line) throw new RangeError(`the parameters have no line ${index + 1}`);
  return line;
}

/** Offers of our own making, by the names features use. */
export const shapes = {
  audio: shape([], ['audio']),
  'audio and video': shape([], ['audio'], ['video']),
  'audio and removed video': shape([], ['audio'], ['video', { removed: true }]),
  'bundled audio and video': bundle('0 1', ['audio'], ['video']),
  'audio and bundle-only video': bundle('0 1', ['audio'], ['video', bundled]),
  'bundle-only video and audio': bundle('1 0', ['video', bundled], ['audio']),
  'audio, bundle-only video and audio': bundle('0 1 2', ['audio'], ['video', bundled], ['audio']),
  'bundle-only video, audio and video': bundle('1 0 2', ['video', bundled], ['audio'], ['video']),
  'bundle-only lines alone': bundle('0 1', ['audio', bundled], ['video', bundled]),
  'bundle-only video with a port': bundle('0 1', ['audio'], ['video', { more: ['a=bundle-only'] }]),
  'LS and BUNDLE groups': grouped(['group:LS 0 1', 'group:BUNDLE 0 1'], ['audio'], ['video']),
  'session-level fingerprint': (parameters: WicMediaParameters) => [
    ...offerSession(parameters),
    ...dtlsLines(lineOf(parameters.lines, 0)),
    ...mediaLines(parameters, [
      ['audio', sessionDtls],
      ['video', sessionDtls],
    ]),
  ],
  'several fingerprints': (parameters: WicMediaParameters) => {
    const more = lineOf(parameters.lines, 0)
      .fingerprints.slice(1)
      .map(({ hash, value }) => `a=fingerprint:${hash} ${value}`);
    return [...offerSession(parameters), ...mediaLines(parameters, [['audio', { more }]])];
  },
  'without ICE': shape([], ['audio', { ice: false }]),
  'ice-mismatch': (parameters: WicMediaParameters) => {
    const line = lineOf(parameters.lines, 0);
    const elsewhere = { ...line, address: '192.0.2.99', port: 49_999, rtcpPort: 50_000 };
    return [
      ...offerSession(parameters),
      ...mediaLine('audio', elsewhere, { ice: false, more: iceLines(line, 2) }),
    ];
  },
  trickle: (parameters: WicMediaParameters) => {
    const line = lineOf(parameters.lines, 0);
    const unknown = { ...line, address: '0.0.0.0', port: 9, rtcpPort: 9, candidates: [] };
    const more = ['a=ice-options:trickle'];
    return [...offerSession(parameters), ...mediaLine('audio', unknown, { more })];
  },
  'without rtcp-mux': shape([], ['audio', { rtcpMux: false }]),
  'with rtcp-mux': shape([], ['audio', { rtcpMux: true }]),
  '3ge2ae requested': shape(
    [],
    ['audio', { more: ['a=3ge2ae:requested'] }],
    ['video', { more: ['a=3ge2ae:requested'] }],
  ),
  'RTP/AVP': shape(
    [],
    ['audio', { proto: 'RTP/AVP', ice: false, dtls: 'none', rtcpMux: false, codecs: [pcmu, pcma] }],
  ),
  'RTP/SAVP with crypto': (parameters: WicMediaParameters) => {
    const more = [`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${randomBytes(30).toString('base64')}`];
    const form: LineForm = { proto: 'RTP/SAVP', ice: false, dtls: 'none', rtcpMux: false, more };
    return [...offerSession(parameters), ...mediaLines(parameters, [['audio', form]])];
  },
  'UDP/TLS/RTP/SAVP': shape([], ['audio', { proto: 'UDP/TLS/RTP/SAVP' }]),
  'WebRTC attributes': (parameters: WicMediaParameters) => [
    ...offerSession(parameters, ['extmap-allow-mixed', 'msid-semantic:WMS *']),
    ...mediaLine('audio', lineOf(parameters.lines, 0), {
      bandwidth: ['AS:64', 'RS:800', 'RR:2400'],
      more: browserLines(lineOf(parameters.lines, 0), 'audio', 111),
    }),
    ...mediaLine('video', lineOf(parameters.lines, 1), {
      bandwidth: ['TIAS:1000000'],
      more: browserLines(lineOf(parameters.lines, 1), 'video', 96),
    }),
  ],
  'unknown medium': shape(
    [],
    ['audio'],
    ['gesture', { codecs: [{ payload: 120, encoding: 'gesture/1000' }] }],
  ),
  'audio with data channel': (parameters: WicMediaParameters) => [
    ...offerSession(parameters),
    ...mediaLines(parameters, [['audio']]),
    ...dataChannel(lineOf(parameters.lines, 1)),
  ],
  'data channel': (parameters: WicMediaParameters) => [
    ...offerSession(parameters),
    ...dataChannel(lineOf(parameters.lines, 0)),
  ],
  hold: shape([], ['audio', { direction: 'sendonly' }]),
} satisfies Record<string, Shape>;

/** What browsers say of streams, header extensions and feedback, and an attribute nobody knows. */
function browserLines({ ssrc }: WicLine, media: string, payload: number): string[] {
  const stream = '7f2c1c1e-5a05-4b39-9a3c-0c9d3f0d9a11';
  return [
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
    `a=msid:${stream} ${media}`,
    `a=rtcp-fb:${payload} transport-cc`,
    `a=ssrc:${ssrc} cname:w2conf`,
    `a=ssrc:${ssrc} msid:${stream} ${media}`,
    'a=x-unknown:some value',
    'a=x-flag',
  ];
}

/** A WebRTC data channel (RFC 8841 5). */
function dataChannel(line: WicLine): string[] {
  return [
    `m=application ${line.port} UDP/DTLS/SCTP webrtc-datachannel`,
    connectionLine(line),
    ...iceLines(line, 1),
    ...dtlsLines(line),
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ];
}
