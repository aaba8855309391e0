import { isUtf8 } from 'node:buffer';
import { connectionOf } from './connection.ts';
import { excerpt, SdpParseError } from './error.ts';
import { attributeOf, type SdpAttribute, type SdpLine } from './line.ts';
import { type MediaLine, mediaLineOf } from './media-line.ts';
import { type Origin, originOf } from './origin.ts';

export type { Origin } from './origin.ts';

/** Which way media flow, seen from who sent the description (RFC 8866 6.7). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const directions: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** A run of lines: those before the first `m=`, or one `m=` with all that belongs to it. */
export class Section {
  readonly lines: readonly SdpLine[];
  readonly #attributes: readonly SdpAttribute[];

  constructor(lines: readonly SdpLine[]) {
    this.lines = lines;
    this.#attributes = this.values('a').map(attributeOf);
  }

  /** The lines of a type, in their order. */
  values(type: string): SdpLine[] {
    return this.lines.filter((line) => line.type === type);
  }

  /** The attributes of a name, in their order; without a name all of them. */
  attributes(name?: string): SdpAttribute[] {
    return this.#attributes.filter((attribute) => name === undefined || attribute.name === name);
  }

  /** The first attribute of a name. */
  attribute(name: string): SdpAttribute | undefined {
    return this.#attributes.find((attribute) => attribute.name === name);
  }

  has(name: string): boolean {
    return this.attribute(name) !== undefined;
  }
}

/** One medium: its `m=` line and what follows up to the next (RFC 8866 5.14). */
export class MediaSection extends Section {
  /** 0-based, among the media of the description. */
  readonly index: number;
  /** `audio`, `video`, `application`, … */
  readonly media: string;
  readonly port: number;
  readonly proto: string;
  /** Payload types, or what else the proto has as format. */
  readonly formats: readonly string[];
  /** The `m=` line. */
  readonly line: SdpLine;
  readonly session: Section;
  /** Of its own `c=`, else of the session's. */
  readonly address: string | undefined;

  constructor(index: number, lines: readonly SdpLine[], media: MediaLine, session: Section) {
    super(lines);
    this.index = index;
    this.media = media.media;
    this.port = media.port;
    this.proto = media.proto;
    this.formats = media.formats;
    this.line = media.line;
    this.session = session;
    const connection = this.values('c')[0] ?? session.values('c')[0];
    this.address = connection && connectionOf(connection).address;
  }

  /** Port zero: refused or not used (RFC 3264 6, 8.2). */
  get disabled(): boolean {
    return this.port === 0;
  }

  /** Offered only for the case that the answerer bundles (RFC 9143 6). */
  get bundleOnly(): boolean {
    return this.has('bundle-only');
  }

  get isRtp(): boolean {
    return /(?:^|\/)RTP\//i.test(this.proto);
  }

  /** Its own direction, else the session's, else sendrecv. */
  get direction(): Direction {
    for (const section of [this, this.session]) {
      const found = section.attributes().find(({ name }) => directions.some((each) => each === name));
      if (found) return found.name as Direction;
    }
    return 'sendrecv';
  }
}

/** A session description, line for line as it was received. */
export class SessionDescription {
  readonly session: Section;
  readonly media: readonly MediaSection[];
  /** Exactly what was read. */
  readonly text: string;
  readonly origin: Origin;

  constructor(text: string, session: Section, media: readonly MediaSection[], origin: Origin) {
    this.text = text;
    this.session = session;
    this.media = media;
    this.origin = origin;
  }
}

/**
 * Reads a session description: its lines, `v=`, `o=`, every `c=` and every `m=`. Attributes are read by the views on them
 * (dtls.ts, ice.ts, …), order and mandatory lines are for `sdpProblems` to judge. Lines may end in LF alone (RFC 8866 5),
 * and the last one may have no end.
 * @throws SdpParseError and nothing else
 */
export function parseSdp(body: Uint8Array | string): SessionDescription {
  if (typeof body !== 'string' && !isUtf8(body)) throw new SdpParseError('the SDP is not UTF-8');
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  const lines = linesOf(text);
  const starts = lines.flatMap(({ type }, i) => (type === 'm' ? [i] : []));
  const session = new Section(lines.slice(0, starts[0] ?? lines.length));
  const origin = originOf(sessionLine(session));
  for (const line of lines) if (line.type === 'c') connectionOf(line);
  const media = starts.map((start, index) => {
    const own = lines.slice(start, starts[index + 1] ?? lines.length);
    return new MediaSection(index, own, mediaLineOf(own[0] as SdpLine), session);
  });
  return new SessionDescription(text, session, media, origin);
}

function linesOf(text: string): SdpLine[] {
  if (text === '') throw new SdpParseError('the SDP is empty');
  const raw = text.split(/\r?\n/);
  if (raw.at(-1) === '') raw.pop();
  const lines = raw.map((line, i): SdpLine => {
    if (line[1] !== '=' || !/[a-z]/.test(line[0] ?? '')) {
      throw new SdpParseError(`a line has not the form "letter=value": ${excerpt(line)}`, i + 1);
    }
    const value = line.slice(2);
    if (/[\0\r]/.test(value)) throw new SdpParseError('a line has a NUL or CR in it', i + 1);
    return { type: line.charAt(0), value, number: i + 1 };
  });
  const [first] = lines;
  if (first?.type !== 'v' || first.value !== '0') {
    throw new SdpParseError('the SDP does not begin with v=0', 1);
  }
  return lines;
}

/** The one `o=` line. */
function sessionLine(session: Section): SdpLine {
  const [origin, another] = session.values('o');
  if (!origin) throw new SdpParseError('the SDP has no o= line');
  if (another) throw new SdpParseError('the SDP has a second o= line', another.number);
  return origin;
}
