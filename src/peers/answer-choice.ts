import type { Direction, MediaSection, SessionDescription } from '../sdp/description.ts';
import { answersDirection } from '../sdp/fit.ts';

/** How a simulated user answers an offer; it accepts all that it can unless told. */
export interface AnswerChoice {
  /** Lines that are rejected: 1-based, as the offer counts them. */
  readonly rejects?: readonly number[];
  /** Wanted in every line, as far as the offer leaves it possible; else what the offer asks for. */
  readonly direction?: Direction;
  /** Misbehaviour: the lines come in the opposite order (RFC 3264 6 forbids it). */
  readonly reversed?: boolean;
}

const mirrored: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

/** The direction that answers a line. */
export function directionFor(offered: MediaSection, { direction }: AnswerChoice): Direction {
  if (direction !== undefined && answersDirection(direction, offered.direction)) return direction;
  return mirrored[offered.direction];
}

/** Whether the choice leaves it to the codecs and the proto if a line is accepted. */
export function mayAccept(offered: MediaSection, { rejects = [] }: AnswerChoice): boolean {
  return !offered.disabled && !rejects.includes(offered.index + 1);
}

/** A line that is rejected: port zero, with the offer's media, proto and formats (RFC 3264 6). */
export function rejectedLine({ media, proto, formats }: MediaSection, address: string): string[] {
  return [`m=${media} 0 ${proto} ${formats.join(' ')}`, `c=IN ${addressType(address)} ${address}`];
}

/** The lines of an answer put together. */
export function answerText(
  session: readonly string[],
  lines: readonly (readonly string[])[],
  { reversed = false }: AnswerChoice,
): string {
  const ordered = reversed ? lines.toReversed() : lines;
  return `${[...session, ...ordered.flat()].join('\r\n')}\r\n`;
}

/** The `t=` lines of an offer, which its answer has too (RFC 3264 6). */
export function timesOf(offer: SessionDescription): string[] {
  return offer.session.values('t').map(({ value }) => `t=${value}`);
}

/** `IP4` or `IP6`. */
export function addressType(address: string): string {
  return address.includes(':') ? 'IP6' : 'IP4';
}
