import { When } from '@cucumber/cucumber';
import { unlessMissing } from '../../src/run/attempt.ts';
import { attemptRegister } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

When('{wic} deregisters all its contacts with *', async function (this: Scenario, name: string) {
  this.notes.addRegistration(name, await this.lab.wic(name).deregister({ contact: '*' }));
});

When(
  '{wic} deregisters its {ordinal} public user identity',
  async function (this: Scenario, name: string, which: number) {
    const impu = this.impu(name, which);
    this.notes.addRegistration(name, await this.lab.wic(name).deregister({ impu }));
  },
);

When('{wic} tries to deregister', async function (this: Scenario, name: string) {
  const tried = await attemptRegister(this.lab, name, { expires: 0, authorization: 'answer' });
  this.notes.addRegisterAttempt(name, tried);
});

When('{wic} tries to deregister all its contacts with *', async function (this: Scenario, name: string) {
  const asked = { expires: 0, contact: '*', authorization: 'answer' } as const;
  this.notes.addRegisterAttempt(name, await attemptRegister(this.lab, name, asked));
});

When(
  '{wic} tries to deregister and answers the challenge with a wrong response',
  async function (this: Scenario, name: string) {
    const first = await attemptRegister(this.lab, name, { expires: 0 });
    this.notes.addRegisterAttempt(name, first);
    const { credentials } = this.lab.wic(name).ua;
    if (first.answer) credentials.take(first.answer.message);
    const second = await attemptRegister(this.lab, name, {
      expires: 0,
      authorization: 'answer',
      bends: [{ name: 'wrong-digest-response' }],
    });
    this.notes.addRegisterAttempt(name, second);
  },
);

When('{wic} tries to re-register', async function (this: Scenario, name: string) {
  this.notes.addRegisterAttempt(name, await attemptRegister(this.lab, name, { authorization: 'answer' }));
});

When(
  '{wic} closes its connection unless the eP-CSCF does so within the grace time',
  async function (this: Scenario, name: string) {
    const { deregistrationGrace, bound } = this.lab;
    const { connection } = this.lab.wic(name);
    if (await unlessMissing(connection.closedWithin(deregistrationGrace))) return;
    this.notes.closing(name);
    connection.close();
    await unlessMissing(connection.closedWithin(bound));
  },
);

/** A SUT that ends the connection has taken note of the end; any other gets the grace time for it. */
When(
  'the registration of {wic} has run out after {int} seconds',
  async function (this: Scenario, name: string, seconds: number) {
    const { deregistrationGrace } = this.lab;
    await unlessMissing(this.lab.wic(name).connection.closedWithin(seconds * 1000 + deregistrationGrace));
  },
);
