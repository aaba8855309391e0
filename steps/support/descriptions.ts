import type { SdpSubject } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import type { SessionDescription } from '../../src/sdp/description.ts';
import { answersAcross, offerAcross, sentOffer } from './sdp.ts';
import type { Scenario } from './world.ts';

/** A description that the eP-CSCF sent, and the exchange it belongs to. */
export interface Sent {
  readonly subject: SdpSubject;
  readonly exchange: OfferAnswer;
  /** Whether it is an offer; else it answers. */
  readonly offers: boolean;
  /** What the other side offered: what it answers, or was made from. */
  readonly offered: SessionDescription;
}

/**
 * Everything that the eP-CSCF described to one side, in order.
 * @throws PeerDidNot when it described nothing in one of the exchanges
 * @throws CheckFailed when one cannot be read
 */
export function describedOn(side: 'wic' | 'core', exchanges: readonly OfferAnswer[]): Sent[] {
  return exchanges.flatMap((exchange) => {
    const offers = exchange.offeredBy !== side;
    const offered = sentOffer(exchange);
    const subjects = offers ? [offerAcross(exchange)] : answersAcross(exchange);
    return subjects.map((subject) => ({ subject, exchange, offers, offered }));
  });
}

/** The same of the WIC's side, offers alone or answers alone. @throws PeerDidNot when there is none */
export function onW2({ notes }: Scenario, name: string, which?: 'offers' | 'answers'): [Sent, ...Sent[]] {
  const all = describedOn('wic', notes.offerAnswers(name));
  const [first, ...others] = all.filter(
    ({ offers }) => which === undefined || offers === (which === 'offers'),
  );
  if (!first) throw new PeerDidNot(`send ${which ?? 'a description'} to WIC ${name}`);
  return [first, ...others];
}

/** Whether the exchange began the call. */
export function isInitial({ carrier }: OfferAnswer): boolean {
  return carrier === 'INVITE';
}
