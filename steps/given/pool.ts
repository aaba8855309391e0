import { Given } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { PoolUser, provideOneIdentity, revokes } from '../../src/run/pool-user.ts';
import { notePoolUser, poolUser } from '../support/pool-users.ts';
import { heldToken } from '../support/tokens.ts';
import type { Scenario } from '../support/world.ts';

Given(
  'the WWSF has one identity for the users of {wic} and {wic}',
  async function (this: Scenario, name: string, other: string) {
    await provideOneIdentity(this.lab, [name, other]);
  },
);

Given(
  'the user of {wic} opens the page of the WWSF and logs in',
  async function (this: Scenario, name: string) {
    notePoolUser(this, name, await PoolUser.login(this.lab, name));
  },
);

Given('the WWSF has no identity for the user of {wic}', async function (this: Scenario, name: string) {
  if (await poolUser(this, name).isLentIdentity()) {
    throw new PeerDidNot('lend an identity to one user at a time', `the user of WIC ${name} has one, too`);
  }
});

/** One that can be revoked was when the user got the next one. */
Given('the first token of {wic} is past or revoked', async function (this: Scenario, name: string) {
  if (!revokes(this.lab)) await this.lab.until(heldToken(this, name).past ?? 0);
});
