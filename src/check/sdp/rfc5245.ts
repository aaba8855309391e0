import { isIPv4, isIPv6 } from 'node:net';
import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { candidates, credentials, hasIce } from '../../sdp/ice.ts';
import { inherited } from '../../sdp/inherited.ts';
import { type Finding, found, judged, lacking } from './finding.ts';
import { acceptedLines, linesText, noneAccepted, offeredLines } from './lines.ts';
import { liteInMedia } from './offer-to-wic.ts';
import { nothingUsed, type OnW2 } from './rfc5763.ts';
import { withoutRtcp } from './rtcp.ts';
import type { SdpStatement } from './statement.ts';

type Statement = (description: OnW2) => SdpStatement;

/** SDP-5245-1 */
export const hasCredentials: Statement = (description) => ({
  title: 'has well-formed ICE credentials',
  expected: ['ice-ufrag of 4 to 256 and ice-pwd of 22 to 256 letters, digits, + and / in each line with ICE'],
  wrong: [
    ...nothingUsed(description),
    ...withIce(description).flatMap((line) =>
      judged(line, credentials, ({ ufrag, pwd }) => [
        ...(ufrag === undefined ? [lacking(line, 'no ice-ufrag')] : []),
        ...(pwd === undefined ? [lacking(line, 'no ice-pwd')] : []),
      ]),
    ),
  ],
  right: { what: linesText(description.sdp) },
});

/**
 * SDP-5245-1: RFC 5245 15.4 has them chosen anew. A fragment has as few as 24 random bits, so that the password counts.
 * @param earlier descriptions of other sessions
 */
export function hasNewPasswords({
  sdp,
  earlier,
}: OnW2 & { readonly earlier: readonly SessionDescription[] }): SdpStatement {
  const known = new Set(earlier.flatMap(passwords).map(({ line }) => line?.value));
  return {
    title: 'has other ICE passwords than sessions before',
    expected: ['an ice-pwd that no other session has'],
    wrong: passwords(sdp).filter(({ line }) => known.has(line?.value)),
    right: { what: `${passwords(sdp).length} a=ice-pwd, none of them seen before` },
  };
}

/** SDP-5245-2 */
export const hasCandidates: Statement = (description) => ({
  title: 'has well-formed candidates in its lines',
  expected: [
    'a=candidate as RFC 5245 15.1 has it, at media level, and one for component 1 in each line with ICE',
  ],
  wrong: [
    ...nothingUsed(description),
    ...description.sdp.session
      .attributes('candidate')
      .map(({ line }) => found(description.sdp.session, line)),
    ...withIce(description).flatMap((line) =>
      judged(line, candidates, (all) => [
        ...(all.some(({ component }) => component === 1)
          ? []
          : [lacking(line, 'no candidate for component 1')]),
        ...all.flatMap(oddAddress(line)),
      ]),
    ),
  ],
  right: { what: linesText(description.sdp) },
});

/** SDP-5245-2: RFC 5245 4.1.1.1, 15.1. */
export const hasTidyCandidates: Statement = (description) => ({
  title: 'has a candidate for RTCP where RTCP has a port of its own, and raddr where it belongs',
  expected: ['component 2 in lines without rtcp-mux', 'b=RR:0 and b=RS:0', 'no raddr in host candidates'],
  wrong: [
    ...withoutRtcp(withIce(description)),
    ...withIce(description).flatMap((line) =>
      judged(line, candidates, (all) =>
        all
          .filter(({ type, relatedAddress }) => type === 'host' && relatedAddress !== undefined)
          .map((each) => lacking(line, `a host candidate with raddr ${each.relatedAddress}`, each.line)),
      ),
    ),
  ],
  right: { what: linesText(description.sdp) },
  cap: 'warning',
});

/** SDP-5245-3 */
export const hasLiteAtSessionLevel: Statement = ({ sdp }) => ({
  title: 'has no ice-lite in its lines',
  expected: ['a=ice-lite at session level only'],
  wrong: liteInMedia(sdp.media),
  right: liteLine(sdp) ?? { what: 'no a=ice-lite' },
});

/** SDP-5245-3, with the PICS iceLite. */
export const saysLite: Statement = ({ sdp }) => ({
  title: 'says ice-lite, since the PICS iceLite says so',
  expected: ['a=ice-lite at session level'],
  wrong: liteLine(sdp) ? [] : [{ what: 'no a=ice-lite at session level' }],
  right: liteLine(sdp) ?? { what: 'a=ice-lite' },
  cap: 'warning',
});

/** SDP-5245-5: one of the two may stay (RFC 5245 9.1.1.1). @param before what the eP-CSCF described last */
export function hasRestarted({ sdp, before }: OnW2 & { readonly before: SessionDescription }): SdpStatement {
  const refused = noneAccepted(sdp);
  return {
    title: 'has other ICE credentials than before the restart',
    expected: ['another ice-ufrag or ice-pwd in each accepted line', 'a refusal of the offer'],
    wrong: [
      ...refused,
      ...acceptedLines(sdp)
        .filter(hasIce)
        .filter(({ index }) => before.media[index] !== undefined)
        .filter((line) => credentialsText(line) === credentialsText(before.media[line.index]))
        .map((line) => lacking(line, `still ${credentialsText(line)}`, line.attribute('ice-ufrag')?.line)),
    ],
    right: { what: linesText(sdp) },
    // An answer that rejects every line refuses the offer, and shows nothing of the restart.
    cap: refused.length > 0 ? 'inconclusive' : undefined,
  };
}

function withIce({ sdp, offers }: OnW2): MediaSection[] {
  return (offers ? offeredLines(sdp) : acceptedLines(sdp)).filter(hasIce);
}

function credentialsText(line: MediaSection | undefined): string {
  const [ufrag, pwd] = ['ice-ufrag', 'ice-pwd'].map(
    (name) => line && inherited(line, name).attributes[0]?.value,
  );
  return `ice-ufrag ${ufrag ?? ''} and ice-pwd ${pwd ?? ''}`;
}

function passwords(sdp: SessionDescription): Finding[] {
  return [sdp.session, ...sdp.media].flatMap((section) =>
    section.attributes('ice-pwd').map(({ line }) => found(section, line)),
  );
}

/** connection-address is an address or a host name (RFC 5245 15.1), and a transport that is none is a slip. */
function oddAddress(line: MediaSection) {
  return (candidate: ReturnType<typeof candidates>[number]): Finding[] => {
    const { address, transport } = candidate;
    const named = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address);
    const fits = (isIPv4(address) || isIPv6(address) || named) && /^[A-Za-z0-9-]+$/.test(transport);
    return fits ? [] : [lacking(line, `a candidate at ${transport} ${address}`, candidate.line)];
  };
}

function liteLine({ session }: SessionDescription): Finding | undefined {
  const lite = session.attribute('ice-lite');
  return lite && found(session, lite.line);
}
