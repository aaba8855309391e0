import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { leakedAddresses } from './addresses.ts';
import { bundleOnlyAttributes, groupsOf } from './bundle.ts';
import { copiedFingerprints, DTLS_SRTP, otherSetups, otherTransports, withoutFingerprint } from './dtls.ts';
import { lacking } from './finding.ts';
import { copiedCredentials, iceAttributes, runsIce, unusableIce } from './ice.ts';
import { acceptedLines, derivedLines, linesText, noneAccepted, unlikeOffer } from './lines.ts';
import { muxNotOffered, muxRefused, withoutRtcp } from './rtcp.ts';
import type { SdpStatement } from './statement.ts';

/** An answer of the eP-CSCF to the WIC, with what it answers and what it was made from. */
export interface TowardsWic {
  readonly sdp: SessionDescription;
  /** The WIC's offer. */
  readonly offer: SessionDescription;
  /** The offer on Mw and the core's answer to it. */
  readonly core: { readonly offer: SessionDescription; readonly answer: SessionDescription };
}

type Statement = (across: TowardsWic) => SdpStatement;

/** EPC-7.4.1-a */
export const hasIceOfAgw: Statement = ({ sdp, offer, core }) => ({
  title: 'has ICE of the eIMS-AGW in each accepted line',
  expected: ['ice-ufrag, ice-pwd and candidates, none of them of the WIC or the core, and no ice-mismatch'],
  wrong: [
    ...noneAccepted(sdp),
    ...unusableIce(acceptedLines(sdp)),
    ...[offer, core.answer].flatMap((other) => [
      ...copiedCredentials(sdp, other),
      ...leakedAddresses(sdp, other).filter(({ line }) => line?.value.startsWith('candidate:')),
    ]),
  ],
  right: { what: linesWith(sdp, 'candidate') },
});

/** EPC-5D.4-1 */
export const hasUsableCandidates: Statement = ({ sdp }) => ({
  title: 'has complete candidates in each accepted line',
  expected: ['ice-ufrag, ice-pwd and candidates in the answer itself'],
  wrong: [...noneAccepted(sdp), ...unusableIce(acceptedLines(sdp))],
  right: { what: linesWith(sdp, 'candidate') },
});

/** EPC-7.4.1-a3 */
export const hasNoIce: Statement = ({ sdp }) => ({
  title: 'has no ICE, since the offer has none',
  expected: ['no attribute of ICE in an accepted line', 'no accepted line', '488', '606'],
  wrong: acceptedLines(sdp).length === 0 ? [] : iceAttributes(sdp, acceptedLines(sdp)),
  right: { what: `no attribute of ICE (${linesText(sdp)})` },
});

/** EPC-7.4.1-a2: RFC 5245 5.1 has an answerer say ice-mismatch, and RFC 8839 4.2.5 leaves it more freedom. */
export const doesNotRunIce: Statement = ({ sdp }) => ({
  title: 'does not run ICE as if the default destination were a candidate',
  expected: ['a=ice-mismatch', 'no ICE', '488'],
  wrong: acceptedLines(sdp)
    .filter(runsIce)
    .map((line) => lacking(line, 'candidates and no a=ice-mismatch', line.attribute('candidate')?.line)),
  right: { what: linesWith(sdp, 'ice-mismatch') },
});

/** EPC-7.4.1-c2 */
export const hasNoAddressOfCore: Statement = ({ sdp, core }) => ({
  title: 'has no address and port of the core',
  expected: ['addresses and ports of the eIMS-AGW in c=, m=, a=rtcp and candidates'],
  wrong: [...noneAccepted(sdp), ...leakedAddresses(sdp, core.answer)],
  right: { what: "none of the core's" },
});

/** EPC-7.4.1-d3 */
export const hasNoBundleGroup: Statement = ({ sdp }) => ({
  title: 'has no BUNDLE group',
  expected: ['no a=group:BUNDLE'],
  wrong: [...noneAccepted(sdp), ...groupsOf(sdp, 'BUNDLE')],
  right: { what: 'no a=group:BUNDLE' },
});

/** EPC-7.4.1-d4: bundle-only lines have port zero, another line is accepted. */
export const rejectsBundleOnly: Statement = ({ sdp, offer }) => {
  const bundled = offer.media.filter(({ bundleOnly }) => bundleOnly);
  const others = acceptedLines(sdp).filter(({ index }) => !offer.media[index]?.bundleOnly);
  return {
    title: 'rejects the bundle-only lines and accepts another',
    expected: bundled.map(({ index, media }) => `m-line ${index + 1} (${media}): port 0`),
    wrong: [
      ...unlikeOffer(sdp, offer),
      ...acceptedLines(sdp)
        .filter(({ index }) => offer.media[index]?.bundleOnly)
        .map((line) => lacking(line, `m=${line.line.value}`)),
      ...(others.length === 0 ? [{ what: `no other line is accepted (${linesText(sdp)})` }] : []),
    ],
    right: { what: linesText(sdp), line: sdp.media[bundled[0]?.index ?? 0]?.line },
  };
};

