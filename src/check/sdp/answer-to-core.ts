import type { SessionDescription } from '../../sdp/description.ts';
import { hasIce as lineHasIce } from '../../sdp/ice.ts';
import { leakedAddresses } from './addresses.ts';
import { type Finding, found, lacking } from './finding.ts';
import { attributesLeft, leftoverNames } from './leftovers.ts';
import { acceptedLines, linesText, noneAccepted, unlikeOffer } from './lines.ts';
import type { SdpStatement } from './statement.ts';

/** An answer of the eP-CSCF to the core, with what it answers and what it was made from. */
export interface AnswerToCore {
  readonly sdp: SessionDescription;
  /** The core's offer. */
  readonly offer: SessionDescription;
  /** The WIC's answer. */
  readonly wic: SessionDescription;
}

type Statement = (across: AnswerToCore) => SdpStatement;

/** EPC-7.4.2-b */
export const hasNoAddressOfWic: Statement = ({ sdp, wic }) => ({
  title: 'has no address and port of the WIC',
  expected: ['addresses and ports of the eIMS-AGW in c=, m=, a=rtcp and candidates'],
  wrong: [...noneAccepted(sdp), ...leakedAddresses(sdp, wic)],
  right: { what: "none of the WIC's" },
});

/** EPC-7.4.2-f: RFC 8829 5.1.2 has the answer repeat the proto, and 23.334 6.2.10.5 has it plain. */
export const isPlainAsOffered: Statement = ({ sdp, offer }) => ({
  title: "has the proto of the core's offer and no fingerprint",
  expected: ["the proto of the core's offer in each accepted line, and no a=fingerprint anywhere"],
  wrong: [
    ...noneAccepted(sdp),
    ...acceptedLines(sdp)
      .filter(({ index, proto }) => offer.media[index]?.proto !== proto)
      .map((line) =>
        lacking(line, `${line.proto}, the offer has ${offer.media[line.index]?.proto ?? 'none'}`),
      ),
    ...attributesLeft(sdp, ['fingerprint']),
  ],
  right: {
    what: acceptedLines(sdp)
      .map(({ proto }) => proto)
      .join(', '),
  },
});

/** EPC-7.4.2-f: what else belongs to the WIC's side. */
export const hasNothingOfDtls: Statement = ({ sdp }) => ({
  title: 'has nothing else of DTLS',
  expected: ['none of setup, tls-id, 3ge2ae'],
  wrong: attributesLeft(sdp, ['setup', ...leftoverNames.dtls]),
  right: { what: 'none of them' },
  cap: 'warning',
});

/** EPC-7.4.2-f: ICE is right where the core offered it. */
export const hasNoUnofferedIce: Statement = ({ sdp, offer }) => ({
  title: 'has no ICE, since the core offered none',
  expected: ['no attribute of ICE'],
  wrong: offer.media.some(lineHasIce)
    ? []
    : attributesLeft(sdp, ['ice-ufrag', 'ice-pwd', 'candidate', ...leftoverNames.ice]),
  right: { what: 'no attribute of ICE' },
  cap: 'warning',
});

/** EPC-7.4.2-f2 */
export const keepsRejections: Statement = ({ sdp, offer, wic }) => ({
  title: 'has the lines of its offer in their places, each as the WIC answered it',
  expected: [linesText(wic)],
  wrong: [
    ...unlikeOffer(sdp, offer),
    ...wic.media.flatMap((answered): Finding[] => {
      const line = sdp.media[answered.index];
      if (!line || line.disabled === answered.disabled) return [];
      return [found(line, line.line)];
    }),
  ],
  right: { what: linesText(sdp) },
});
