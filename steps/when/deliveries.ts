import { When } from '@cucumber/cucumber';
import { deliver, deliverAtOnce, deliverUnanswered } from '../../src/run/delivery.ts';
import type { Scenario } from '../support/world.ts';

/** Octets that are UTF-8 in no order. */
const BINARY_BODY = Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0x80, 0x57, 0x32);

When('the core sends {word} to {wic}', async function (this: Scenario, method: string, name: string) {
  this.notes.addDelivery(name, await deliver(this.lab.core, this.lab.wic(name), method));
});

When(
  'the core sends a MESSAGE with a body that is not UTF-8 to {wic}',
  async function (this: Scenario, name: string) {
    const body = { body: BINARY_BODY, contentType: 'application/octet-stream' };
    this.notes.addDelivery(name, await deliver(this.lab.core, this.lab.wic(name), 'MESSAGE', body));
  },
);

When(
  'the core sends {int} MESSAGEs back to back to {wic}',
  async function (this: Scenario, count: number, name: string) {
    await deliverAtOnce(this.lab.core, this.lab.wic(name), 'MESSAGE', count);
  },
);

When(
  'the core sends {word} to {wic} and no response comes for the time of three retransmissions',
  async function (this: Scenario, method: string, name: string) {
    this.notes.addDelivery(name, await deliverUnanswered(this.lab, name, method));
  },
);

When('{wic} responds to the core with {int}', async function (this: Scenario, name: string, status: number) {
  this.lab.wic(name).answers.release(status);
  const { sent } = this.notes.delivery(name);
  await this.lab.core.final(sent);
});
