import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { registerBystander } from '../../src/run/bystander.ts';
import { endOfCall, evidenceOfCall, invitesAtMw } from '../../src/run/call-attempt.ts';
import { addresses } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';

const REFUSALS = ['4xx to 6xx', 'no answer', 'the connection is closed'];

function reachesMw(scenario: Scenario, name: string, cap?: Cap): void {
  const call = scenario.notes.call(name);
  const [invite] = invitesAtMw(scenario.lab, call);
  check({
    title: `The call of WIC ${name} reaches Mw`,
    ok: invite !== undefined,
    expected: ['INVITE at Mw'],
    received: invite ? 'INVITE at Mw' : `no INVITE at Mw (${endOfCall(call)})`,
    evidence: invite ? { message: invite.id, line: 1 } : evidenceOfCall(call),
    cap,
  });
}

Then('the call of {wic} reaches Mw', function (this: Scenario, name: string) {
  reachesMw(this, name);
});

Then('as a control the call of {wic} reaches Mw', function (this: Scenario, name: string) {
  reachesMw(this, name, 'inconclusive');
});

async function doesNotReachMw(scenario: Scenario, name: string, cap?: Cap): Promise<void> {
  const { lab, notes } = scenario;
  const call = notes.call(name);
  const title = `An INVITE of WIC ${name}, for which nothing is registered any more, is not forwarded`;
  const expected = ['no INVITE at Mw', ...REFUSALS];
  if (call.attempt) {
    if (!cap) lab.forbid({ methods: ['INVITE'], title, expected });
    await registerBystander(lab);
  }
  const [invite] = invitesAtMw(lab, call);
  check({
    title,
    ok: invite === undefined,
    expected,
    received: invite ? 'INVITE at Mw' : `no INVITE at Mw (${endOfCall(call)})`,
    evidence: invite ? { message: invite.id, line: 1 } : evidenceOfCall(call),
    cap,
  });
}

Then('the call of {wic} does not reach Mw', async function (this: Scenario, name: string) {
  await doesNotReachMw(this, name);
});

Then('the call of {wic} should not reach Mw', async function (this: Scenario, name: string) {
  await doesNotReachMw(this, name, 'warning');
});

Then(
  'no call of {wic} since then asserts its {ordinal} public user identity',
  async function (this: Scenario, name: string, which: number) {
    await asserts(this, name, this.impu(name, which), this.notes.calls(name).slice(1));
  },
);

Then(
  'the call of {wic} does not reach Mw as one of a registered user',
  async function (this: Scenario, name: string) {
    await asserts(this, name, this.impu(name, 0), [this.notes.call(name)]);
  },
);

/** Holds that no INVITE of these calls carries the identity in P-Asserted-Identity. */
async function asserts(
  { lab, notes }: Scenario,
  name: string,
  impu: string,
  calls: ReturnType<typeof notes.calls>,
): Promise<void> {
  if (calls.some(({ attempt }) => attempt)) await registerBystander(lab);
  for (const call of calls) {
    const title = `WIC ${name} is not asserted by an identity that is registered no more`;
    const expected = [`no ${impu} in P-Asserted-Identity`, 'no INVITE at Mw', ...REFUSALS];
    const invites = invitesAtMw(lab, call);
    if (invites.length === 0) {
      const received = `no INVITE at Mw (${endOfCall(call)})`;
      check({ title, ok: true, expected, received, evidence: evidenceOfCall(call) });
    }
    for (const invite of invites) {
      const asserted = readField(invite, 'P-Asserted-Identity', `no ${impu}`, (message) =>
        addresses(message, 'P-Asserted-Identity').map(({ uri }) => uri),
      );
      const element = asserted.findIndex((uri) => sameUri(uri, impu));
      expect(invite).to.conform({
        title,
        ok: element < 0,
        expected,
        received: asserted.length > 0 ? asserted.join(', ') : 'no P-Asserted-Identity',
        header: 'P-Asserted-Identity',
        ...(element > 0 && { element }),
      });
    }
  }
}
