import type { SessionDescription } from '../../sdp/description.ts';
import { answersDirection, commonFormats, renumberedFormats } from '../../sdp/fit.ts';
import { type Finding, lacking } from './finding.ts';
import { acceptedLines, linesText, unlikeOffer } from './lines.ts';
import type { SdpStatement } from './statement.ts';

/** An answer of the eP-CSCF with the offer it answers. */
export interface ToOffer {
  readonly sdp: SessionDescription;
  readonly offer: SessionDescription;
}

type Statement = (answer: ToOffer) => SdpStatement;

/** SDP-3264-1 */
export const mirrorsLines: Statement = ({ sdp, offer }) => ({
  title: 'has the lines of its offer, in their order and of their media',
  expected: [offer.media.map(({ media }) => media).join(', ')],
  wrong: unlikeOffer(sdp, offer),
  right: { what: linesText(sdp) },
});

/** SDP-3264-1: the far side has rejected every line of that medium. */
export function rejects({ sdp }: ToOffer, media: string): SdpStatement {
  const lines = sdp.media.filter((line) => line.media === media);
  return {
    title: `rejects ${media} as the other side does`,
    expected: [`port 0 for ${media}`],
    wrong: [
      ...(lines.length > 0 ? [] : [{ what: `no line of ${media}` }]),
      ...lines.filter(({ disabled }) => !disabled).map((line) => lacking(line, `m=${line.line.value}`)),
    ],
    right: { what: linesText(sdp) },
  };
}

/** SDP-3264-2; one without format is none that can be read, either. */
export const keepsFormats: Statement = ({ sdp }) => {
  const rejected = sdp.media.filter(({ disabled }) => disabled);
  return {
    title: 'has a format in each rejected line',
    expected: ['port 0 and at least one format'],
    wrong: [
      ...(rejected.length > 0 ? [] : [{ what: `no line is rejected (${linesText(sdp)})` }]),
      ...rejected
        .filter(({ formats }) => formats.length === 0)
        .map((line) => lacking(line, `m=${line.line.value}`)),
    ],
    right: { what: rejected.map(({ line }) => `m=${line.value}`).join(', ') },
  };
};

/** SDP-3264-3. @param before the last description of the same side in the same dialog */
export function succeeds({
  sdp,
  before,
}: {
  readonly sdp: SessionDescription;
  readonly before: SessionDescription;
}): SdpStatement {
  const [is, was] = [sdp.origin, before.origin];
  const changed = content(sdp) !== content(before);
  const version = BigInt(is.version) - BigInt(was.version);
  const wrong: Finding[] = [];
  if (is.sessionId !== was.sessionId)
    wrong.push({ what: `session id ${is.sessionId}, before it was ${was.sessionId}`, line: is.line });
  else if (changed ? version <= 0n : version < 0n)
    wrong.push({
      what: `version ${is.version} after ${was.version} although the SDP changed`,
      line: is.line,
    });
  if (sdp.media.length < before.media.length)
    wrong.push({ what: `${sdp.media.length} m-lines, before there were ${before.media.length}` });
  return {
    title: 'goes on from the description before',
    expected: ['the session id of before, a higher version if the SDP changed, and no fewer m-lines'],
    wrong,
    right: { what: `o=${is.line.value} after o=${was.line.value}`, line: is.line },
  };
}

/** SDP-3264-3: RFC 3264 8 has the version rise by one. */
export function countsVersions({
  sdp,
  before,
}: {
  readonly sdp: SessionDescription;
  readonly before: SessionDescription;
}): SdpStatement {
  const step = BigInt(sdp.origin.version) - BigInt(before.origin.version);
  const { line } = sdp.origin;
  return {
    title: 'has a version higher by one at most',
    expected: ['the version of before', 'the next one'],
    wrong: step > 1n ? [{ what: `version ${sdp.origin.version} after ${before.origin.version}`, line }] : [],
    right: { what: `o=${line.value}`, line },
    cap: 'warning',
  };
}

/** SDP-3264-3 and -4: RFC 3264 6.1. */
export const hasCompatibleDirections: Statement = ({ sdp, offer }) => ({
  title: 'has directions that answer those of the offer',
  expected: ['sendonly answered recvonly or inactive, recvonly sendonly or inactive, inactive inactive'],
  wrong: acceptedLines(sdp).flatMap((line) => {
    const offered = offer.media[line.index];
    if (!offered || answersDirection(line.direction, offered.direction)) return [];
    const of = line.attribute(line.direction)?.line;
    return [lacking(line, `${line.direction} answers ${offered.direction}`, of)];
  }),
  right: { what: sdp.media.map(({ direction }) => direction).join(', ') },
});

/** SDP-3264-4; the proto by RFC 8829 5.1.2. */
export const fitsOffer: Statement = ({ sdp, offer }) => ({
  title: 'fits its offer',
  expected: ["in each accepted line the offer's proto and one of its formats, and the offer's t="],
  wrong: [
    ...(times(sdp) === times(offer)
      ? []
      : [{ what: `t=${times(sdp)}, the offer has t=${times(offer)}`, line: sdp.session.values('t')[0] }]),
    ...acceptedLines(sdp).flatMap((line): Finding[] => {
      const offered = offer.media[line.index];
      if (!offered) return [lacking(line, 'the offer has no such line')];
      return [
        ...(line.proto === offered.proto ? [] : [lacking(line, `${line.proto} answers ${offered.proto}`)]),
        ...(commonFormats(line, offered).length > 0
          ? []
          : [lacking(line, `formats ${line.formats.join(' ')}, of ${offered.formats.join(' ')}`)]),
      ];
    }),
  ],
  right: { what: linesText(sdp) },
});

/** SDP-3264-4: RFC 3264 6.1 recommends the numbers of the offer. */
export const keepsNumbers: Statement = ({ sdp, offer }) => ({
  title: 'numbers payload types as its offer does',
  expected: ['for each format that the offer has its payload type there'],
  wrong: acceptedLines(sdp).flatMap((line) => {
    const offered = offer.media[line.index];
    if (!offered) return [];
    return renumberedFormats(line, offered).map((format) =>
      lacking(line, `payload type ${format} has another number in the offer`),
    );
  }),
  right: { what: sdp.media.map(({ line }) => `m=${line.value}`).join(', ') },
  cap: 'warning',
});

/** All but the origin line. */
function content({ session, media }: SessionDescription): string {
  return [session, ...media]
    .flatMap(({ lines }) => lines)
    .filter(({ type }) => type !== 'o')
    .map(({ type, value }) => `${type}=${value}`)
    .join('\n');
}

function times({ session }: SessionDescription): string {
  return session
    .values('t')
    .map(({ value }) => value)
    .join(', ');
}
