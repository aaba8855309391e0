import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import { type CallAttempt, endOfCall, evidenceOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import { addresses } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';

Then(
  'the call of {wic} is answered 400 or goes on with the Service-Route',
  async function (this: Scenario, name: string) {
    await expectServiceRoute(this, name, { expected: '400', accepts: (status) => status === 400 });
  },
);

Then(
  'the call of {wic} is refused or goes on with the Service-Route',
  async function (this: Scenario, name: string) {
    await expectServiceRoute(this, name, { expected: 'a refusal', accepts: (status) => status >= 400 });
  },
);

Then('the call of {wic} reaches the S-CSCF', function (this: Scenario, name: string) {
  const call = this.notes.call(name);
  const [invite] = invitesAtMw(this.lab, call);
  check({
    title: 'An INVITE with the Service-Route that the WIC received reaches the S-CSCF',
    ok: invite !== undefined,
    expected: ['the INVITE at the S-CSCF'],
    received: invite ? 'the INVITE at the S-CSCF' : `no INVITE at Mw (${endOfCall(call)})`,
    evidence: invite ? { message: invite.id } : evidenceOfCall(call),
  });
});

interface Refusal {
  readonly expected: string;
  accepts(status: number): boolean;
}

/** A barrier first: what is missing at Mw after it was not forwarded. */
async function expectServiceRoute(scenario: Scenario, name: string, refusal: Refusal): Promise<void> {
  const { lab, notes } = scenario;
  const call = notes.call(name);
  await lab.fence(name);
  const stored = lab.core.registrar.policy.serviceRoute;
  const forwarded = `forwarded with Route ${stored.join(', ')}`;
  const expected = [refusal.expected, forwarded];
  const invites = invitesAtMw(lab, call);
  for (const invite of invites) {
    const route = readField(invite, 'Route', forwarded, (message) => addresses(message, 'Route'));
    expect(invite).to.conform({
      title: 'No request goes on with a Route that is not the Service-Route',
      ok:
        route.length === stored.length && route.every(({ uri }, index) => sameUri(uri, stored[index] ?? '')),
      expected,
      received:
        route.length === 0
          ? 'forwarded without Route'
          : `forwarded with Route ${route.map(({ uri }) => uri).join(', ')}`,
      header: 'Route',
    });
  }
  if (invites.length > 0) return;
  expectRefused(call, expected, refusal);
}

function expectRefused(call: CallAttempt, expected: readonly string[], { accepts }: Refusal): void {
  const status = call.attempt?.answer?.message.status;
  check({
    title: 'A request with a Route that is not the Service-Route is refused',
    ok: status !== undefined && accepts(status),
    expected,
    received: endOfCall(call),
    evidence: evidenceOfCall(call),
    cap: 'warning',
  });
}
