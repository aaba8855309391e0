import { Given } from '@cucumber/cucumber';
import { subscribed } from '../../src/run/notification.ts';
import type { Scenario } from '../support/world.ts';

Given(
  'the eP-CSCF has subscribed to the registration state of {wic}',
  async function (this: Scenario, name: string) {
    await subscribed(this.lab, 'eP-CSCF', this.lab.wic(name).identity);
  },
);

Given('{wic} has subscribed to its own registration state', async function (this: Scenario, name: string) {
  const wic = this.lab.wic(name);
  await wic.subscribe();
  await subscribed(this.lab, 'WIC', wic.identity);
});