/** EPC-7.4.1-d4: RFC 9143 7.3.3 binds answerers that know BUNDLE. */
export const hasNoBundleOnly: Statement = ({ sdp }) => ({
  title: 'has no bundle-only left in a rejected line',
  expected: ['no a=bundle-only'],
  wrong: bundleOnlyAttributes(sdp),
  right: { what: 'no a=bundle-only' },
  cap: 'warning',
});

/** EPC-7.4.1-d5, -f2: each line is accepted or rejected as the core did with the line made from it. */
export const hasLinesInPlaces: Statement = ({ sdp, offer, core }) => {
  const { from } = derivedLines(core.offer, offer);
  const fates = offer.media.map((line) => {
    const derived = from.indexOf(line.index);
    const taken = core.answer.media[derived]?.disabled === false;
    return { line, taken };
  });
  return {
    title: "has the offer's lines in their places, each as the core answered it",
    expected: [fates.map(({ line, taken }) => `${line.media}${taken ? '' : ' (port 0)'}`).join(', ')],
    wrong: [
      ...unlikeOffer(sdp, offer),
      ...fates.flatMap(({ line, taken }) => {
        const answered = sdp.media[line.index];
        if (!answered || answered.disabled === !taken) return [];
        return [
          lacking(answered, taken ? 'rejected, the core accepts it' : `accepted: m=${answered.line.value}`),
        ];
      }),
    ],
    right: { what: linesText(sdp) },
  };
};

/** EPC-7.4.1-f1 */
export const isDtlsSrtpOfAgw: Statement = ({ sdp, offer }) => ({
  title: 'is DTLS-SRTP of the eIMS-AGW in each accepted line',
  expected: [`${DTLS_SRTP}, a=fingerprint that is not the WIC's, a=setup:active or a=setup:passive`],
  wrong: [
    ...noneAccepted(sdp),
    ...otherTransports(acceptedLines(sdp), [DTLS_SRTP]),
    ...withoutFingerprint(acceptedLines(sdp)),
    ...copiedFingerprints(acceptedLines(sdp), offer),
    ...otherSetups(acceptedLines(sdp), ['active', 'passive']),
  ],
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-f3: what came from the core is not what the WIC gets. */
export const isConverted: Statement = ({ sdp, core }) => ({
  title: "is not the core's",
  expected: [`${DTLS_SRTP} with addresses of the eIMS-AGW`],
  wrong: [
    ...noneAccepted(sdp),
    ...otherTransports(acceptedLines(sdp), [DTLS_SRTP]),
    ...leakedAddresses(sdp, core.answer),
  ],
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-i, with the PICS dataChannel. */
export const acceptsDataChannel: Statement = ({ sdp, offer }) => ({
  title: 'accepts the data channel, since the PICS dataChannel says so',
  expected: ['a port other than zero'],
  wrong: dataChannels(sdp, offer).filter(({ of }) => of.disabled),
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-i, without it. */
export const rejectsDataChannel = ({ sdp, offer }: Pick<TowardsWic, 'sdp' | 'offer'>): SdpStatement => ({
  title: 'rejects the data channel, which the PICS does not declare',
  expected: ['port 0'],
  wrong: dataChannels(sdp, offer).filter(({ of }) => !of.disabled),
  right: { what: linesText(sdp) },
});

/** EPC-7.4.1-g */
export const claimsOnlyOfferedMux: Statement = ({ sdp, offer }) => ({
  title: 'claims no rtcp-mux that was not offered',
  expected: ['a=rtcp-mux only in lines that have it in the offer'],
  wrong: [...noneAccepted(sdp), ...muxNotOffered(acceptedLines(sdp), offer)],
  right: { what: linesWith(sdp, 'rtcp-mux') },
});

/** EPC-7.4.1-g, with the PICS rtcpMux. */
export const takesOfferedMux: Statement = ({ sdp, offer }) => ({
  title: 'takes rtcp-mux, since the PICS rtcpMux says so',
  expected: ['a=rtcp-mux in each accepted line that has it in the offer'],
  wrong: muxRefused(acceptedLines(sdp), offer),
  right: { what: linesWith(sdp, 'rtcp-mux') },
  cap: 'warning',
});

/** EPC-7.4.1-g */
export const hasWayForRtcp: Statement = ({ sdp }) => ({
  title: 'has a way for RTCP in each accepted line',
  expected: ['a=rtcp-mux', 'a candidate of component 2', 'b=RR:0 and b=RS:0'],
  wrong: withoutRtcp(acceptedLines(sdp)),
  right: { what: 'one in each' },
  cap: 'warning',
});

/** How the lines that offer SCTP over DTLS are answered. */
function dataChannels(sdp: SessionDescription, offer: SessionDescription) {
  return sdp.media
    .filter(({ index }) => /DTLS\/SCTP/i.test(offer.media[index]?.proto ?? ''))
    .map((of) => ({ ...lacking(of, `m=${of.line.value}`), of }));
}

/** `3 a=candidate in m-line 1, …`: how often each accepted line has an attribute. */
function linesWith(sdp: SessionDescription, name: string): string {
  const count = (line: MediaSection) => line.attributes(name).length;
  return acceptedLines(sdp)
    .map((line) => `${count(line)} a=${name} in m-line ${line.index + 1}`)
    .join(', ');
}
