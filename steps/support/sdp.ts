import type { TowardsWic } from '../../src/check/sdp/wic-answer.ts';
import { hasSdp, type SdpSubject, sdpOf } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOf, type OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import { parseSdp, type SessionDescription } from '../../src/sdp/description.ts';
import { SipResponse } from '../../src/sip/message.ts';
import type { Scenario } from './world.ts';

/** The last exchange of offer and answer of the named WIC. */
export function lastExchange(scenario: Scenario, name: string): OfferAnswer {
  return scenario.notes.offerAnswer(name);
}

/** What the side that offers has sent. */
export function sentOffer({ offer }: OfferAnswer): SessionDescription {
  return parseSdp(offer.message.body);
}

/** What the side that answers has sent. @throws PeerDidNot when the SUT never let it answer */
export function sentAnswer(exchange: OfferAnswer): SessionDescription {
  if (exchange.answer !== undefined) return parseSdp(exchange.answer);
  throw new PeerDidNot(`let the offer in ${exchange.carrier} be answered`, endOf(exchange));
}

/**
 * The offer as it arrived on the other side of the SUT.
 * @throws PeerDidNot when none did: what it should be like cannot be judged then
 * @throws CheckFailed when it cannot be read
 */
export function offerAcross(exchange: OfferAnswer): SdpSubject {
  const { offeredBy, offerReceived, carrier } = exchange;
  const side = offeredBy === 'wic' ? 'Mw' : 'W2';
  if (!offerReceived || !hasSdp(offerReceived.message)) {
    throw new PeerDidNot(`send an offer to ${side}`, `for the one in ${carrier}: ${endOf(exchange)}`);
  }
  return sdpOf(offerReceived, `offer on ${side}`);
}

/**
 * Every answer that arrived on the side that offered.
 * @throws PeerDidNot when none did
 * @throws CheckFailed when one cannot be read
 */
export function answersAcross(exchange: OfferAnswer): [SdpSubject, ...SdpSubject[]] {
  const side = exchange.offeredBy === 'wic' ? 'W2' : 'Mw';
  const [first, ...others] = exchange.answersReceived.map((seen) => sdpOf(seen, `answer on ${side}`));
  if (!first)
    throw new PeerDidNot(
      `send an answer to ${side}`,
      `to the offer in ${exchange.carrier}: ${endOf(exchange)}`,
    );
  return [first, ...others];
}

/**
 * The answer that counts: the first in a final or a reliable response, or in a request (RFC 3262 5, RFC 6337 2.1).
 * @throws PeerDidNot when none did
 * @throws CheckFailed when one cannot be read
 */
export function answerAcross(exchange: OfferAnswer): SdpSubject {
  const decisive = answersAcross(exchange).find(
    ({ message }) => !(message instanceof SipResponse) || message.status >= 200 || message.has('RSeq'),
  );
  if (!decisive) throw new PeerDidNot('answer in a final or reliable response', `to ${exchange.carrier}`);
  return decisive;
}

/** An answer to the WIC with what it answers and what it was made from. @throws PeerDidNot, CheckFailed */
export function acrossToWic(exchange: OfferAnswer, { sdp }: SdpSubject): TowardsWic {
  const core = { offer: offerAcross(exchange).sdp, answer: sentAnswer(exchange) };
  return { sdp, offer: sentOffer(exchange), core };
}
