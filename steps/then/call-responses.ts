import { Then } from '@cucumber/cucumber';
import { arrives } from '../../src/check/arrives.ts';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import type { Seen, Sent } from '../../src/peers/seen.ts';
import { tagOf, to } from '../../src/sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { callNotes, inviteAcross, type Ringing, ringing, standingCall } from '../support/standing-calls.ts';
import type { Scenario } from '../support/world.ts';

function responsesOf(
  { lab }: Scenario,
  name: string,
  { from, sent }: Pick<Ringing, 'from' | 'sent'>,
): Seen<SipResponse>[] {
  const { mailbox } = from === 'wic' ? lab.wic(name) : lab.core;
  return mailbox.responsesTo(sent);
}

/** A response that the other side sent to an INVITE has come back. */
function cameBack(
  { lab }: Scenario,
  responses: readonly Seen<SipResponse>[],
  sent: Sent<SipRequest>,
  status: number,
  where: string,
): void {
  const found = responses.find(({ message }) => message.status === status);
  check({
    title: `${status} to INVITE comes to ${where}`,
    ok: found !== undefined,
    expected: [String(status)],
    received: responses.map(({ message }) => message.status).join(', ') || 'no response',
    evidence: { message: found?.id ?? responses.at(-1)?.id ?? sent.id },
    // A B2BUA may keep a provisional response to itself, or send another one.
    cap: status < 200 ? capUnlessProxy(lab) : undefined,
  });
}

/** What only a proxy owes: a B2BUA answers for itself. */
function capUnlessProxy({ parameters }: Scenario['lab']): 'warning' | undefined {
  return parameters.mwRole === 'proxy' ? undefined : 'warning';
}

Then('{wic} has got 180, 183 and 200 of the far user', function (this: Scenario, name: string) {
  const { invite } = standingCall(this, name);
  const responses = responsesOf(this, name, { from: 'wic', sent: invite });
  for (const status of [180, 183, 200]) cameBack(this, responses, invite, status, `WIC ${name}`);
});

Then('{wic} has got 180 and 200 of the far user', function (this: Scenario, name: string) {
  const { invite } = standingCall(this, name);
  const responses = responsesOf(this, name, { from: 'wic', sent: invite });
  for (const status of [180, 200]) cameBack(this, responses, invite, status, `WIC ${name}`);
});

/** Which one is left open: a proxy makes a 503 a 500 (RFC 3261 16.7), and a B2BUA answers for itself. */
Then('{wic} has got a refusal', async function (this: Scenario, name: string) {
  const invite = inviteAcross(this);
  const final = await arrives(this.lab.wic(name).final(ringing(this).sent), {
    title: 'The INVITE that the far user refuses gets its final response',
    expected: ['the status of the far user', 'another one of 400 or above'],
    after: { message: invite.id },
  });
  expect(final).to.conform({
    title: 'The INVITE that the far user refuses is refused',
    ok: final.message.status >= 400,
    expected: ['the status of the far user', 'another one of 400 or above'],
    received: final.message.startLine,
  });
});

Then('{wic} has got 180 of both users and 200 of one', function (this: Scenario, name: string) {
  const { invite } = standingCall(this, name);
  const responses = responsesOf(this, name, { from: 'wic', sent: invite });
  for (const status of [180, 200]) cameBack(this, responses, invite, status, `WIC ${name}`);
  const ringingOnes = responses.filter(({ message }) => message.status === 180);
  const tags = new Set(ringingOnes.map(({ message }) => tagOf(to(message))));
  const title = 'Either user has an early dialog of its own';
  check({
    title,
    ok: tags.size >= 2,
    expected: ['180 with two To tags'],
    received: `180 with ${tags.size} To tag`,
    evidence: { message: ringingOnes.at(-1)?.id ?? invite.id },
    // A B2BUA may show its own side as one dialog.
    cap: capUnlessProxy(this.lab),
  });
});

Then(
  'the core has got {int} and {int} of {wic}',
  function (this: Scenario, first: number, second: number, name: string) {
    inviteAcross(this);
    const noted = ringing(this);
    const responses = responsesOf(this, name, noted);
    for (const status of [first, second]) cameBack(this, responses, noted.sent, status, 'the core');
  },
);

Then('{wic} gets a CANCEL, and the core 487', async function (this: Scenario, name: string) {
  const invite = inviteAcross(this);
  const { sent } = ringing(this);
  const after = { message: invite.id };
  const wic = this.lab.wic(name);
  await arrives(wic.next('CANCEL'), {
    title: `The CANCEL of the core comes to WIC ${name}`,
    expected: ['CANCEL'],
    after,
  });
  const final = await arrives(this.lab.core.final(sent), {
    title: 'The INVITE that was cancelled gets its final response',
    expected: ['487'],
    after,
  });
  expect(final).to.have.status(487);
});

Then('the far user gets a CANCEL, and {wic} 487', async function (this: Scenario, name: string) {
  const invite = inviteAcross(this);
  const { sent } = ringing(this);
  const after = { message: invite.id };
  await arrives(this.lab.core.next('CANCEL'), {
    title: `The CANCEL of WIC ${name} comes to the far user`,
    expected: ['CANCEL'],
    after,
  });
  const final = await arrives(this.lab.wic(name).final(sent), {
    title: 'The INVITE that was cancelled gets its final response',
    expected: ['487'],
    after,
  });
  expect(final).to.have.status(487);
});

Then('both re-INVITEs are refused', function (this: Scenario) {
  const { crossed } = callNotes(this);
  if (!crossed) throw new Error('no re-INVITEs were sent at once in an earlier step');
  for (const { id, message } of [crossed.wic, crossed.core]) {
    check({
      title: 'A re-INVITE that crosses another is refused',
      ok: message.status >= 400,
      expected: ['491', 'another status of 400 or above from an eP-CSCF that is a B2BUA'],
      received: message.startLine,
      evidence: { message: id },
      // A B2BUA that gets 491 may try again on that side alone (RFC 3261 14.1).
      cap: capUnlessProxy(this.lab),
    });
  }
});

Then('{wic} gets 100', async function (this: Scenario, name: string) {
  const { sent } = ringing(this);
  const wic = this.lab.wic(name);
  await arrives(wic.response(sent, 'answer INVITE with 100', isTrying), {
    title: 'The eP-CSCF answers the INVITE of the WIC with 100',
    expected: ['100'],
    after: { message: sent.id },
  });
});

Then('the core gets 100 for {wic}', async function (this: Scenario, name: string) {
  const { sent } = ringing(this);
  await arrives(this.lab.core.mailbox.response(sent, 'answer INVITE with 100', isTrying), {
    title: `The eP-CSCF answers the INVITE of the core for WIC ${name} with 100`,
    expected: ['100'],
    after: { message: sent.id },
  });
});

function isTrying({ status }: SipResponse): boolean {
  return status === 100;
}
