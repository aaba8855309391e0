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

/** `audio, video (port 0)`. */
export function linesText({ media }: SessionDescription): string {
  if (media.length === 0) return 'no m-line';
  return media.map((line) => (line.disabled ? `${line.media} (port 0)` : line.media)).join(', ');
}

/** What keeps an answer from having the offer's lines, in their number, order and media (RFC 3264 6). */
export function unlikeOffer(answer: SessionDescription, offer: SessionDescription): Finding[] {
  const wrong = answer.media
    .filter((line, index) => offer.media[index]?.media !== line.media)
    .map((line) => {
      const offered = offer.media[line.index];
      return lacking(line, offered ? `the offer has ${offered.media} there` : 'the offer has no such line');
    });
  const missing = offer.media.slice(answer.media.length);
  return [...wrong, ...missing.map((line) => ({ what: `${sectionName(line)} of the offer is missing` }))];
}

/** A line of the WIC's offer and how far it has to appear in the offer that is made from it. */
export interface Expected {
  readonly line: MediaSection;
  /** Whether it may be absent as well. */
  readonly optional: boolean;
}

/**
 * Finds for each line of a derived offer the one it comes from: lines may be left out where they are optional, and
 * keep their order.
 * @returns the index in `expected` for each line of `derived`, or what does not fit
 */
export function traceLines(
  derived: SessionDescription,
  expected: readonly Expected[],
): { readonly from: readonly number[] } | { readonly wrong: readonly Finding[] } {
  const from: number[] = [];
  let next = 0;
  for (const line of derived.media) {
    let at = next;
    while (expected[at]?.optional && expected[at]?.line.media !== line.media) at += 1;
    const source = expected[at];
    if (source?.line.media !== line.media) {
      const wanted = source ? `${source.line.media} expected` : 'no further line expected';
      return { wrong: [lacking(line, `${wanted}, ${line.media} received`)] };
    }
    from.push(at);
    next = at + 1;
  }
  const missing = expected.slice(next).filter(({ optional }) => !optional);
  if (missing.length === 0) return { from };
  return {
    wrong: missing.map(({ line }) => ({ what: `${sectionName(line)} of the WIC's offer is missing` })),
  };
}
