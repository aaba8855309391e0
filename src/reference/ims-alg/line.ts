import type { MediaSection, SessionDescription } from '../../sdp/description.ts';
import type { AccessRemote, AgwLine, TransportAddress } from '../agw/agw.ts';

/** The two sides between which descriptions are converted: W2 and Mw. */
export type Side = 'wic' | 'core';

export function otherSide(side: Side): Side {
  return side === 'wic' ? 'core' : 'wic';
}

/** One media line of a call. A line keeps its place on either side for as long as the dialog lasts (RFC 3264 8). */
export interface Line {
  /** Index of its m-line; undefined on a side to which it was never offered. */
  readonly index: { readonly wic: number | undefined; readonly core: number | undefined };
  readonly media: string;
  /** As offered last, for where the line has to be named although nobody describes it. */
  readonly formats: readonly string[];
  readonly proto: { readonly wic: string; readonly core: string };
  /** What serves it; undefined while it carries no media. */
  readonly agw: AgwLine | undefined;
  /** What the two sides said of it in the last exchange that was answered. */
  readonly remote: Remote | undefined;
}

export interface Remote {
  readonly access: AccessRemote;
  readonly core: TransportAddress | undefined;
}

/**
 * What becomes of a line of an offer: it is relayed through the AGW, it stands there with port zero, or it is not
 * there at all and is rejected in the answer.
 */
export type Fate = 'relayed' | 'disabled' | 'removed';

export interface Planned {
  readonly line: Line;
  /** As offered; undefined for a line of the other side's that this offer does not know. */
  readonly section: MediaSection | undefined;
  readonly fate: Fate;
}

/** An offer with what becomes of its lines. */
export interface PlannedOffer {
  readonly from: Side;
  readonly description: SessionDescription;
  readonly planned: readonly Planned[];
}

/** A description as it is going to be sent, without its origin: lines of the session, lines of each medium. */
export interface Outgoing {
  readonly session: readonly string[];
  readonly media: readonly (readonly string[])[];
}

/** An answer as it goes on, and the lines as they are agreed now. */
export interface Answered {
  readonly outgoing: Outgoing;
  readonly lines: readonly Line[];
}
