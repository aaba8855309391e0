import { When } from '@cucumber/cucumber';
import { sendRegister } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

When('{wic} sends a REGISTER with nonce and response empty', async function (this: Scenario, name: string) {
  this.notes.addSent(name, await sendRegister(this.lab, name));
});

When('{wic} answers its challenge', async function (this: Scenario, name: string) {
  this.notes.addSent(name, await sendRegister(this.lab, name, { authorization: 'answer' }));
});

When('{wic} sends a REGISTER and awaits the final response', async function (this: Scenario, name: string) {
  const wic = this.lab.wic(name);
  this.notes.addExchange(name, await wic.exchange(wic.ua.registerRequest()));
});

When(
  '{wic} and {wic} send REGISTERs, which the S-CSCF answers in reverse order',
  async function (this: Scenario, first: string, second: string) {
    const hold = this.lab.core.registrar.hold();
    for (const name of [first, second]) this.notes.addSent(name, await sendRegister(this.lab, name));
    hold.release('reverse');
  },
);

When(
  '{wic} sends a REGISTER for the public user identity of {wic} and closes its connection before the S-CSCF answers',
  async function (this: Scenario, name: string, other: string) {
    const wic = this.lab.wic(name);
    const hold = this.lab.core.registrar.hold();
    const impu = this.impu(other, 0);
    this.notes.addSent(name, await sendRegister(this.lab, name, { impu }));
    wic.close();
    await wic.connection.closedWithin(this.lab.bound);
    hold.release();
  },
);

When(
  '{wic} answers its challenge and closes its connection before the S-CSCF answers',
  async function (this: Scenario, name: string) {
    const hold = this.lab.core.registrar.hold();
    this.notes.addSent(name, await sendRegister(this.lab, name, { authorization: 'answer' }));
    const { connection } = this.lab.wic(name);
    connection.close();
    await connection.closedWithin(this.lab.bound);
    hold.release();
  },
);
