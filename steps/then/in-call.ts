import { Then } from '@cucumber/cucumber';
import { arrives } from '../../src/check/arrives.ts';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { type InCall, isInDialog } from '../../src/run/calls/in-call.ts';
import { callNotes, lastInCall, ringing, standingCall } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

function endOf({ answer }: InCall): string {
  return answer ? `answered ${answer.message.status}` : 'no final response';
}

function isAccepted({ answer }: InCall): boolean {
  return answer !== undefined && answer.message.status < 300;
}

/** What of the SUT has said in Allow, so far as the WIC has seen. */
function allows(scenario: Scenario, name: string, method: string): boolean {
  const { answer } = standingCall(scenario, name);
  return answer.message.values('Allow').some((each) => each.toUpperCase() === method);
}

/** BYE and re-INVITE have to come through; what else there is may be the eP-CSCF's own to answer. */
Then(
  'it comes to the other side of the call of {wic}, and is answered',
  function (this: Scenario, name: string) {
    const request = lastInCall(this);
    const { sent, answer, received, from } = request;
    const { method } = sent.message;
    const mayAnswer = from === 'wic' && method !== 'INVITE' && method !== 'BYE';
    const side = from === 'wic' ? 'Mw' : 'W2';
    const unknown = answer !== undefined && [405, 501].includes(answer.message.status);
    const lenient = mayAnswer && unknown && !allows(this, name, method);
    check({
      title: `${method} in the call is forwarded`,
      ok: isAccepted(request) && (received !== undefined || mayAnswer),
      expected: [`${method} on ${side}, and the 2xx to it`, ...(mayAnswer ? ['2xx of the eP-CSCF'] : [])],
      received: `${received ? method : `no ${method}`} on ${side}, ${endOf(request)}`,
      evidence: { message: received?.id ?? answer?.id ?? sent.id },
      cap: lenient ? 'warning' : undefined,
    });
  },
);

Then('a PRACK of that call is at Mw, and that of {wic} is answered', function (this: Scenario, name: string) {
  const { sent: invite } = ringing(this);
  const [prack] = this.lab.core.received('PRACK');
  check({
    title: 'A reliable provisional response of the core is acknowledged with PRACK',
    ok: prack !== undefined,
    expected: ['PRACK at Mw, of the WIC or of the eP-CSCF'],
    received: prack ? 'PRACK' : 'no PRACK',
    evidence: { message: prack?.id ?? invite.id },
  });
  const own = callNotes(this).requests.at(-1);
  if (!own) return;
  expect(own.answer ?? own.sent).to.conform({
    title: `The PRACK of WIC ${name} is answered`,
    ok: isAccepted(own),
    expected: ['2xx'],
    received: endOf(own),
  });
});

Then(
  'requests in the call of {wic} have come to it, and none to {wic}',
  function (this: Scenario, name: string, other: string) {
    const requests = callNotes(this).requests.filter(({ from }) => from === 'core');
    const first = requests[0];
    if (!first) throw new PeerDidNot('take a request in the call');
    const strays = this.lab.wic(other).mailbox.received(undefined, isInDialog);
    const registered = this.notes.registrations(other).length > 0;
    const [stray] = strays;
    check({
      title: `No request of the call of WIC ${name} arrives on another connection`,
      ok: stray === undefined,
      expected: [`every request on the WebSocket of WIC ${name}`],
      received: stray ? `${stray.message.method} on another connection` : 'none elsewhere',
      evidence: { message: stray?.id ?? first.received?.id ?? first.sent.id },
      cap: registered ? 'warning' : undefined,
    });
    for (const request of requests) {
      const { method } = request.sent.message;
      check({
        title: `${method} of the far user arrives on the WebSocket of the call`,
        ok: request.received !== undefined,
        expected: [`${method} at WIC ${name}`],
        received: request.received ? 'it arrived' : `it did not, ${endOf(request)}`,
        evidence: { message: request.received?.id ?? request.answer?.id ?? request.sent.id },
      });
    }
  },
);

Then('each BYE of the far user has come to {wic}', function (this: Scenario, name: string) {
  for (const request of callNotes(this).requests) {
    check({
      title: `A BYE along the route of INVITE comes to WIC ${name}`,
      ok: request.received !== undefined && isAccepted(request),
      expected: ['BYE on W2, and its 2xx on Mw'],
      received: `${request.received ? 'BYE' : 'no BYE'} on W2, ${endOf(request)}`,
      evidence: { message: request.received?.id ?? request.answer?.id ?? request.sent.id },
    });
  }
});

Then('the core gets a BYE in the call of {wic}', async function (this: Scenario, name: string) {
  const { ends, invite } = standingCall(this, name);
  await arrives(
    this.lab.core.next('BYE', (request) => ends.core.dialog.matches(request)),
    {
      title: `The call of WIC ${name}, whose WebSocket is lost, is released`,
      expected: ['BYE in that call on Mw'],
      after: { message: this.lab.wic(name).closed?.id ?? invite.id },
    },
  );
});
