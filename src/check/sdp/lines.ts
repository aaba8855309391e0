import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import { type Finding, lacking, sectionName } from './finding.ts';

/** The lines of an offer that offer media: neither switched off by port zero nor bundle-only. */
export function offeredLines({ media }: SessionDescription): MediaSection[] {
  return media.filter((line) => !line.disabled && !line.bundleOnly);
}

/** The lines that an answer accepts. */
export function acceptedLines({ media }: SessionDescription): MediaSection[] {
  return media.filter(({ disabled }) => !disabled);
}

/** That an answer accepts nothing: most of what holds of accepted lines would hold of none. */
export function noneAccepted(sdp: SessionDescription): Finding[] {
  return acceptedLines(sdp).length > 0 ? [] : [{ what: `no line is accepted (${linesText(sdp)})` }];
}

/** That an offer offers nothing. */
export function nothingOffered(sdp: SessionDescription): Finding[] {
  return offeredLines(sdp).length > 0 ? [] : [{ what: `no line with a port (${linesText(sdp)})` }];
}

/** `audio, video (port 0)`. */
export function linesText({ media }: SessionDescription): string {
  if (media.length === 0) return 'no m-line';
  return media.map((line) => (line.disabled ? `${line.media} (port 0)` : line.media)).join(', ');
}

/** What keeps an answer from having the offer's lines, in their number, order and media (RFC 3264 6). */
export function unlikeOffer(answer: SessionDescription, offer: SessionDescription): Finding[] {
  const wrong = answer.media
    .filter(({ index, media }) => offer.media[index]?.media !== media)
    .map((line) => {
      const offered = offer.media[line.index];
      return lacking(line, offered ? `the offer has ${offered.media} there` : 'the offer has no such line');
    });
  const missing = offer.media.slice(answer.media.length);
  return [...wrong, ...missing.map((line) => ({ what: `${sectionName(line)} of the offer is missing` }))];
}

/** Which lines of the WIC's offer those of the offer made from it are. */
export interface DerivedLines {
  /** For each line of the derived offer the index of the WIC's; up to the first that fits none. */
  readonly from: readonly number[];
  /** What does not fit. */
  readonly wrong: readonly Finding[];
}

/**
 * Finds for each line of an offer on Mw the line of the WIC's offer that it comes from. Bundle-only lines of port zero
 * are left out there; one with a port, and what is no RTP, may be left out; all others are kept in their order.
 */
export function derivedLines(derived: SessionDescription, { media }: SessionDescription): DerivedLines {
  const isRemoved = (line: MediaSection | undefined) => line?.bundleOnly === true && line.disabled;
  const asDemanded = trace(
    derived,
    media.filter((line) => !isRemoved(line)),
  );
  if (asDemanded.wrong.length === 0) return asDemanded;
  const withRemoved = trace(derived, media);
  if (withRemoved.wrong.length > 0) return asDemanded;
  const wrong = derived.media
    .filter(({ index }) => isRemoved(media[withRemoved.from[index] ?? -1]))
    .map((line) => lacking(line, `the WIC's bundle-only line is kept: m=${line.line.value}`));
  return { from: withRemoved.from, wrong };
}

/** Assigns lines in their order, and leaves out those that may be where they do not fit. */
function trace(derived: SessionDescription, sources: readonly MediaSection[]): DerivedLines {
  const from: number[] = [];
  let next = 0;
  for (const line of derived.media) {
    while (mayBeLeftOut(sources[next]) && sources[next]?.media !== line.media) next += 1;
    const source = sources[next];
    if (source?.media !== line.media) {
      const wanted = source ? `${sectionName(source)} of the WIC expected` : 'no further line expected';
      return { from, wrong: [lacking(line, wanted)] };
    }
    from.push(source.index);
    next += 1;
  }
  const missing = sources.slice(next).filter((line) => !mayBeLeftOut(line));
  return { from, wrong: missing.map((line) => ({ what: `${sectionName(line)} of the WIC is missing` })) };
}

function mayBeLeftOut(line: MediaSection | undefined): boolean {
  return line !== undefined && (line.bundleOnly || !line.isRtp);
}
