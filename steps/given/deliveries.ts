import { Given } from '@cucumber/cucumber';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { frameShape } from '../../src/peers/wic/misbehaviour.ts';
import { deliver } from '../../src/run/delivery.ts';
import { messageTo } from '../../src/run/outgoing.ts';
import type { Scenario } from '../support/world.ts';

Given('the core has sent {word} to {wic}', async function (this: Scenario, method: string, name: string) {
  const { answer } = await deliver(this.lab.core, this.lab.wic(name), method);
  if (answer?.message.status !== 200) {
    const received = answer ? `the core got ${answer.message.status}` : 'the core got no final response';
    throw new PeerDidNot(`deliver ${method} to WIC ${name} and its 200 to the core`, received);
  }
});

Given('{wic} withholds its response to {word}', function (this: Scenario, name: string, method: string) {
  this.lab.wic(name).answers.withhold(method);
});

Given('{wic} responds to {word} in binary frames', function (this: Scenario, name: string, method: string) {
  this.lab.wic(name).answerShaped(method, frameShape('binary'));
});

Given('{wic} refuses calls with {int}', function (this: Scenario, name: string, status: number) {
  this.lab.wic(name).answers.invites = { statuses: [status] };
});

Given('the far user refuses the next call with {int}', function (this: Scenario, status: number) {
  this.lab.core.calls.next('INVITE', { statuses: [status] });
});

/** RFC 3261 17.2.1 asks a WIC for 100 (Trying); without it only the transport tells that an INVITE has arrived. */
Given('{wic} that sends no 100 is registered', async function (this: Scenario, name: string) {
  await this.lab.connect(name, { trying: false });
  await this.register(name);
});

Given('{wic} has sent a MESSAGE to the far user', async function (this: Scenario, name: string) {
  const wic = this.lab.wic(name);
  const { answer } = await wic.exchange(messageTo(this.lab, wic, 'a control'));
  if (answer.message.status !== 200) {
    throw new PeerDidNot('pass on a MESSAGE to the far user', `it answered ${answer.message.status}`);
  }
});
