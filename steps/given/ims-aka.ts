import { Given } from '@cucumber/cucumber';
import { Isim } from '../../src/peers/wic/isim.ts';
import type { Scenario } from '../support/world.ts';

/** Beyond every sequence number that the home network gives out by the clock, and below 2^48. */
const AHEAD = 2 ** 46;

async function connectWithIsim(scenario: Scenario, name: string, sqn?: number): Promise<void> {
  const identity = await scenario.lab.identity(name);
  await scenario.lab.connect(name, { isim: new Isim(identity, sqn) });
}

Given('{wic} is connected and has an ISIM', async function (this: Scenario, name: string) {
  await connectWithIsim(this, name);
});

Given(
  '{wic} is connected and has an ISIM whose sequence number is ahead of the home network',
  async function (this: Scenario, name: string) {
    await connectWithIsim(this, name, AHEAD);
  },
);

Given('the S-CSCF gives the keys of IMS AKA with every challenge', function (this: Scenario) {
  this.lab.core.registrar.policy.akaKeys = true;
});

Given('the next challenge of IMS AKA has a wrong MAC', function (this: Scenario) {
  this.lab.core.registrar.next({ policy: { akaWrongMac: true } });
});
