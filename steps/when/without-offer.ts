import { When } from '@cucumber/cucumber';
import { tryWithoutOffer } from '../../src/run/calls/without-offer.ts';
import { callNotes } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

When('the far user tries to call {wic} without offer', async function (this: Scenario, name: string) {
  callNotes(this).withoutOffer = await tryWithoutOffer(this.lab, name);
});
