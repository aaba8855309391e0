import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { readField } from '../../src/check/read.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { isSourceAddress, isSourcePort, sourceAddressText, sourcePortText } from '../../src/check/source.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { ending } from '../../src/run/register-attempt.ts';
import { type Via, vias } from '../../src/sip/headers/index.ts';
import type { SipMessage, SipResponse } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

/** The final responses that the named WIC got in its last registration. */
function finals(scenario: Scenario, name: string): readonly Seen<SipResponse>[] {
  const { first, second } = scenario.notes.registration(name);
  return second ? [first.answer, second.answer] : [first.answer];
}

/** The REGISTERs at Mw in which the WIC's Via can be looked at: none behind a B2BUA. */
function proxied(scenario: Scenario, name: string): readonly Seen[] {
  if (scenario.lab.parameters.mwRole !== 'proxy') return [];
  return finals(scenario, name).map((_, index) => scenario.registerAtMw(name, index));
}

/** The WIC's own Via: the only one in a response on W2, the undermost in a request at Mw. */
function viaOfWic(seen: Seen): Via | undefined {
  return readField(seen, 'Via', 'the Via of the WIC', (message: SipMessage) => vias(message).at(-1));
}

function rportText(via: Via | undefined): string {
  if (via?.rport === undefined) return 'no rport';
  return via.rport === null ? 'rport without value' : `rport=${via.rport}`;
}

export function expectRport(scenario: Scenario, name: string, seen: Seen): void {
  const { expectedSource } = scenario.lab.parameters.w2;
  const { local } = scenario.lab.wic(name).connection;
  const via = viaOfWic(seen);
  expect(seen).to.conform({
    title: 'The Via of the WIC has the source port in rport',
    ok: isSourcePort(via?.rport, local, expectedSource),
    expected: [sourcePortText(local, expectedSource)],
    received: rportText(via),
    header: 'Via',
  });
}

export function expectReceived(scenario: Scenario, name: string, seen: Seen, cap?: Cap): void {
  const { expectedSource } = scenario.lab.parameters.w2;
  const { local } = scenario.lab.wic(name).connection;
  const via = viaOfWic(seen);
  const subject = cap ? expect(seen).atMost(cap) : expect(seen);
  subject.to.conform({
    title: 'The Via of the WIC has the source address in received',
    ok: isSourceAddress(via?.received, local, expectedSource),
    expected: [sourceAddressText(local, expectedSource)],
    received: via?.received === undefined ? 'no received' : `received=${via.received}`,
    header: 'Via',
  });
}

Then('the Via of {wic} comes back with the source port in rport', function (this: Scenario, name: string) {
  for (const seen of [...finals(this, name), ...proxied(this, name)]) expectRport(this, name, seen);
});

Then(
  'the Via of {wic} comes back with the source address in received',
  function (this: Scenario, name: string) {
    for (const seen of [...finals(this, name), ...proxied(this, name)]) expectReceived(this, name, seen);
  },
);

Then(
  'at most a warning: the Via of {wic} comes back with the source address in received',
  function (this: Scenario, name: string) {
    for (const seen of finals(this, name)) expectReceived(this, name, seen, 'warning');
  },
);

Then('the Via of {wic} comes back without rport', function (this: Scenario, name: string) {
  for (const seen of finals(this, name)) {
    const via = viaOfWic(seen);
    const ok = via?.rport === undefined;
    const title = 'The Via of the WIC has no rport, as in the request';
    expect(seen).to.conform({ title, ok, expected: ['no rport'], received: rportText(via), header: 'Via' });
  }
});

Then(
  'what {wic} tried last is rejected, or its Via comes back without the claimed rport {int}',
  function (this: Scenario, name: string, claimed: number) {
    const tried = this.notes.registerAttempt(name);
    const { answer } = tried;
    const { expectedSource } = this.lab.parameters.w2;
    const { local } = this.lab.wic(name).connection;
    const rejected = !answer || (answer.message.status >= 300 && answer.message.status !== 401);
    const seen = answer ?? tried.sent;
    if (!seen) throw new Error(`WIC ${name} sent nothing`);
    const via = answer && viaOfWic(answer);
    const filled = via?.rport !== claimed && isSourcePort(via?.rport, local, expectedSource);
    expect(seen).to.conform({
      title: 'An rport that the WIC claims is not kept',
      ok: rejected || via?.rport === undefined || filled,
      expected: [sourcePortText(local, expectedSource), 'no rport', 'the REGISTER is rejected'],
      received: rejected ? ending(tried) : rportText(via),
      header: 'Via',
    });
  },
);

Then(
  'the Via of the last request of {wic} comes back with the source in rport and received',
  function (this: Scenario, name: string) {
    const { answer } = this.notes.exchange(name);
    expectRport(this, name, answer);
    expectReceived(this, name, answer);
  },
);
