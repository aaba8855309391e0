import { parseSdp } from './description.ts';
import { SdpParseError } from './error.ts';
import { attributeOf, type SdpAttribute } from './line.ts';

/** A description to be changed: its lines without line ends, those before the first `m=` and those of each medium. */
export interface Draft {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
}

/** @throws SdpParseError */
export function draftOf(text: string): Draft {
  const { session, media } = parseSdp(text);
  const texts = (lines: typeof session.lines): string[] => lines.map(({ type, value }) => `${type}=${value}`);
  return { session: texts(session.lines), media: media.map(({ lines }) => texts(lines)) };
}

export function draftText({ session, media }: Draft): string {
  return `${[...session, ...media.flat()].join('\r\n')}\r\n`;
}

/** Without the attributes that the predicate names; `index` is undefined for those of the session. */
export function withoutAttributes(
  draft: Draft,
  goes: (attribute: SdpAttribute, index: number | undefined) => boolean,
): Draft {
  const keeps = (lines: readonly string[], index?: number): string[] =>
    lines.filter((text, i) => {
      if (!text.startsWith('a=')) return true;
      return !goes(attributeOf({ type: 'a', value: text.slice(2), number: i + 1 }), index);
    });
  return { session: keeps(draft.session), media: draft.media.map((lines, index) => keeps(lines, index)) };
}

/** With some fields of one `m=` line replaced. @throws SdpParseError when there is no such medium */
export function replaceMLine(
  draft: Draft,
  index: number,
  change: {
    readonly media?: string;
    readonly port?: number;
    readonly proto?: string;
    readonly formats?: string;
  },
): Draft {
  return changeMedium(draft, index, ([first = '', ...rest]) => {
    const [media, port, proto, ...formats] = first.slice(2).split(' ');
    const fields = { media, port, proto, formats: formats.join(' '), ...change };
    return [`m=${fields.media} ${fields.port} ${fields.proto} ${fields.formats}`, ...rest];
  });
}

/** With attributes (without `a=`) at the end of the session's or of one medium's lines. */
export function insertAttribute(draft: Draft, where: 'session' | number, ...attributes: string[]): Draft {
  const lines = attributes.map((attribute) => `a=${attribute}`);
  if (where === 'session') return { ...draft, session: [...draft.session, ...lines] };
  return changeMedium(draft, where, (medium) => [...medium, ...lines]);
}

/** With some fields of the origin line replaced. @throws SdpParseError when it has none that can be read */
export function setOrigin(
  draft: Draft,
  change: { readonly sessionId?: string; readonly version?: string; readonly address?: string },
): Draft {
  const { origin } = parseSdp(draftText(draft));
  const { username, sessionId, version, netType, addrType, address } = { ...origin, ...change };
  const line = `o=${username} ${sessionId} ${version} ${netType} ${addrType} ${address}`;
  return { ...draft, session: draft.session.map((text) => (text.startsWith('o=') ? line : text)) };
}

function changeMedium(
  draft: Draft,
  index: number,
  change: (lines: readonly string[]) => readonly string[],
): Draft {
  if (!draft.media[index]) throw new SdpParseError(`there is no m-line ${index + 1} to change`);
  return { ...draft, media: draft.media.map((lines, i) => (i === index ? change(lines) : lines)) };
}
