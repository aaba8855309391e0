import { Given } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

Given('{wic} is connected', async function (this: Scenario, name: string) {
  await this.lab.connect(name);
});

Given('{wic} is registered', async function (this: Scenario, name: string) {
  await this.register(name);
});

Given(
  '{wic} is registered with {int} public user identities',
  async function (this: Scenario, name: string, count: number) {
    await this.lab.identity(name, count);
    await this.register(name);
  },
);
