import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { indicator } from '../../sdp/e2ae.ts';
import { bundleOnlyAttributes, groupsOf } from './bundle.ts';
import { DTLS_SRTP, otherSetups, otherTransports, withoutFingerprint } from './dtls.ts';
import { type Finding, judged, lacking } from './finding.ts';
import { defaultsOutsideCandidates, namedDefaults, unusableIce } from './ice.ts';
import { linesText, nothingOffered, offeredLines } from './lines.ts';
import type { SdpStatement } from './statement.ts';

/** An offer of the eP-CSCF to the WIC, with the core's offer that it was made from. */
export interface OfferToWic {
  readonly sdp: SessionDescription;
  readonly core: SessionDescription;
}

type Statement = (across: OfferToWic) => SdpStatement;

/** EPC-7.4.2-a */
export const hasIce: Statement = ({ sdp }) => ({
  title: 'has ICE in each line',
  expected: ['ice-ufrag, ice-pwd and candidates in each m-line with a port other than zero'],
  wrong: [...nothingOffered(sdp), ...unusableIce(offeredLines(sdp))],
  right: { what: linesText(sdp) },
});

/** EPC-7.4.2-c */
export const isDtlsSrtp: Statement = ({ sdp }) => ({
  title: 'is DTLS-SRTP in each RTP line',
  expected: [`${DTLS_SRTP} and a=fingerprint in each RTP line with a port other than zero`],
  wrong: [
    ...nothingOffered(sdp),
    ...otherTransports(offeredLines(sdp), [DTLS_SRTP]),
    ...withoutFingerprint(offeredLines(sdp)),
  ],
  right: { what: linesText(sdp) },
});

/** EPC-7.4.2-c: RFC 8842 5.3 has later offers with actpass, too; earlier implementations repeat their role. */
export const leavesRoleOpen: Statement = ({ sdp }) => ({
  title: 'has setup actpass in each RTP line',
  expected: ['a=setup:actpass, at media or session level'],
  wrong: otherSetups(offeredLines(sdp), ['actpass']),
  right: { what: 'a=setup:actpass' },
});

/** EPC-7.4.2-d: an attribute of the medium, so that one at session level says nothing (24.229 7.5.2.2). */
export const hasIndicator: Statement = ({ sdp }) => ({
  title: 'has 3ge2ae applied in each RTP line',
  expected: ['a=3ge2ae:applied at media level in each RTP line with a port other than zero'],
  wrong: offeredLines(sdp)
    .filter(({ isRtp }) => isRtp)
    .flatMap((line) =>
      judged(line, indicator, (value) =>
        value === 'applied' ? [] : [lacking(line, value ? `a=3ge2ae:${value}` : 'no a=3ge2ae')],
      ),
    ),
  right: { what: linesText(sdp) },
});

/** EPC-7.4.2-d2 */
export const keepsDisabledLines: Statement = ({ sdp, core }) => ({
  title: 'has port zero where the core has it',
  expected: [linesText(core)],
  wrong: core.media.flatMap((offered): Finding[] => {
    const line = sdp.media[offered.index];
    if (!line) return [{ what: `m-line ${offered.index + 1} (${offered.media}) of the core is missing` }];
    if (line.media !== offered.media) return [lacking(line, `the core has ${offered.media} there`)];
    if (offered.disabled === line.disabled) return [];
    return [lacking(line, `m=${line.line.value}, the core has m=${offered.line.value}`)];
  }),
  right: { what: linesText(sdp) },
});

/** EPC-7.4.2-e */
export const isNotBundled: Statement = ({ sdp }) => ({
  title: 'is not bundled',
  expected: ['neither a=group:BUNDLE nor a=bundle-only'],
  wrong: [...groupsOf(sdp, 'BUNDLE'), ...bundleOnlyAttributes(sdp)],
  right: { what: 'neither of them' },
});

/** EPC-7.4.2-g */
export const hasWellFormedIce: Statement = ({ sdp }) => ({
  title: 'has well-formed ICE',
  expected: [
    'credentials of legal length and characters, the default destination among the candidates of each line, and ' +
      'a=ice-lite at session level if anywhere',
  ],
  wrong: [
    ...unusableIce(offeredLines(sdp)),
    ...defaultsOutsideCandidates(offeredLines(sdp)),
    ...liteInMedia(sdp.media),
  ],
  right: { what: linesText(sdp) },
});

/** EPC-7.4.2-g: RFC 8839 4.2.5 */
export const hasNoNamedDefault: Statement = ({ sdp }) => ({
  title: 'has addresses as default destinations',
  expected: ['an IP address in c= of each line'],
  wrong: namedDefaults(offeredLines(sdp)),
  right: { what: linesText(sdp) },
  cap: 'warning',
});

/** RFC 5245 15.3: the attribute is the session's. */
export function liteInMedia(lines: readonly MediaSection[]): Finding[] {
  return lines.flatMap((line) =>
    line.attributes('ice-lite').map((each) => lacking(line, 'a=ice-lite at media level', each.line)),
  );
}
