import { When } from '@cucumber/cucumber';
import { acknowledge, inviteWithoutAck } from '../../src/run/unacknowledged.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} calls the far user and no ACK comes for the time of three retransmissions',
  async function (this: Scenario, name: string) {
    const uri = `sip:far-user@${this.lab.parameters.home.domain}`;
    this.notes.addExchange(name, await inviteWithoutAck(this.lab.wic(name), uri));
    await this.lab.retransmissionTime();
  },
);

When('{wic} sends the ACK', function (this: Scenario, name: string) {
  acknowledge(this.lab.wic(name), this.notes.exchange(name));
});

When('{wic} calls the far user', async function (this: Scenario, name: string) {
  const { call, ...exchange } = await this.lab
    .wic(name)
    .invite(`sip:far-user@${this.lab.parameters.home.domain}`);
  this.notes.addExchange(name, exchange);
  await call?.bye();
});
