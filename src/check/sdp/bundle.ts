import type { SessionDescription } from '../../sdp/description.ts';
import { type Finding, found } from './finding.ts';

/** The groups with that semantics (RFC 5888 5), whatever its case. */
export function groupsOf({ session }: SessionDescription, semantics: string): Finding[] {
  return session
    .attributes('group')
    .filter(({ value = '' }) => value.trim().split(/\s/, 1)[0]?.toUpperCase() === semantics)
    .map(({ line }) => found(session, line));
}

/** Every bundle-only attribute (RFC 9143 6). */
export function bundleOnlyAttributes({ media }: SessionDescription): Finding[] {
  return media.flatMap((line) => line.attributes('bundle-only').map((each) => found(line, each.line)));
}
