import { Given } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import type { Scenario } from '../support/world.ts';

async function mustReachMw(scenario: Scenario, name: string, impu?: string): Promise<void> {
  const call = await scenario.call(name, impu);
  if (invitesAtMw(scenario.lab, call).length > 0) return;
  throw new PeerDidNot(`forward a call of WIC ${name} while it is registered`, endOfCall(call));
}

/** The control before the stimulus: without it, that nothing is forwarded later would prove nothing. */
Given('a call of {wic} reaches Mw', async function (this: Scenario, name: string) {
  await mustReachMw(this, name);
});

Given(
  'a call of {wic} as its {ordinal} public user identity reaches Mw',
  async function (this: Scenario, name: string, which: number) {
    await mustReachMw(this, name, this.impu(name, which));
  },
);
