import { When } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOf, isUnknownMethod, type OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import { type Carrier, FarCall } from '../../src/run/offers/standing-far-call.ts';
import { coreShape, wicShape } from '../support/shapes.ts';
import type { Scenario } from '../support/world.ts';

/** Any end of the call is legal. */
When(
  'the far user tries to call {wic} offering {string}',
  async function (this: Scenario, name: string, shape: string) {
    const call = new FarCall(this.lab, name);
    this.notes.addFarCall(name, call);
    this.notes.addOfferAnswer(name, await call.offer(coreShape(shape)));
  },
);

When(
  'the far user calls {wic} offering {string}, who answers in a reliable 183',
  async function (this: Scenario, name: string, shape: string) {
    const call = new FarCall(this.lab, name);
    const exchange = await call.offer(coreShape(shape), {}, true);
    this.notes.addFarCall(name, call);
    this.notes.addOfferAnswer(name, exchange);
    const { final } = exchange;
    if (!final || final.message.status >= 300) throw new PeerDidNot('put the call through', endOf(exchange));
  },
);

When(
  'the far user offers {string} to {wic} in a(n) {word}',
  async function (this: Scenario, shape: string, name: string, carrier: string) {
    const call = this.notes.farCall(name);
    const offers = (method: Carrier) => call.farOffers(method, coreShape(shape));
    this.notes.addOfferAnswer(name, await byCarrier(carrier, offers));
  },
);

When(
  'the far user refreshes the session with {wic}, offering {string} as before',
  async function (this: Scenario, name: string, shape: string) {
    this.notes.addOfferAnswer(name, await this.notes.farCall(name).farRefreshes(coreShape(shape)));
  },
);

When(
  '{wic} offers {string} to the far user in a(n) {word}',
  async function (this: Scenario, name: string, shape: string, carrier: string) {
    const call = this.notes.farCall(name);
    const offers = (method: Carrier) => call.wicOffers(method, wicShape(shape));
    this.notes.addOfferAnswer(name, await byCarrier(carrier, offers));
  },
);

When('{wic} restarts ICE, offering {string}', async function (this: Scenario, name: string, shape: string) {
  const call = this.notes.farCall(name);
  this.notes.addOfferAnswer(name, await call.wicOffers('INVITE', wicShape(shape), true));
});

/** UPDATE is optional (RFC 3311): who refuses the method gets the offer in a re-INVITE. */
async function byCarrier(
  carrier: string,
  offers: (method: Carrier) => Promise<OfferAnswer>,
): Promise<OfferAnswer> {
  if (carrier !== 'UPDATE') return offers('INVITE');
  const exchange = await offers('UPDATE');
  return isUnknownMethod(exchange) ? offers('INVITE') : exchange;
}
