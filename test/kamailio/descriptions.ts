import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MediaSection, parseSdp, type Section } from '../../src/sdp/description.ts';
import { draftOf, draftText, insertAttribute, replaceMLine } from '../../src/sdp/edit.ts';
import { root } from '../support/w2conf.ts';

/** Values of an attribute, '' for one without. */
export function values(section: Section, name: string): readonly string[] {
  return section.attributes(name).map(({ value = '' }) => value);
}

/** What a browser offered, captured. */
export function browserOffer(name: string): string {
  return readFileSync(join(root, 'test', 'fixtures', 'sdp', 'browser', `${name}.sdp`), 'utf8');
}

/** The offer with the media lines of these indices made bundle-only (RFC 9143 6). */
export function bundleOnly(offer: string, ...indices: readonly number[]): string {
  const draft = indices.reduce(
    (made, index) => insertAttribute(replaceMLine(made, index, { port: 0 }), index, 'bundle-only'),
    draftOf(offer),
  );
  return draftText(draft);
}

/** The offer with one media line twice, with another tag. */
export function twice(offer: string, index: number, mid: string): string {
  const { session, media } = draftOf(offer);
  const copy = (media[index] ?? []).map((line) => (line.startsWith('a=mid:') ? `a=mid:${mid}` : line));
  const grouped = session.map((line) => (line.startsWith('a=group:BUNDLE') ? `${line} ${mid}` : line));
  return draftText({ session: grouped, media: [...media, copy] });
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
    parseSdp(offer).media.map((section, index) => {
      const port = section.port === 0 || refused.includes(index) ? 0 : 40_000 + 2 * index;
      return [
        `m=${section.media} ${port} ${section.proto} ${first(section)}`,
        ...rtpmap(section),
        `a=${direction}`,
      ];
    }),
  );
}

/** What a WIC answers to an offer of the eP-CSCF: the first format of each line, DTLS client, one candidate. */
export function webAnswer(offer: string, { refused = [] }: Pick<PlainOptions, 'refused'> = {}): string {
  const { media } = parseSdp(offer);
  const sections = media.map((section, index) => {
    const mid = values(section, 'mid').map((tag) => `a=mid:${tag}`);
    if (section.port === 0 || refused.includes(index)) {
      return [`m=${section.media} 0 ${section.proto} ${first(section)}`, ...mid];
    }
    const port = 50_000 + 2 * index;
    return [
      `m=${section.media} ${port} ${section.proto} ${first(section)}`,
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

function first(section: MediaSection): string {
  return section.formats[0] ?? '0';
}

function rtpmap(section: MediaSection): readonly string[] {
  return values(section, 'rtpmap')
    .filter((map) => map.startsWith(`${first(section)} `))
    .map((map) => `a=rtpmap:${map}`);
}

function write(session: readonly string[], media: readonly (readonly string[])[]): string {
  return draftText({ session, media });
}
