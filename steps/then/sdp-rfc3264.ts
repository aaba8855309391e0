import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import * as fit from '../../src/check/sdp/rfc3264.ts';
import { holds } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOf } from '../../src/run/offers/offer-answer.ts';
import { describedOn, isInitial, type Sent } from '../support/descriptions.ts';
import { answersAcross, lastExchange, sentAnswer, sentOffer } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

type Statement = (answer: fit.ToOffer) => ReturnType<typeof fit.fitsOffer>;

/** What holds of every answer of the eP-CSCF, on W2 as on Mw. */
const statements: Readonly<Record<string, readonly Statement[]>> = {
  'has a format in each rejected line': [fit.keepsFormats],
  'fits its offer': [fit.fitsOffer, fit.keepsNumbers, fit.hasCompatibleDirections],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`every answer in the calls of {wic} ${words}`, function (this: Scenario, name: string) {
    for (const { subject, offered } of answers(this, name))
      for (const statement of all) holds(subject, statement({ sdp: subject.sdp, offer: offered }));
  });
}

Then(
  'every answer in the calls of {wic} has the lines of its offer, and rejects {word} as the other side does',
  function (this: Scenario, name: string, media: string) {
    for (const { subject, offered, exchange } of answers(this, name)) {
      const answer = { sdp: subject.sdp, offer: offered };
      holds(subject, fit.mirrorsLines(answer));
      const far = sentAnswer(exchange).media.filter((line) => line.media === media);
      if (!offered.media.some((line) => line.media === media) || far.some(({ disabled }) => !disabled))
        throw new PeerDidNot(`offer ${media} so that it is rejected`);
      holds(subject, fit.rejects(answer, media));
    }
  },
);

/** The core answered wrongly first, so an eP-CSCF that hands that on is not alone to blame. */
Then('no answer to {wic} should have other lines than its offer', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  const offer = sentOffer(exchange);
  const answer = sentAnswer(exchange);
  if (!answer.media.some(({ index, media }) => offer.media[index]?.media !== media))
    throw new PeerDidNot('offer lines of several media to the far user', endOf(exchange));
  const { final } = exchange;
  if (!final) throw new PeerDidNot('answer INVITE with a final response');
  if (exchange.answersReceived.length === 0) {
    expect(final).to.conform({
      title: 'An answer of the far user that does not fit is not passed on',
      ok: true,
      expected: ['a refusal', 'a 2xx without answer', 'an answer with the lines of the offer'],
      received: endOf(exchange),
    });
    return;
  }
  for (const subject of answersAcross(exchange))
    holds(subject, { ...fit.mirrorsLines({ sdp: subject.sdp, offer }), cap: 'warning' });
});

Then(
  'each description in the call of {wic} goes on from the one before, on W2 and on Mw',
  function (this: Scenario, name: string) {
    for (const side of ['wic', 'core'] as const) {
      const all = describedOn(side, this.notes.offerAnswers(name));
      for (const [index, { subject, exchange, offers, offered }] of all.entries()) {
        const { sdp } = subject;
        if (!offers) holds(subject, fit.hasCompatibleDirections({ sdp, offer: offered }));
        const before = all[index - 1]?.subject.sdp;
        if (!before || isInitial(exchange)) continue;
        holds(subject, fit.succeeds({ sdp, before }));
        holds(subject, fit.countsVersions({ sdp, before }));
      }
    }
  },
);

/** The answers on both sides. @throws PeerDidNot when there is none */
function answers({ notes }: Scenario, name: string): Sent[] {
  const exchanges = notes.offerAnswers(name);
  return exchanges.flatMap((exchange) => describedOn(exchange.offeredBy, [exchange]));
}
