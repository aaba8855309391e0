import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { candidates, credentials } from '../../sdp/ice.ts';
import { type Finding, found, judged, lacking } from './finding.ts';

/** What shows that ICE is run on a line, or is refused for it (RFC 8839 5). */
const ICE = ['ice-ufrag', 'ice-pwd', 'candidate', 'remote-candidates', 'ice-mismatch'];

/** Attributes of ICE in these lines, and those of the session, which are every line's. */
export function iceAttributes(sdp: SessionDescription, lines: readonly MediaSection[]): Finding[] {
  return [sdp.session, ...lines].flatMap((section) =>
    ICE.flatMap((name) => section.attributes(name).map(({ line }) => found(section, line))),
  );
}

/** Whether ICE is run on a line: it has candidates, and does not refuse them. */
export function runsIce(line: MediaSection): boolean {
  return line.has('candidate') && !line.has('ice-mismatch');
}

/** What keeps lines from having ICE that can be used: credentials and candidates of their grammar, no mismatch. */
export function unusableIce(lines: readonly MediaSection[]): Finding[] {
  return lines.flatMap((line) => [
    ...line.attributes('ice-mismatch').map((each) => found(line, each.line)),
    ...judged(line, credentials, ({ ufrag, pwd }) => [
      ...(ufrag === undefined ? [lacking(line, 'no ice-ufrag')] : []),
      ...(pwd === undefined ? [lacking(line, 'no ice-pwd')] : []),
    ]),
    ...judged(line, candidates, (all) => {
      if (all.length === 0) return [lacking(line, 'no candidate')];
      return all.some(({ component }) => component === 1) ? [] : [lacking(line, 'no candidate for RTP')];
    }),
  ]);
}

/** Credentials in a description that are another description's. */
export function copiedCredentials(sdp: SessionDescription, other: SessionDescription): Finding[] {
  const theirs = new Set(credentialsOf(other).map(({ line }) => line.value));
  return credentialsOf(sdp).filter(({ line }) => theirs.has(line.value));
}

function credentialsOf({ session, media }: SessionDescription) {
  return [session, ...media].flatMap((section) =>
    ['ice-ufrag', 'ice-pwd'].flatMap((name) =>
      section.attributes(name).map(({ line }) => ({ ...found(section, line), line })),
    ),
  );
}
