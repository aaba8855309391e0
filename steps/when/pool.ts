import { When } from '@cucumber/cucumber';
import { poolUser } from '../support/pool-users.ts';
import { holdToken } from '../support/tokens.ts';
import type { Scenario } from '../support/world.ts';

/** The token is remembered, to be shown once more. */
When(
  "{wic} tries to register by the token on its user's page",
  async function (this: Scenario, name: string) {
    const { token, past, ...tried } = await poolUser(this, name).tryRegister();
    holdToken(this, name, { token, past });
    this.notes.addRegisterAttempt(name, tried);
  },
);

When(
  "{wic} tries to re-register by a fresh token on its user's page",
  async function (this: Scenario, name: string) {
    this.notes.addRegisterAttempt(name, await poolUser(this, name).tryRegister());
  },
);

When(
  "{wic} deregisters by a fresh token on its user's page, on a new connection if need be",
  async function (this: Scenario, name: string) {
    this.notes.addRegistration(name, await poolUser(this, name).deregister());
  },
);

When('the user of {wic} gives its identity back', async function (this: Scenario, name: string) {
  await poolUser(this, name).giveBack();
});
