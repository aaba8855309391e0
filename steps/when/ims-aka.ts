import { When } from '@cucumber/cucumber';
import { attemptAkaRegistration } from '../../src/run/aka-registration.ts';
import type { Scenario } from '../support/world.ts';

When('{wic} tries to register by IMS AKA', async function (this: Scenario, name: string) {
  for (const each of await attemptAkaRegistration(this.lab, name)) this.notes.addRegisterAttempt(name, each);
});
