import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { setup } from '../../sdp/dtls.ts';
import { inherited } from '../../sdp/inherited.ts';
import { DTLS_SRTP, otherSetups, otherTransports, withoutFingerprint } from './dtls.ts';
import { type Finding, found, judged, lacking } from './finding.ts';
import { acceptedLines, linesText, noneAccepted, nothingOffered, offeredLines } from './lines.ts';
import type { SdpStatement } from './statement.ts';

/** A description of the eP-CSCF on W2, and whether it offers or answers. */
export interface OnW2 {
  readonly sdp: SessionDescription;
  readonly offers: boolean;
}

type Statement = (description: OnW2) => SdpStatement;

/** SDP-5763-1 */
export const offersActpass: Statement = ({ sdp }) => ({
  title: 'has setup actpass in each DTLS line',
  expected: ['a=setup:actpass, at media or session level'],
  wrong: [...nothingOffered(sdp), ...otherSetups(offeredLines(sdp), ['actpass'])],
  right: { what: setups(offeredLines(sdp)) },
});

/** SDP-5763-2 */
export const answersWithRole: Statement = ({ sdp }) => ({
  title: 'has setup active or passive in each accepted DTLS line',
  expected: ['a=setup:active', 'a=setup:passive'],
  wrong: [...noneAccepted(sdp), ...otherSetups(acceptedLines(sdp), ['active', 'passive'])],
  right: { what: setups(acceptedLines(sdp)) },
});

/** SDP-5763-2: the association goes on with the roles it has (RFC 8842 5.5). @param earlier an answer of before */
export function keepsRole({ sdp, earlier }: OnW2 & { readonly earlier: SessionDescription }): SdpStatement {
  return {
    title: 'keeps the roles of the answer before',
    expected: [setups(acceptedLines(earlier))],
    wrong: acceptedLines(sdp).flatMap((line) => {
      const before = earlier.media[line.index];
      if (!before || before.disabled) return [];
      return judged(line, setup, (role) => {
        const [was, is] = [inherited(before, 'setup').attributes[0]?.value, role?.value];
        return was === is
          ? []
          : [lacking(line, `a=setup:${is ?? ''}, before it was ${was ?? ''}`, role?.line)];
      });
    }),
    right: { what: setups(acceptedLines(sdp)) },
    cap: 'warning',
  };
}

/** SDP-5763-3 */
export const hasNoConnection: Statement = (description) => ({
  title: 'has no connection attribute in RTP lines',
  expected: ['no a=connection in RTP lines or at session level'],
  wrong: [
    ...nothingUsed(description),
    ...connections(
      description,
      used(description).filter(({ isRtp }) => isRtp),
    ),
  ],
  right: { what: 'no a=connection' },
});

/** SDP-5763-3: data channels had the attribute (RFC 8841 has it no more). */
export const hasNoConnectionElsewhere: Statement = (description) => ({
  title: 'has no connection attribute in lines of other media',
  expected: ['no a=connection'],
  wrong: used(description)
    .filter(({ isRtp }) => !isRtp)
    .flatMap((line) => line.attributes('connection').map((each) => found(line, each.line))),
  right: { what: 'no a=connection' },
  cap: 'warning',
});

/** SDP-5763-4 */
export const hasFingerprints: Statement = (description) => ({
  title: 'has a well-formed fingerprint for each DTLS line',
  expected: ['a=fingerprint whose length fits its hash, at media or session level; MD5 and MD2 are none'],
  wrong: [
    ...nothingUsed(description),
    ...withoutFingerprint(used(description)),
    ...fingerprintsLike(used(description), /^md[25] /i),
  ],
  right: { what: linesText(description.sdp) },
});

/** SDP-5763-4: RFC 8122 5 has capital letters, and SHA-1 is not to be relied on any more. */
export const hasModernFingerprints: Statement = (description) => ({
  title: 'has fingerprints in capital letters and of a current hash',
  expected: ['hexadecimal digits in capital letters', 'another hash than SHA-1'],
  wrong: [
    ...fingerprintsLike(used(description), /^sha-1 /i),
    ...fingerprintsLike(used(description), /^\S+ .*[a-f]/),
  ],
  right: { what: linesText(description.sdp) },
  cap: 'warning',
});

/** SDP-5764-1 */
export const isSavpf: Statement = (description) => ({
  title: `has ${DTLS_SRTP} in its RTP lines`,
  expected: [`${DTLS_SRTP} in each RTP line that is ${description.offers ? 'offered' : 'accepted'}`],
  wrong: [...nothingUsed(description), ...otherTransports(used(description), [DTLS_SRTP])],
  right: {
    what: used(description)
      .map(({ proto }) => proto)
      .join(', '),
  },
});

/** SDP-5764-1: the line is named as it was offered (RFC 8829 5.1.2). */
export function repeatsProtoOfRejected({
  sdp,
  offer,
}: OnW2 & { readonly offer: SessionDescription }): SdpStatement {
  return {
    title: 'names rejected lines as the offer does',
    expected: ["the offer's proto in each line of port zero"],
    wrong: sdp.media
      .filter(({ disabled, index, proto }) => disabled && offer.media[index]?.proto !== proto)
      .map((line) => lacking(line, `m=${line.line.value}`)),
    right: { what: linesText(sdp) },
    cap: 'warning',
  };
}

/** SDP-5764-3: 24.371 7.4.2 speaks of RTP. @param source what the description was made from, or answers */
export function keepsOtherMedia({
  sdp,
  source,
}: OnW2 & { readonly source: SessionDescription }): SdpStatement {
  const others = new Set(source.media.filter(({ isRtp }) => !isRtp).map(({ media }) => media));
  return {
    title: `has ${DTLS_SRTP} in RTP lines only`,
    expected: [`another proto than ${DTLS_SRTP} for ${[...others].join(', ')}`],
    wrong: sdp.media
      .filter(({ media, isRtp }) => others.has(media) && isRtp)
      .map((line) => lacking(line, `m=${line.line.value}`)),
    right: { what: sdp.media.map(({ line }) => `m=${line.value}`).join(', ') },
  };
}

/** That a description has no line that counts. */
export function nothingUsed({ sdp, offers }: OnW2): Finding[] {
  return offers ? nothingOffered(sdp) : noneAccepted(sdp);
}

/** The lines that count: what an offer offers, what an answer accepts. */
function used({ sdp, offers }: OnW2): MediaSection[] {
  return offers ? offeredLines(sdp) : acceptedLines(sdp);
}

function connections({ sdp }: OnW2, lines: readonly MediaSection[]): Finding[] {
  return [sdp.session, ...lines].flatMap((section) =>
    section.attributes('connection').map(({ line }) => found(section, line)),
  );
}

function fingerprintsLike(lines: readonly MediaSection[], pattern: RegExp): Finding[] {
  return lines
    .filter(({ isRtp }) => isRtp)
    .flatMap((line) =>
      inherited(line, 'fingerprint')
        .attributes.filter(({ value = '' }) => pattern.test(value))
        .map((each) => lacking(line, `a=fingerprint:${each.value}`, each.line)),
    );
}

function setups(lines: readonly MediaSection[]): string {
  return lines.map((line) => inherited(line, 'setup').attributes[0]?.value ?? 'no setup').join(', ');
}
