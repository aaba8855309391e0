import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { AnswerChoice } from '../../src/peers/answer-choice.ts';
import { callWicWithoutOffer } from '../../src/run/offers/far-call.ts';
import { endOf, isUnknownMethod, type OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import { FarCall } from '../../src/run/offers/standing-far-call.ts';
import { type FarUser, WicCall } from '../../src/run/offers/wic-call.ts';
import { coreShape, wicShape } from '../support/shapes.ts';
import type { Scenario } from '../support/world.ts';

async function calls(scenario: Scenario, name: string, shape: string, far?: FarUser): Promise<OfferAnswer> {
  const { lab, notes } = scenario;
  const call = new WicCall(lab, name, `far-user-${notes.offerAnswers(name).length + 1}`);
  const exchange = await call.offer(wicShape(shape), far);
  notes.addWicCall(name, call);
  notes.addOfferAnswer(name, exchange);
  return exchange;
}

async function mustCall(scenario: Scenario, name: string, shape: string, far?: FarUser): Promise<void> {
  const exchange = await calls(scenario, name, shape, far);
  const { final } = exchange;
  if (!final || final.message.status >= 300) throw new PeerDidNot('put the call through', endOf(exchange));
}

/** Any end of the call is legal. */
When(
  '{wic} tries to call the far user offering {string}',
  async function (this: Scenario, name: string, shape: string) {
    await calls(this, name, shape);
  },
);

/** The far user errs: any end of the call is legal. */
When(
  '{wic} tries to call the far user offering {string}, who answers the lines in the wrong order',
  async function (this: Scenario, name: string, shape: string) {
    await calls(this, name, shape, { choice: { reversed: true } });
  },
);

When(
  '{wic} calls the far user offering {string}',
  async function (this: Scenario, name: string, shape: string) {
    await mustCall(this, name, shape);
  },
);

When(
  '{wic} calls the far user offering {string}, who answers in a reliable 183',
  async function (this: Scenario, name: string, shape: string) {
    await mustCall(this, name, shape, { early: 'reliable' });
  },
);

When(
  '{wic} calls the far user offering {string}, who answers in an unreliable 183 and in the 200',
  async function (this: Scenario, name: string, shape: string) {
    await mustCall(this, name, shape, { early: 'unreliable' });
  },
);

When(
  '{wic} makes a call offering {string} that forks to two users, both of whom answer early',
  async function (this: Scenario, name: string, shape: string) {
    await mustCall(this, name, shape, { early: 'unreliable', forks: 2 });
  },
);

When(
  '{wic} calls the far user offering {string}, who rejects line {int}',
  async function (this: Scenario, name: string, shape: string, line: number) {
    await mustCall(this, name, shape, { choice: { rejects: [line] } });
  },
);

When('{wic} offers {string} in a re-INVITE', async function (this: Scenario, name: string, shape: string) {
  this.notes.addOfferAnswer(name, await this.notes.wicCall(name).reoffer('INVITE', wicShape(shape)));
});

/** UPDATE is optional (RFC 3311): who refuses the method gets the offer in a re-INVITE. */
When('{wic} offers {string} in an UPDATE', async function (this: Scenario, name: string, shape: string) {
  const call = this.notes.wicCall(name);
  const exchange = await call.reoffer('UPDATE', wicShape(shape));
  this.notes.addOfferAnswer(
    name,
    isUnknownMethod(exchange) ? await call.reoffer('INVITE', wicShape(shape)) : exchange,
  );
});

When('the far user calls {wic} without offer', async function (this: Scenario, name: string) {
  this.notes.addOfferAnswer(name, await callWicWithoutOffer(this.lab, name, 'audio'));
});

async function isCalled(
  scenario: Scenario,
  name: string,
  shape: string,
  choice?: AnswerChoice,
): Promise<void> {
  const call = new FarCall(scenario.lab, name);
  const exchange = await call.offer(coreShape(shape), choice);
  scenario.notes.addFarCall(name, call);
  scenario.notes.addOfferAnswer(name, exchange);
  const { final } = exchange;
  if (!final || final.message.status >= 300) throw new PeerDidNot('put the call through', endOf(exchange));
}

When(
  'the far user calls {wic} offering {string}',
  async function (this: Scenario, name: string, shape: string) {
    await isCalled(this, name, shape);
  },
);

When(
  'the far user calls {wic} offering {string}, and the WIC rejects line {int}',
  async function (this: Scenario, name: string, shape: string, line: number) {
    await isCalled(this, name, shape, { rejects: [line] });
  },
);
