import { Given } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

Given(
  '{wic} is connected with the subscription of {wic}',
  async function (this: Scenario, name: string, as: string) {
    await this.lab.connect(name, { as });
  },
);

Given(
  '{wic} is connected with the subscription of {wic}, resuming its TLS session',
  async function (this: Scenario, name: string, as: string) {
    const session = this.lab.wic(as).connection.tls?.session();
    await this.lab.connect(name, { as, ...(session && { session }) });
  },
);
