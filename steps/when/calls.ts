import { When } from '@cucumber/cucumber';
import { attemptCall } from '../../src/run/call-attempt.ts';
import { forgery } from '../support/forged.ts';
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

When(
  '{wic} tries to call with a forged {word}',
  async function (this: Scenario, name: string, header: string) {
    const call = await attemptCall(this.lab, name, 'called-by-a-forger', undefined, [forgery(header)]);
    this.notes.addCall(name, call);
  },
);
