import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/w2conf.ts';

/** An SDP offer or answer by its lines: those of the session, then those of each media line. */
export interface Description {
  readonly session: readonly string[];
  readonly media: readonly Media[];
}

export class Media {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  get type(): string {
    return this.#word(0).slice('m='.length);
  }

  get port(): number {
    return Number(this.#word(1));
  }

  get proto(): string {
    return this.#word(2);
  }

  get formats(): readonly string[] {
    return (this.lines[0] ?? '').split(' ').slice(3);
  }

  /** Values of an attribute, '' for one without. */
  all(name: string): readonly string[] {
    return attributes(this.lines, name);
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  #word(index: number): string {
    return (this.lines[0] ?? '').split(' ')[index] ?? '';
  }
}

export function read(sdp: string): Description {
  const lines = sdp.split('\r\n').filter((line) => line !== '');
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  return {
    session: lines.slice(0, starts[0]),
    media: starts.map((start, index) => new Media(lines.slice(start, starts[index + 1]))),
  };
}

export function attributes(lines: readonly string[], name: string): readonly string[] {
  return lines
    .filter((line) => line === `a=${name}` || line.startsWith(`a=${name}:`))
    .map((line) => line.slice(`a=${name}:`.length));
}

/** What a browser offered, captured. */
export function browserOffer(name: string): string {
  return readFileSync(join(root, 'test', 'fixtures', 'sdp', 'browser', `${name}.sdp`), 'utf8');
}

/** The offer with the media lines of these indices made bundle-only (RFC 9143 6). */
export function bundleOnly(offer: string, ...indices: readonly number[]): string {
  const { session, media } = read(offer);
  const lines = media.map((section, index) => {
    if (!indices.includes(index)) return section.lines;
    const [m = '', ...rest] = section.lines;
    return [m.replace(/^(m=\S+) \d+/, '$1 0'), ...rest, 'a=bundle-only'];
  });
  return write(session, lines);
}

/** The offer with one media line twice, with another tag. */
export function twice(offer: string, index: number, mid: string): string {
  const { session, media } = read(offer);
  const copy = (media[index]?.lines ?? []).map((line) => (line.startsWith('a=mid:') ? `a=mid:${mid}` : line));
  const grouped = session.map((line) => (line.startsWith('a=group:BUNDLE') ? `${line} ${mid}` : line));
  return write(grouped, [...media.map(({ lines }) => lines), copy]);
}

interface PlainOptions {
  readonly address?: string;
  readonly version?: number;
  readonly direction?: string;
  /** Indices of lines that are refused. */
  readonly refused?: readonly number[];
}

/** What an IMS UE behind the core offers: a line of RTP/AVP for each medium. */
export function plainOffer(media: readonly ('audio' | 'video')[], options: PlainOptions = {}): string {
  const { direction = 'sendrecv', refused = [] } = options;
  return write(
    plainSession(options),
    media.map((type, index) => [
      `m=${type} ${refused.includes(index) ? 0 : 40_000 + 2 * index} RTP/AVP ${type === 'audio' ? 8 : 99}`,
      type === 'audio' ? 'a=rtpmap:8 PCMA/8000' : 'a=rtpmap:99 H264/90000',
      `a=${direction}`,
    ]),
  );
}

/** What an IMS UE behind the core answers: the first format of each line. */
export function plainAnswer(offer: string, options: PlainOptions = {}): string {
  const { direction = 'sendrecv', refused = [] } = options;
  return write(
    plainSession(options),
    read(offer).media.map((section, index) => {
      const port = section.port === 0 || refused.includes(index) ? 0 : 40_000 + 2 * index;
      return [
        `m=${section.type} ${port} ${section.proto} ${first(section)}`,
        ...rtpmap(section),
        `a=${direction}`,
      ];
    }),
  );
}

/** What a WIC answers to an offer of the eP-CSCF: the first format of each line, DTLS client, one candidate. */
export function webAnswer(offer: string, { refused = [] }: Pick<PlainOptions, 'refused'> = {}): string {
  const { media } = read(offer);
  const sections = media.map((section, index) => {
    const mid = section.all('mid').map((tag) => `a=mid:${tag}`);
    if (section.port === 0 || refused.includes(index)) {
      return [`m=${section.type} 0 ${section.proto} ${first(section)}`, ...mid];
    }
    const port = 50_000 + 2 * index;
    return [
      `m=${section.type} ${port} ${section.proto} ${first(section)}`,
      ...rtpmap(section),
      ...mid,
      'a=ice-ufrag:wic1',
      'a=ice-pwd:wicpasswordwicpassword00',
      `a=candidate:1 1 udp 2130706431 192.0.2.77 ${port} typ host`,
      `a=fingerprint:${FINGERPRINT}`,
      'a=setup:active',
      'a=rtcp-mux',
      'a=sendrecv',
    ];
  });
  return write(['v=0', 'o=- 5 1 IN IP4 192.0.2.77', 's=-', 'c=IN IP4 192.0.2.77', 't=0 0'], sections);
}

/** A WIC's fingerprint: any value of the right form. */
export const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;

function plainSession({ address = '192.0.2.40', version = 1 }: PlainOptions): readonly string[] {
  return ['v=0', `o=far 7 ${version} IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0'];
}

function first(section: Media): string {
  return section.formats[0] ?? '0';
}

function rtpmap(section: Media): readonly string[] {
  return section.lines.filter((line) => line.startsWith(`a=rtpmap:${first(section)} `));
}

function write(session: readonly string[], sections: readonly (readonly string[])[]): string {
  return [...session, ...sections.flat(), ''].join('\r\n');
}
