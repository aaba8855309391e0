import { Given } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

Given('{wic} is connected', async function (this: Scenario, name: string) {
  await this.lab.connect(name);
});

Given('{wic} is registered', async function (this: Scenario, name: string) {
  await this.register(name);
});

Given('{wic} has been challenged', async function (this: Scenario, name: string) {
  const wic = await this.lab.connect(name);
  const { answer } = await wic.exchange(wic.ua.registerRequest());
  wic.ua.credentials.take(answer.message);
});
