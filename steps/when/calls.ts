import { When } from '@cucumber/cucumber';
import { attemptCall } from '../../src/run/call-attempt.ts';
import { FORGED, forgery } from '../support/forged.ts';
import type { Scenario } from '../support/world.ts';

/** A WIC whose connection was closed does not call. */
When('{wic} tries to call', async function (this: Scenario, name: string) {
  await this.call(name);
});

When(
  '{wic} tries to call as its {ordinal} public user identity',
  async function (this: Scenario, name: string, which: number) {
    await this.call(name, this.impu(name, which));
  },
);

When('{wic} tries to call with a forged P-Asserted-Identity', async function (this: Scenario, name: string) {
  const bends = [forgery('P-Asserted-Identity')];
  this.notes.addCall(name, await attemptCall(this.lab, name, 'called-by-a-forger', undefined, bends));
});

When('{wic} tries to call with a forged P-Preferred-Identity', async function (this: Scenario, name: string) {
  this.notes.addCall(name, await attemptCall(this.lab, name, 'called-by-a-forger', FORGED.identity));
});
