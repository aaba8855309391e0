import { isIP } from 'node:net';
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

/** Lines with ICE whose default destination, an address and port, is none of their candidates (RFC 5245 4.3). */
export function defaultsOutsideCandidates(lines: readonly MediaSection[]): Finding[] {
  return lines.filter(runsIce).flatMap((line) => {
    const { address = '', port } = line;
    // RFC 8839 4.2.5: these stand for no destination at all.
    if (port === 9 || isIP(address) === 0 || address === '0.0.0.0' || address === '::') return [];
    return judged(line, candidates, (all) =>
      all.some((each) => each.address === address && each.port === port)
        ? []
        : [lacking(line, `${address} port ${port} is none of its candidates`)],
    );
  });
}

/** Lines whose default destination is a host name (RFC 8839 4.2.5). */
export function namedDefaults(lines: readonly MediaSection[]): Finding[] {
  return lines
    .filter(({ address = '' }) => isIP(address) === 0)
    .map((line) => lacking(line, `c= with ${line.address ?? 'no address'}`));
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
