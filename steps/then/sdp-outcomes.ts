import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Evidence } from '../../src/check/recorder.ts';
import { hasDistinctPorts, isWellFormed } from '../../src/check/sdp/both-sides.ts';
import * as offers from '../../src/check/sdp/core-offer.ts';
import { hasIndicator, isDtlsSrtp, leavesRoleOpen } from '../../src/check/sdp/offer-to-wic.ts';
import * as answers from '../../src/check/sdp/wic-answer.ts';
import { hasSdp, holds, sdpOf } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOf, type OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import {
  acrossToWic,
  answerAcross,
  answersAcross,
  lastExchange,
  offerAcross,
  sentOffer,
} from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

/** What shows how the offer ended, when nothing else does. */
function evidenceOf({ offer, final }: OfferAnswer): Evidence {
  return { message: final?.id ?? offer.id, line: 1 };
}

function isRefused({ final }: OfferAnswer): boolean {
  return final !== undefined && final.message.status >= 300;
}

/** Records a refusal where that is one of the accepted outcomes. */
function recordRefusal(exchange: OfferAnswer, title: string, expected: readonly string[]): void {
  check({ title, ok: true, expected, received: endOf(exchange), evidence: evidenceOf(exchange) });
}

Then('an INVITE with an offer made from that of {wic} is on Mw', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  const { offerReceived } = exchange;
  const isThere = offerReceived !== undefined && hasSdp(offerReceived.message);
  check({
    title: 'The INVITE is on Mw with an offer',
    ok: isThere,
    expected: ['INVITE with SDP on Mw'],
    received: isThere
      ? 'INVITE with SDP'
      : `${offerReceived ? 'INVITE without SDP' : 'no INVITE'} (${endOf(exchange)})`,
    evidence: offerReceived ? { message: offerReceived.id, line: 1 } : evidenceOf(exchange),
  });
  const { sdp, ...offer } = offerAcross(exchange);
  holds({ ...offer, sdp }, offers.hasLinesOfWic({ sdp, wic: sentOffer(exchange) }));
});

Then(
  'the eP-CSCF does not run ICE with {wic} as if nothing were wrong',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const title = 'A default destination that is no candidate is refused';
    if (isRefused(exchange)) return recordRefusal(exchange, title, ['a refusal', 'a=ice-mismatch', 'no ICE']);
    const answer = answerAcross(exchange);
    holds(answer, answers.doesNotRunIce(acrossToWic(exchange, answer)));
  },
);

Then('no answer to {wic} has ICE in an accepted line', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  const title = 'An offer without ICE is refused';
  if (exchange.final && isRefused(exchange)) {
    check({
      title,
      ok: [488, 606].includes(exchange.final.message.status),
      expected: ['488', '606', 'an answer without ICE'],
      received: endOf(exchange),
      evidence: evidenceOf(exchange),
      // Another refusal says nothing of ICE.
      cap: 'inconclusive',
    });
    return;
  }
  for (const answer of answersAcross(exchange))
    holds(answer, answers.hasNoIce(acrossToWic(exchange, answer)));
});

Then('the call of {wic} is answered with DTLS-SRTP of the eIMS-AGW', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  check({
    title: 'The call that the core takes is answered on W2',
    ok: !isRefused(exchange),
    expected: ['2xx', 'a reliable 18x'],
    received: endOf(exchange),
    evidence: evidenceOf(exchange),
  });
  const answer = answerAcross(exchange);
  holds(answer, answers.isDtlsSrtpOfAgw(acrossToWic(exchange, answer)));
});

Then(
  'the last call of {wic}, without 3ge2ae, is not refused where the one before is accepted',
  function (this: Scenario, name: string) {
    const [requested, without] = this.notes.offerAnswers(name).slice(-2);
    if (!requested || !without) throw new Error(`WIC ${name} has not called twice`);
    if (isRefused(requested)) throw new PeerDidNot('accept a call with 3ge2ae', endOf(requested));
    for (const exchange of [requested, without]) if (!isRefused(exchange)) offerAcross(exchange);
    check({
      title: 'An offer without 3ge2ae is not refused, since one with it is accepted',
      ok: !isRefused(without),
      expected: ['no refusal'],
      received: endOf(without),
      evidence: evidenceOf(without),
    });
  },
);

