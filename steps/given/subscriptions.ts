import { Given } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

Given(
  '{wic} has {int} public user identities that are registered one by one',
  async function (this: Scenario, name: string, count: number) {
    const sets = Array.from({ length: count }, (_, index) => [index]);
    await this.lab.identity(name, count, sets);
  },
);

Given(
  '{wic} has {int} public user identities and a tel URI in one implicit registration set',
  async function (this: Scenario, name: string, count: number) {
    const identity = await this.lab.identity(name, count);
    const { impus, tel } = identity;
    this.lab.core.registrar.add(identity, [tel === undefined ? impus : [...impus, tel]]);
  },
);
