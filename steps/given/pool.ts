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

/**
 * One that can be revoked was when the user got the next one; what the SUT was told of it before may be cached for as
 * long as its clock may differ.
 */
Given('the first token of {wic} is past or revoked', async function (this: Scenario, name: string) {
  const { leeway } = this.lab.parameters.pixit.token;
  const past = revokes(this.lab) ? Date.now() + leeway : (heldToken(this, name).past ?? 0);
  await this.lab.until(past);
});