Then(
  'nothing malformed comes of the offer of {wic}, and no offer without a line is on Mw',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const { final, offerReceived, answersReceived } = exchange;
    if (offerReceived && hasSdp(offerReceived.message)) {
      const offer = offerAcross(exchange);
      holds(offer, offers.hasALine({ sdp: offer.sdp, wic: sentOffer(exchange) }));
      holds(offer, isWellFormed(offer));
    }
    for (const seen of answersReceived) {
      const answer = sdpOf(seen, 'answer on W2');
      holds(answer, isWellFormed(answer));
    }
    if (!final) throw new PeerDidNot('answer INVITE with a final response');
    check({
      title: 'An offer of bundle-only lines alone is handled',
      ok: true,
      expected: ['a refusal', 'an answer that rejects all lines', 'an INVITE with a line'],
      received: endOf(exchange),
      evidence: evidenceOf(exchange),
    });
  },
);

/** 24.371 7.4.1 b) has every offer replaced; what else becomes of other transports is open. */
Then('what happens to the offer of {wic} is recorded', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  check({
    title: 'An offer of another transport than UDP/TLS/RTP/SAVPF is answered',
    ok: exchange.final !== undefined,
    expected: ['a refusal', 'a 2xx'],
    received: endOf(exchange),
    evidence: evidenceOf(exchange),
  });
  if (!exchange.offerReceived || !hasSdp(exchange.offerReceived.message)) return;
  const offer = offerAcross(exchange);
  holds(offer, offers.hasNoAddressOfWic({ sdp: offer.sdp, wic: sentOffer(exchange) }));
});

Then(
  'the data channel of {wic} is answered as declared, and not offered to the core',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const declared = this.lab.parameters.pics.dataChannel;
    const title = 'A data channel beside audio is refused with it';
    if (isRefused(exchange)) {
      check({
        title,
        ok: !declared,
        expected: [declared ? 'an answer' : 'a refusal', 'an answer'],
        received: endOf(exchange),
        evidence: evidenceOf(exchange),
      });
      return;
    }
    const offer = offerAcross(exchange);
    if (!declared) holds(offer, offers.hasNoDataChannel({ sdp: offer.sdp, wic: sentOffer(exchange) }));
    const answer = answerAcross(exchange);
    const statement = declared ? answers.acceptsDataChannel : answers.rejectsDataChannel;
    holds(answer, statement(acrossToWic(exchange, answer)));
  },
);

/** What a data channel becomes beyond W2 is open: no INVITE on Mw is as good as one without it. */
Then(
  'the data channel of {wic} is refused or answered as declared, and not offered to the core',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const { final, offerReceived, answersReceived } = exchange;
    const declared = this.lab.parameters.pics.dataChannel;
    check({
      title: 'A data channel alone is answered',
      ok: final !== undefined,
      expected: ['a refusal', 'a 2xx'],
      received: endOf(exchange),
      evidence: evidenceOf(exchange),
    });
    if (!declared && offerReceived && hasSdp(offerReceived.message)) {
      const { sdp, ...offer } = offerAcross(exchange);
      holds({ ...offer, sdp }, offers.hasNoDataChannel({ sdp, wic: sentOffer(exchange) }));
    }
    if (declared) return;
    for (const seen of answersReceived) {
      const answer = sdpOf(seen, 'answer on W2');
      holds(answer, answers.rejectsDataChannel({ sdp: answer.sdp, offer: sentOffer(exchange) }));
    }
  },
);

Then(
  'no two lines of the call of {wic} share a port, neither on Mw nor on W2',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    for (const each of [offerAcross(exchange), ...answersAcross(exchange)])
      holds(each, hasDistinctPorts(each));
  },
);

Then(
  'each line of the offer to {wic} is DTLS-SRTP with 3ge2ae applied',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const offer = offerAcross(exchange);
    const across = { sdp: offer.sdp, core: sentOffer(exchange) };
    for (const statement of [isDtlsSrtp, leavesRoleOpen, hasIndicator]) holds(offer, statement(across));
  },
);

Then(
  'each accepted line of the answer of {wic} on Mw is plain RTP without fingerprint',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const answer = answerAcross(exchange);
    const across = { sdp: answer.sdp, wic: sentOffer(exchange) };
    holds(answer, offers.isPlainRtp(across));
    holds(answer, offers.hasNoFingerprint(across));
  },
);
