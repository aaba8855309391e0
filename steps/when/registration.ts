import { When } from '@cucumber/cucumber';
import type { Scenario } from '../support/world.ts';

When('{wic} registers', async function (this: Scenario, name: string) {
  await this.register(name);
});

When('{wic} re-registers', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await this.lab.wic(name).reregister());
});

When('{wic} deregisters', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await this.lab.wic(name).deregister());
});
