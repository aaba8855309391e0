import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import { ending, endOf } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

Then('what {wic} tried last reaches Mw', function (this: Scenario, name: string) {
  const tried = this.notes.registerAttempt(name);
  const evidence = tried.atMw[0] ? { message: tried.atMw[0].id } : endOf(tried);
  check({
    title: 'The REGISTER is forwarded',
    ok: tried.atMw.length > 0,
    expected: ['the REGISTER at Mw'],
    received: tried.atMw.length > 0 ? 'the REGISTER at Mw' : `no REGISTER at Mw (${ending(tried)})`,
    ...(evidence && { evidence }),
  });
});

Then('what {wic} tried last should carry no Authorization at Mw', function (this: Scenario, name: string) {
  for (const register of this.notes.registerAttempt(name).atMw) {
    expect(register).atMost('warning').to.not.have.headerField('Authorization');
  }
});

Then("{wic} gets the S-CSCF's challenge", function (this: Scenario, name: string) {
  const { registrar } = this.lab.core;
  const issued = registrar.challenges.issued(this.lab.wic(name).identity).map(({ nonce }) => nonce);
  const tried = this.notes.registerAttempt(name);
  const { answer } = tried;
  const nonces = answer ? directiveValues(answer.message, 'WWW-Authenticate', 'nonce') : [];
  const evidence = endOf(tried);
  check({
    title: "The WIC gets the S-CSCF's challenge",
    ok: answer?.message.status === 401 && nonces.some((nonce) => issued.includes(nonce)),
    expected: ["401 with a nonce of the S-CSCF's"],
    received: `${ending(tried)}${nonces.length > 0 ? ` with nonce ${nonces.join(', ')}` : ''}`,
    ...(evidence && { evidence }),
  });
});
