import { When } from '@cucumber/cucumber';
import type { FrameShape } from '../../src/peers/wic/frames.ts';
import { frameShape } from '../../src/peers/wic/misbehaviour.ts';
import { attempt } from '../../src/run/attempt.ts';
import { messageTo, sendOutgoing, sendTwoInOne } from '../../src/run/outgoing.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

async function tryToSend(
  scenario: Scenario,
  name: string,
  request: SipRequest,
  shape?: FrameShape,
): Promise<void> {
  const wic = scenario.lab.wic(name);
  scenario.notes.addOutgoing(name, await sendOutgoing(scenario.lab, wic, request, shape));
}

function reRegister(scenario: Scenario, name: string): SipRequest {
  return scenario.lab.wic(name).ua.registerRequest({ authorization: 'answer' });
}

When('{wic} tries a re-REGISTER in a text frame', async function (this: Scenario, name: string) {
  await tryToSend(this, name, reRegister(this, name));
});

When('{wic} tries a re-REGISTER in a binary frame', async function (this: Scenario, name: string) {
  await tryToSend(this, name, reRegister(this, name), frameShape('binary'));
});

When('{wic} tries a REGISTER without Content-Length', async function (this: Scenario, name: string) {
  const bends = [{ name: 'no-content-length' as const }];
  await tryToSend(this, name, this.lab.wic(name).ua.registerRequest({ bends }));
});

When('{wic} tries a MESSAGE without Content-Length', async function (this: Scenario, name: string) {
  const bends = [{ name: 'no-content-length' as const }];
  await tryToSend(this, name, messageTo(this.lab, this.lab.wic(name), 'no length is told', { bends }));
});

When('{wic} tries a MESSAGE in fragments', async function (this: Scenario, name: string) {
  await tryToSend(this, name, messageTo(this.lab, this.lab.wic(name), 'in pieces'), frameShape('fragmented'));
});

When('{wic} sends two MESSAGEs in one WebSocket message', function (this: Scenario, name: string) {
  this.notes.addTwoInOne(name, sendTwoInOne(this.lab, this.lab.wic(name)));
});

When('{wic} tries a MESSAGE, if the connection is still open', async function (this: Scenario, name: string) {
  const wic = this.lab.wic(name);
  if (wic.connection.open) await tryToSend(this, name, messageTo(this.lab, wic, 'one in one'));
});

When(
  '{wic} sends a Ping with the payload {string}',
  function (this: Scenario, name: string, payload: string) {
    this.lab.wic(name).connection.ping(Buffer.from(payload));
  },
);

When('{wic} sends a double CRLF', function (this: Scenario, name: string) {
  this.lab.wic(name).connection.sendKeepAlive();
});

When('{wic} tries a re-registration', async function (this: Scenario, name: string) {
  this.notes.addAttempt(name, await attempt(this.lab.wic(name), reRegister(this, name)));
});

When('{wic} sends a Close frame', function (this: Scenario, name: string) {
  this.lab.wic(name).close(1000);
});
