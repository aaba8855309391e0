import { When } from '@cucumber/cucumber';
import { crossReinvites, loseConnection, sendInCall } from '../../src/run/calls/in-call.ts';
import { callFarUser } from '../../src/run/calls/standing-call.ts';
import { callNotes, standingCall } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

When(
  '{wic} sends a(n) {request in a call} in the call',
  async function (this: Scenario, name: string, what: string) {
    callNotes(this).requests.push(await sendInCall(this.lab, standingCall(this, name), 'wic', what));
  },
);

When(
  'the far user sends a(n) {request in a call} in the call of {wic}',
  async function (this: Scenario, what: string, name: string) {
    callNotes(this).requests.push(await sendInCall(this.lab, standingCall(this, name), 'core', what));
  },
);

When('the far user and {wic} send a re-INVITE at once', async function (this: Scenario, name: string) {
  callNotes(this).crossed = await crossReinvites(this.lab, standingCall(this, name));
});

When('the WebSocket of {wic} is lost', function (this: Scenario, name: string) {
  loseConnection(this.lab, standingCall(this, name));
});

When('{wic} has two calls, each of which the far user ends', async function (this: Scenario, name: string) {
  for (let count = 0; count < 2; count += 1) {
    const call = await callFarUser(this.lab, name);
    callNotes(this).calls.push(call);
    callNotes(this).requests.push(await sendInCall(this.lab, call, 'core', 'BYE'));
  }
});
