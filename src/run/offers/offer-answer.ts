import { hasSdp } from '../../check/sdp.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import { SdpParseError } from '../../sdp/error.ts';
import { type SipMessage, SipResponse } from '../../sip/message.ts';

/** One exchange of offer and answer across the SUT: as it was sent, and as it arrived on the other side. */
export interface OfferAnswer {
  readonly offeredBy: 'wic' | 'core';
  /** What carries the offer: `INVITE`, `re-INVITE`, `UPDATE`, `200 to an INVITE without offer`. */
  readonly carrier: string;
  readonly offer: Sent;
  /** Absent when nothing arrived. */
  readonly offerReceived?: Seen | undefined;
  /** The session description that the other side answered with; absent when the SUT never let it answer. */
  readonly answer?: string | undefined;
  /** What others answered, to whom the request forked. */
  readonly otherAnswers?: readonly string[];
  /** Every message with a session description that came back for it. */
  readonly answersReceived: readonly Seen[];
  /** The final response to the request with the offer, when it came. */
  readonly final?: Seen<SipResponse> | undefined;
}

/**
 * Those of the messages that carry an offer or an answer. A refusal may have a session description as well, which says
 * what would be acceptable and answers nothing (RFC 3261 21.4.26).
 */
export function withSdp<M extends SipMessage>(messages: readonly Seen<M>[]): Seen<M>[] {
  return messages.filter(
    ({ message }) => hasSdp(message) && !(message instanceof SipResponse && message.status >= 300),
  );
}

/** How an exchange ended, in one line for the report. */
export function endOf({ final }: OfferAnswer): string {
  return final ? final.message.startLine.replace('SIP/2.0 ', '') : 'no final response';
}

/** Whether the offer was refused because its method is not known, or not allowed (RFC 3261 21.4.6, 21.5.2). */
export function isUnknownMethod({ final }: OfferAnswer): boolean {
  return final !== undefined && [405, 501].includes(final.message.status);
}

/** An offer that cannot be read is judged later, and gets no answer. */
export function unlessUnreadable(answer: () => string): string | undefined {
  try {
    return answer();
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    return undefined;
  }
}
