import { randomBytes, randomInt } from 'node:crypto';
import { mid } from '../../sdp/bundle.ts';
import { type MediaSection, parseSdp } from '../../sdp/description.ts';
import {
  type AnswerChoice,
  addressType,
  answerText,
  directionFor,
  mayAccept,
  rejectedLine,
  timesOf,
} from '../answer-choice.ts';
import { type Codec, codecLines, coreAudio, coreVideo, takenFormats, volteAudio } from '../codecs.ts';
import { sessionLines } from '../session-lines.ts';

/** Where the far user takes one medium. */
export interface CoreLine {
  readonly address: string;
  readonly port: number;
  readonly rtcpPort: number;
}

/** Who speaks, and where each medium goes; the same through a call, with a version that grows. */
export interface CoreMediaParameters {
  readonly sessionId: string;
  readonly version: number;
  readonly lines: readonly CoreLine[];
}

/** Lines of the longest shape, and of offers that are answered. */
const LINES = 4;

/** Parameters of a new call: documentation addresses (RFC 5737) unless given, each line with a port of its own. */
export function coreMediaParameters(
  given: {
    readonly sessionId?: string;
    readonly version?: number;
    readonly lines?: readonly Partial<CoreLine>[];
  } = {},
): CoreMediaParameters {
  const count = Math.max(LINES, given.lines?.length ?? 0);
  return {
    sessionId: given.sessionId ?? String(randomInt(1, 2 ** 47)),
    version: given.version ?? 1,
    lines: Array.from({ length: count }, (_, i) => {
      const line = { address: '198.51.100.20', port: 49_170 + 10 * i, ...given.lines?.[i] };
      return { rtcpPort: line.port + 1, ...line };
    }),
  };
}

interface Medium {
  readonly media: 'audio' | 'video' | 'message';
  readonly proto?: string;
  readonly codecs?: readonly Codec[];
  readonly disabled?: boolean;
  readonly bandwidth?: readonly string[];
  readonly direction?: string;
  readonly more?: readonly string[];
}

interface Shape {
  readonly attributes?: readonly string[];
  readonly media: readonly Medium[];
}

const audio: Medium = { media: 'audio' };
const video: Medium = { media: 'video' };

/** QoS preconditions that the caller's side has met (RFC 3312 5, TS 24.229 5.1.3.1). */
const preconditions = [
  'a=curr:qos local sendrecv',
  'a=curr:qos remote none',
  'a=des:qos mandatory local sendrecv',
  'a=des:qos optional remote sendrecv',
];

/** Both sides have their resources: the answer to preconditions that need no further exchange. */
const metPreconditions = [
  'a=curr:qos local sendrecv',
  'a=curr:qos remote sendrecv',
  'a=des:qos mandatory local sendrecv',
  'a=des:qos mandatory remote sendrecv',
];

/** Offers of the far user, by the names features use. */
const shapes = {
  audio: { media: [audio] },
  'audio and video': { media: [audio, video] },
  AVPF: {
    media: [
      { ...audio, proto: 'RTP/AVPF' },
      { ...video, proto: 'RTP/AVPF', more: ['a=rtcp-fb:112 nack pli', 'a=rtcp-fb:112 ccm fir'] },
    ],
  },
  'AVP and AVPF': { media: [audio, { ...video, proto: 'RTP/AVPF', more: ['a=rtcp-fb:112 nack pli'] }] },
  'EVS, AMR-WB and AMR': {
    media: [
      {
        ...audio,
        codecs: volteAudio,
        bandwidth: ['AS:41', 'RS:600', 'RR:2000'],
        more: ['a=ptime:20', 'a=maxptime:240'],
      },
    ],
  },
  preconditions: { media: [{ ...audio, more: preconditions }] },
  'audio and message session': { media: [audio, { media: 'message' }] },
  'with a disabled line': { media: [audio, { ...video, disabled: true }] },
  'with a disabled first line': { media: [{ ...video, disabled: true }, audio] },
  'BUNDLE group': {
    attributes: ['group:BUNDLE 0 1'],
    media: [
      { ...audio, more: ['a=mid:0'] },
      { ...video, more: ['a=mid:1'] },
    ],
  },
  SAVP: { media: [{ ...audio, proto: 'RTP/SAVP', more: [cryptoLine()] }] },
  SAVPF: { media: [{ ...audio, proto: 'RTP/SAVPF', more: [cryptoLine()] }] },
  'UDP/TLS/RTP/SAVPF': {
    media: [
      {
        ...audio,
        proto: 'UDP/TLS/RTP/SAVPF',
        more: [`a=fingerprint:sha-256 ${hexPairs(32)}`, 'a=setup:actpass'],
      },
    ],
  },
  hold: { media: [{ ...audio, direction: 'sendonly' }] },
} satisfies Record<string, Shape>;

