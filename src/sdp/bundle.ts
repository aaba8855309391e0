import type { Section, SessionDescription } from './description.ts';
import { SdpParseError } from './error.ts';
import type { SdpLine } from './line.ts';

/** `a=group` (RFC 5888 5). */
export interface Group {
  /** `BUNDLE`, `LS`, … */
  readonly semantics: string;
  readonly mids: readonly string[];
  readonly line: SdpLine;
}

/** The groups of a description. @throws SdpParseError */
export function groups(sdp: SessionDescription): Group[] {
  return sdp.session.attributes('group').map(({ value = '', line }) => {
    const [semantics, ...mids] = value.split(' ');
    if (!semantics || mids.includes(''))
      throw new SdpParseError('a=group is no semantics with mids', line.number);
    return { semantics, mids, line };
  });
}

/** The identification tag of a medium (RFC 5888 4). @throws SdpParseError for an empty one, or two */
export function mid(section: Section): string | undefined {
  const [first, second] = section.attributes('mid');
  if (!first) return undefined;
  if (second) throw new SdpParseError('a second a=mid', second.line.number);
  if (!first.value || first.value.includes(' '))
    throw new SdpParseError('a=mid is no token', first.line.number);
  return first.value;
}
