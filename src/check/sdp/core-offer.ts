import type { SessionDescription } from '../../sdp/description.ts';
import { leakedAddresses, leakedOrigin } from './addresses.ts';
import { bundleOnlyAttributes, groupsOf } from './bundle.ts';
import { otherTransports, secureTransports } from './dtls.ts';
import { lacking } from './finding.ts';
import { copiedCredentials } from './ice.ts';
import { attributesLeft, leftoverNames } from './leftovers.ts';
import { derivedLines, linesText, nothingOffered, offeredLines } from './lines.ts';
import { muxAttributes } from './rtcp.ts';
import type { SdpStatement } from './statement.ts';

/** What the eP-CSCF sends to the core for a description of the WIC, and that description. */
export interface TowardsCore {
  readonly sdp: SessionDescription;
  readonly wic: SessionDescription;
}

type Statement = (across: TowardsCore) => SdpStatement;

/** EPC-7.4.1-b: number and media are the WIC's; a data channel and what is bundle-only may be left out. */
export const hasLinesOfWic: Statement = ({ sdp, wic }) => ({
  title: "has the lines of the WIC's offer",
  expected: [`the lines of the WIC's offer that are to be kept, of ${linesText(wic)}`],
  wrong: derivedLines(sdp, wic).wrong,
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-d2: bundle-only lines of port zero are gone, and nothing else is. */
export const hasExactlyOfferedLines: Statement = ({ sdp, wic }) => {
  const { wrong } = derivedLines(sdp, wic);
  const switchedOff = sdp.media
    .filter(({ disabled }) => disabled)
    .map(({ line }) => ({ what: `m=${line.value}`, line }));
  return {
    title: 'has exactly the lines that are not bundle-only',
    expected: [
      `${offeredLines(wic)
        .map(({ media }) => media)
        .join(', ')}, each with a port other than zero`,
    ],
    wrong: [...bundleOnlyAttributes(sdp), ...(wrong.length > 0 ? wrong : switchedOff)],
    right: { what: linesText(sdp) },
  };
};

/** EPC-7.4.1-e4, SDP-3264-3: a line that the WIC has removed keeps its place, and its port of zero (RFC 3264 8.2). */
export const keepsRemovedLines: Statement = ({ sdp, wic }) => {
  const { from, wrong } = derivedLines(sdp, wic);
  const revived = sdp.media.filter(
    (line) => !line.disabled && wic.media[from[line.index] ?? -1]?.disabled === true,
  );
  return {
    title: 'has port zero where the WIC has it',
    expected: [linesText(wic)],
    wrong: [...wrong, ...revived.map((line) => lacking(line, `m=${line.line.value}`))],
    right: { what: linesText(sdp) },
  };
};

/** EPC-7.4.1-d2, for a line that is bundle-only although it has a port. */
export const hasNoBundleOnlyLine: Statement = ({ sdp, wic }) => ({
  title: 'has no bundle-only line',
  expected: [`no a=bundle-only, and ${offeredLines(wic).length} m-lines`],
  wrong: [
    ...bundleOnlyAttributes(sdp),
    ...sdp.media
      .slice(offeredLines(wic).length)
      .map(({ line }) => ({ what: `one line more: m=${line.value}`, line })),
  ],
  right: { what: linesText(sdp) },
  cap: 'warning',
});

/** EPC-7.4.1-c */
export const hasNoAddressOfWic: Statement = ({ sdp, wic }) => ({
  title: 'has no address and port of the WIC',
  expected: ['addresses and ports of the eIMS-AGW in c=, m=, a=rtcp and candidates'],
  wrong: leakedAddresses(sdp, wic),
  right: { what: "none of the WIC's" },
});

/** EPC-7.4.1-c, of the origin line, which is no destination. */
export const hasForeignOrigin: Statement = ({ sdp, wic }) => ({
  title: 'has no address of the WIC in its origin line',
  expected: ["another address than the WIC's in o="],
  wrong: leakedOrigin(sdp, wic),
  right: { what: `o=${sdp.origin.line.value}`, line: sdp.origin.line },
  cap: 'warning',
});

/** EPC-7.4.1-a4 */
export const hasNoIceOfWic: Statement = ({ sdp, wic }) => ({
  title: "has nothing of the WIC's ICE",
  expected: ['no candidate address, user fragment, password or remote candidate of the WIC'],
  wrong: [
    ...copiedCredentials(sdp, wic),
    ...attributesLeft(sdp, ['remote-candidates']),
    ...leakedAddresses(sdp, wic).filter(({ line }) => line?.value.startsWith('candidate:')),
  ],
  right: { what: 'nothing of it' },
});

/** EPC-7.4.1-a4: the eIMS-AGW's own ICE with the core, or what is left of the WIC's. */
export const hasNoIce: Statement = ({ sdp }) => ({
  title: 'has no ICE',
  expected: ['no attribute of ICE', 'with an eIMS-AGW that runs ICE with the core: its own'],
  wrong: attributesLeft(sdp, ['ice-ufrag', 'ice-pwd', 'candidate', ...leftoverNames.ice]),
  right: { what: 'no attribute of ICE' },
  cap: 'warning',
});

/** EPC-7.4.1-d */
export const hasNoBundleGroup: Statement = ({ sdp }) => ({
  title: 'has no BUNDLE group',
  expected: ['no a=group:BUNDLE'],
  wrong: groupsOf(sdp, 'BUNDLE'),
  right: { what: 'no a=group:BUNDLE' },
});

/** EPC-7.4.1-d9 */
export const keepsLsGroup: Statement = ({ sdp }) => {
  const [group] = groupsOf(sdp, 'LS');
  return {
    title: 'keeps the LS group',
    expected: ['a=group:LS'],
    wrong: group ? [] : [{ what: 'no a=group:LS' }],
    right: group ?? { what: 'a=group:LS' },
  };
};

/** EPC-7.4.1-e1; what carries a fingerprint within another attribute (23.228 U.2.4) is none. */
export const hasNoFingerprint: Statement = ({ sdp }) => ({
  title: 'has no fingerprint',
  expected: ['no a=fingerprint, neither at session level nor in any m-line'],
  wrong: attributesLeft(sdp, ['fingerprint']),
  right: { what: 'no a=fingerprint' },
});

/** EPC-7.4.1-e2 */
export const isPlainRtp: Statement = ({ sdp }) => ({
  title: 'offers plain RTP in every line',
  expected: ['RTP/AVP', 'RTP/AVPF'],
  wrong: [...nothingOffered(sdp), ...secureTransports(offeredLines(sdp))],
  right: {
    what: offeredLines(sdp)
      .map(({ proto }) => proto)
      .join(', '),
  },
});

/** EPC-7.4.1-e2: SDES towards the core is an operator's choice (33.328). */
export const isUnprotected: Statement = ({ sdp }) => ({
  title: 'offers RTP without protection in every line',
  expected: ['RTP/AVP', 'RTP/AVPF'],
  wrong: [...nothingOffered(sdp), ...otherTransports(offeredLines(sdp), ['RTP/AVP', 'RTP/AVPF'])],
  right: {
    what: offeredLines(sdp)
      .map(({ proto }) => proto)
      .join(', '),
  },
  cap: 'warning',
});

/** EPC-7.4.1-e2 and -e3: 23.334 6.2.10.5 has it removed, the source documents do not speak of it. */
export const hasNoSetup: Statement = ({ sdp }) => ({
  title: 'has no setup',
  expected: ['no a=setup, neither at session level nor in any m-line'],
  wrong: attributesLeft(sdp, ['setup']),
  right: { what: 'no a=setup' },
});

/** EPC-7.4.1-e2: the rest of DTLS. */
export const hasNothingOfDtls: Statement = ({ sdp }) => ({
  title: 'has nothing else of DTLS',
  expected: [`none of ${leftoverNames.dtls.join(', ')}`],
  wrong: attributesLeft(sdp, leftoverNames.dtls),
  right: { what: 'none of them' },
  cap: 'warning',
});

/** EPC-7.4.1-e3 */
export const hasNoSessionFingerprint: Statement = ({ sdp }) => ({
  title: 'has no fingerprint at session level',
  expected: ['no a=fingerprint at session level'],
  wrong: attributesLeft(sdp, ['fingerprint'], []),
  right: { what: 'no a=fingerprint at session level' },
});

/** EPC-7.4.1-g */
export const hasNoMux: Statement = ({ sdp }) => ({
  title: 'has no rtcp-mux that nobody negotiated with the core',
  expected: ['no a=rtcp-mux'],
  wrong: muxAttributes(sdp.media),
  right: { what: 'no a=rtcp-mux' },
  cap: 'warning',
});

/** EPC-7.4.1-h */
export const hasNothingOfWebRtc: Statement = ({ sdp }) => ({
  title: 'has no attribute that only WebRTC knows',
  expected: [`none of ${leftoverNames.webrtc.join(', ')}`],
  wrong: attributesLeft(sdp, leftoverNames.webrtc),
  right: { what: 'none of them' },
  cap: 'warning',
});

/** EPC-7.4.1-i: SCTP over DTLS is the WIC's; the core has another transport for it, if any (23.334 5.20). */
export const hasNoDataChannel: Statement = ({ sdp }) => ({
  title: 'does not hand the data channel on',
  expected: ['no m-line with SCTP over DTLS and a port other than zero'],
  wrong: offeredLines(sdp)
    .filter(({ proto }) => /DTLS\/SCTP/i.test(proto))
    .map(({ line }) => ({ what: `m=${line.value}`, line })),
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-d7 */
export const hasALine: Statement = ({ sdp }) => ({
  title: 'has a line at all',
  expected: ['no INVITE', 'an INVITE with at least one m-line'],
  wrong: sdp.media.length > 0 ? [] : [{ what: 'no m-line' }],
  right: { what: linesText(sdp) },
});
