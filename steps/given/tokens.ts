import { Given } from '@cucumber/cucumber';
import { giveShortToken, registerByToken } from '../../src/run/by-token.ts';
import { to } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import { registersAtMw } from '../support/registers.ts';
import { heldToken, holdToken, tokenOf } from '../support/tokens.ts';
import type { Scenario } from '../support/world.ts';

Given('{wic} is registered by token', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await registerByToken(this.lab, name));
});

Given('{wic} is connected and has a token', async function (this: Scenario, name: string) {
  const wic = await this.lab.connect(name);
  wic.useToken(await this.lab.tokens.issue(wic.identity));
});

Given(
  '{wic} is registered by a token for its first public user identity alone',
  async function (this: Scenario, name: string) {
    const wic = await this.lab.connect(name);
    const impus = wic.identity.impus.slice(0, 1);
    wic.useToken(await this.lab.tokens.issue(wic.identity, { impus }));
    this.notes.addRegistration(name, await wic.register());
  },
);

Given('{wic} is registered by a token that expires soon', async function (this: Scenario, name: string) {
  const wic = await this.lab.connect(name);
  holdToken(this, name, await giveShortToken(this.lab, wic));
  this.notes.addRegistration(name, await wic.register());
  // Without one there is nothing worth waiting for.
  registersAtMw(this, name);
});

Given('the token of {wic} has expired', async function (this: Scenario, name: string) {
  await this.lab.until(heldToken(this, name).past ?? 0);
});

/** What the SUT was told of the token before may be cached for as long as its clock may differ. */
Given('the token of {wic} is revoked', async function (this: Scenario, name: string) {
  const token = tokenOf(this, name);
  holdToken(this, name, { token });
  await this.lab.tokens.revoke(token);
  await this.lab.until(Date.now() + this.lab.parameters.pixit.token.leeway);
});

Given(
  'the S-CSCF refuses the REGISTERs of {wic} with {int}',
  function (this: Scenario, name: string, status: number) {
    const { impus } = this.lab.wic(name).identity;
    this.lab.core.registrar.next({
      status,
      stays: true,
      when: (request) => impus.some((impu) => sameUri(impu, to(request).uri)),
    });
  },
);
