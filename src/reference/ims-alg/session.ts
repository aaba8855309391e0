import { groups } from '../../sdp/bundle.ts';
import type { Section, SessionDescription } from '../../sdp/description.ts';
import { relayedLines } from './attributes.ts';

interface SessionPart {
  /** Whose `t=` holds: an answer repeats that of its offer (RFC 3264 6). */
  readonly timing: Section;
  /** Identification tags that lines of the new description have. */
  readonly mids: ReadonlySet<string>;
  /** Attributes of the eIMS-AGW's own. */
  readonly own: readonly string[];
}

/** What stands before the first `m=`, without `v=` and `o=`, which are the eP-CSCF's own. */
export function sessionLines(description: SessionDescription, part: SessionPart): string[] {
  const { session } = description;
  const relayed = (section: Section, types: string): string[] => relayedLines(section, types, '');
  const timing = relayed(part.timing, 'trz');
  return [
    relayed(session, 's')[0] ?? 's=-',
    ...relayed(session, 'i'),
    ...relayed(session, 'b'),
    ...(timing.length > 0 ? timing : ['t=0 0']),
    ...groupLines(description, part.mids),
    ...part.own,
    ...relayed(session, 'a'),
  ];
}

/** BUNDLE is removed in both directions (24.371 7.4.1, 7.4.2 NOTE), other groups stay (RFC 5888). */
function groupLines(description: SessionDescription, mids: ReadonlySet<string>): string[] {
  return groups(description)
    .filter(({ semantics }) => semantics !== 'BUNDLE')
    .map((group) => ({ ...group, mids: group.mids.filter((mid) => mids.has(mid)) }))
    .filter((group) => group.mids.length > 0)
    .map((group) => `a=group:${group.semantics} ${group.mids.join(' ')}`);
}

/** Whether lines have to keep their identification tags because a group that stays names them. */
export function hasOtherGroups(description: SessionDescription): boolean {
  return groups(description).some(({ semantics }) => semantics !== 'BUNDLE');
}
