import { Given } from '@cucumber/cucumber';
import type { ConnectOptions } from '../../src/run/lab.ts';
import type { Scenario } from '../support/world.ts';

/** The same device on a further connection: it knows the Service-Route of its registration. */
async function connectAs(
  scenario: Scenario,
  name: string,
  as: string,
  options?: ConnectOptions,
): Promise<void> {
  const wic = await scenario.lab.connect(name, { as, ...options });
  wic.ua.serviceRoute = scenario.lab.wic(as).ua.serviceRoute;
}

Given(
  '{wic} is connected with the subscription of {wic}',
  async function (this: Scenario, name: string, as: string) {
    await connectAs(this, name, as);
  },
);

Given(
  '{wic} is connected with the subscription of {wic}, resuming its TLS session',
  async function (this: Scenario, name: string, as: string) {
    const session = this.lab.wic(as).connection.tls?.session();
    await connectAs(this, name, as, session && { session });
  },
);
