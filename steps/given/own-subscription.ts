import { Given } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

Given(
  '{wic} is registered with the second public user identity of its implicit set',
  async function (this: Scenario, name: string) {
    const { impus } = await this.lab.identity(name, 2);
    await this.register(name, { impu: impus[1] ?? '' });
  },
);

/** Its first NOTIFY is on the way, answered or not. */
Given(
  'the S-CSCF has accepted the subscription of the eP-CSCF for {wic}',
  async function (this: Scenario, name: string) {
    await this.lab.core.subscriptions.next('eP-CSCF', this.lab.wic(name).identity);
  },
);
