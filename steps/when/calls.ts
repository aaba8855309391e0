import { When } from '@cucumber/cucumber';
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