/** Name of a kind of offer the far user makes. */
export type CoreShape = keyof typeof shapes;

/** Every name, for whoever has to say which there are. */
export const coreShapes = Object.keys(shapes) as readonly CoreShape[];

export function isCoreShape(name: string): name is CoreShape {
  return Object.hasOwn(shapes, name);
}

/** An offer of the far user. */
export function coreOffer(name: CoreShape, parameters: CoreMediaParameters = coreMediaParameters()): string {
  const { attributes = [], media }: Shape = shapes[name];
  return answerText(
    [...sessionOf(parameters), 't=0 0', ...attributes.map((attribute) => `a=${attribute}`)],
    media.map((medium, i) => offeredLine(medium, parameters.lines[i])),
    {},
  );
}

/**
 * The far user's answer: plain RTP, or SRTP with a key, and a codec it knows are accepted; all else is rejected.
 * @param offer what arrived on Mw
 * @throws SdpParseError when the offer cannot be read
 */
export function coreAnswer(
  offer: string | Uint8Array,
  choice: AnswerChoice = {},
  parameters: CoreMediaParameters = coreMediaParameters(),
): string {
  const offered = parseSdp(offer);
  const lines = offered.media.map((section) => {
    const line = parameters.lines[section.index];
    const accepted = line && mayAccept(section, choice) ? acceptedLine(section, line, choice) : undefined;
    return accepted ?? rejectedLine(section, parameters.lines[0]?.address ?? '0.0.0.0');
  });
  return answerText([...sessionOf(parameters), ...timesOf(offered)], lines, choice);
}

function sessionOf({ sessionId, version, lines }: CoreMediaParameters): string[] {
  return sessionLines({ sessionId, version, address: lines[0]?.address ?? '0.0.0.0' });
}

function offeredLine(medium: Medium, line: CoreLine | undefined): string[] {
  if (!line) throw new RangeError('the parameters have too few lines');
  if (medium.media === 'message') return messageLine(line);
  const { media, proto = 'RTP/AVP', codecs = media === 'audio' ? coreAudio : coreVideo } = medium;
  const { disabled = false, bandwidth = [], direction = 'sendrecv', more = [] } = medium;
  return [
    `m=${media} ${disabled ? 0 : line.port} ${proto} ${codecs.map(({ payload }) => payload).join(' ')}`,
    ...destination(line),
    ...bandwidth.map((value) => `b=${value}`),
    ...rtcpLines(line),
    ...codecLines(codecs),
    `a=${direction}`,
    ...more,
  ];
}

function acceptedLine(section: MediaSection, line: CoreLine, choice: AnswerChoice): string[] | undefined {
  const { media, proto } = section;
  const taken = takenFormats(section);
  const plain = /^RTP\/AVPF?$/.test(proto);
  const keyed = /^RTP\/SAVPF?$/.test(proto) && section.has('crypto');
  if (!taken || !(plain || keyed)) return undefined;
  const tag = mid(section);
  return [
    `m=${media} ${line.port} ${proto} ${taken.formats.join(' ')}`,
    ...destination(line),
    ...rtcpLines(line),
    ...(tag === undefined ? [] : [`a=mid:${tag}`]),
    `a=${directionFor(section, choice)}`,
    ...taken.lines,
    ...(keyed ? [cryptoLine()] : []),
    ...(section.has('des') ? metPreconditions : []),
  ];
}

/** A session of messages over MSRP (RFC 4975 8). */
function messageLine(line: CoreLine): string[] {
  return [
    `m=message ${line.port} TCP/MSRP *`,
    ...destination(line),
    'a=accept-types:text/plain',
    `a=path:msrp://${line.address}:${line.port}/2f7b;tcp`,
  ];
}

function destination({ address }: CoreLine): string[] {
  return [`c=IN ${addressType(address)} ${address}`];
}

/** Only where RTCP is not on the port above (RFC 3605). */
function rtcpLines({ port, rtcpPort }: CoreLine): string[] {
  return rtcpPort === port + 1 ? [] : [`a=rtcp:${rtcpPort}`];
}

function cryptoLine(): string {
  return `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${randomBytes(30).toString('base64')}`;
}

function hexPairs(octets: number): string {
  return randomBytes(octets)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$&:');
}
