import { When } from '@cucumber/cucumber';
import { deliverOverPath } from '../../src/run/delivery.ts';
import type { Scenario } from '../support/world.ts';

When('the core sends a MESSAGE to {wic} over its Path', async function (this: Scenario, name: string) {
  this.notes.addDelivery(name, await deliverOverPath(this.lab, this.lab.wic(name)));
});
