import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { reaction } from '../../src/run/attempt.ts';
import { isSosUrn } from '../../src/run/emergency-stimuli.ts';
import { type Arrival, type EmergencyTrial, ordinaryCall } from '../../src/run/emergency-trial.ts';
import { abroad, emergencyNotes, trialsOf } from '../support/emergency-trials.ts';
import type { Scenario } from '../support/world.ts';

Then('none of it goes as an ordinary request', function (this: Scenario) {
  const { emergencyPolicy } = this.lab.parameters.pics;
  for (const trial of trialsOf(this)) {
    if (emergencyPolicy === 'reject') nothingArrived(this, trial);
    else notOrdinary(trial, 'warning');
  }
});

Then('none of it should go as an ordinary request', function (this: Scenario) {
  for (const trial of trialsOf(this)) {
    if (this.lab.parameters.pics.emergencyPolicy === 'reject') nothingArrived(this, trial, 'warning');
    else notOrdinary(trial, 'warning');
  }
});

Then('it does not reach the S-CSCF as an ordinary call', function (this: Scenario) {
  for (const trial of trialsOf(this)) notOrdinary(trial);
});

Then('nothing of it/them arrives at Mw', function (this: Scenario) {
  for (const trial of trialsOf(this)) nothingArrived(this, trial);
});

Then('a refusal is a 380', function (this: Scenario) {
  for (const trial of trialsOf(this)) refusedWith380(trial);
});

Then('a refusal should be a 380', function (this: Scenario) {
  for (const trial of trialsOf(this)) refusedWith380(trial, 'warning');
});

Then('it is at best answered 380', function (this: Scenario) {
  for (const trial of trialsOf(this)) {
    nothingArrived(this, trial, 'inconclusive');
    refusedWith380(trial, 'inconclusive');
  }
});

Then('it/each goes as an ordinary call', function (this: Scenario) {
  for (const trial of trialsOf(this)) ordinary(trial);
});

Then('it arrives at the E-CSCF or the S-CSCF', function (this: Scenario) {
  for (const trial of trialsOf(this)) proceeded(trial);
});

Then('an ordinary call of {wic} still goes through', async function (this: Scenario, name: string) {
  await stillServed(this, name);
});

Then('an ordinary call of each WIC abroad still goes through', async function (this: Scenario) {
  for (const { name } of abroad(this)) await stillServed(this, name);
});

Then('both are forwarded and neither is answered 380', function (this: Scenario) {
  for (const { sent, answer, atMw } of emergencyNotes(this).inDialog) {
    const { method } = sent.message;
    expect(answer).to.not.have.status(380);
    if (!atMw) {
      check({
        title: `${method} in the dialog is forwarded`,
        ok: false,
        cap: 'inconclusive',
        expected: [`${method} at Mw`],
        received: `nothing at Mw, and ${answer.message.startLine} on W2`,
        evidence: { message: answer.id, line: 1 },
      });
      continue;
    }
    expect(atMw).to.conform({
      title: `${method} in the dialog is forwarded and makes no emergency call`,
      ok: !isSosUrn(atMw.message.uri),
      expected: ['a Request-URI that is no sos service URN'],
      received: atMw.message.startLine,
    });
  }
});

/** Nothing of the request may be on Mw, now or later. */
function nothingArrived(
  scenario: Scenario,
  { method, uri, attempt, arrived }: EmergencyTrial,
  cap?: Cap,
): void {
  const title = `${method} ${uri} does not reach Mw`;
  const expected = ['380 on W2 and nothing at Mw'];
  // The eP-CSCF may subscribe to the reg event at any time.
  if (!cap && method !== 'SUBSCRIBE') scenario.lab.forbid({ methods: [method], title, expected });
  const [first] = arrived;
  check({
    title,
    ok: !first,
    expected,
    received: first ? `${first.message.startLine} at Mw` : `nothing at Mw, and ${reaction(attempt)} on W2`,
    evidence: first ? { message: first.id, line: 1 } : { message: (attempt.answer ?? attempt.sent).id },
    cap,
  });
}

/** What arrives has to show that it is an emergency. */
function notOrdinary({ method, uri, attempt, arrived }: EmergencyTrial, cap?: Cap): void {
  const plain = arrived.find(({ marked }) => !marked);
  const expected = [
    'a refusal',
    'the request at an E-CSCF, on a Route other than the Service-Route',
    'the request with a sos service URN as its Request-URI',
  ];
  check({
    title: `${method} ${uri} does not go to the S-CSCF as an ordinary request`,
    ok: !plain,
    expected,
    received: plain
      ? `${plain.message.startLine} at Mw, ${routeOf(plain)}`
      : `${arrived[0]?.message.startLine ?? 'nothing'} at Mw, and ${reaction(attempt)} on W2`,
    evidence: plain
      ? { message: plain.id, line: 1 }
      : { message: (arrived[0] ?? attempt.answer ?? attempt.sent).id },
    cap,
  });
}

/** A request that went nowhere has to be answered 380. */
function refusedWith380({ method, uri, attempt, arrived }: EmergencyTrial, cap?: Cap): void {
  if (arrived.length > 0) return;
  const { answer, sent } = attempt;
  check({
    title: `${method} ${uri} is refused with 380`,
    ok: answer?.message.status === 380,
    expected: ['380'],
    received: reaction(attempt),
    evidence: answer ? { message: answer.id, line: 1 } : { message: sent.id },
    cap,
  });
}

/** An ordinary call is forwarded; a refusal for another reason than an emergency leaves nothing to judge. */
function ordinary({ method, uri, attempt, arrived }: EmergencyTrial): void {
  const { answer, sent } = attempt;
  if (answer) expect(answer).to.not.have.status(380);
  const [first] = arrived;
  check({
    title: `${method} ${uri} is forwarded`,
    ok: first !== undefined,
    expected: ['the request at Mw'],
    received: first ? first.message.startLine : `nothing at Mw, and ${reaction(attempt)} on W2`,
    evidence: first ? { message: first.id, line: 1 } : { message: (answer ?? sent).id },
    cap: 'inconclusive',
  });
  for (const arrival of arrived) {
    expect(arrival).to.conform({
      title: `${method} ${uri} is not made an emergency call`,
      ok: !arrival.marked,
      expected: ['a Request-URI that is no sos service URN, on the Service-Route'],
      received: `${arrival.message.startLine}, ${routeOf(arrival)}`,
    });
  }
}

/** The call goes on, to whom the operator wants it to. */
function proceeded({ uri, attempt, arrived }: EmergencyTrial): void {
  const { answer, sent } = attempt;
  const invite = arrived.find(({ message }) => message.method === 'INVITE');
  check({
    title: `INVITE ${uri} goes on`,
    ok: answer?.message.status !== 380 && invite !== undefined,
    expected: ['INVITE at the E-CSCF', 'INVITE at the S-CSCF'],
    received: invite
      ? `${invite.message.startLine} at Mw, and ${reaction(attempt)} on W2`
      : `nothing at Mw, and ${reaction(attempt)} on W2`,
    evidence: { message: (invite ?? answer ?? sent).id, line: 1 },
  });
  if (!invite) return;
  expect(invite).atMost('warning').to.have.headerField('P-Asserted-Identity');
  if (!invite.marked) return;
  expect(invite)
    .atMost('warning')
    .to.conform({
      title: 'Request-URI of the emergency call is a sos service URN',
      ok: isSosUrn(invite.message.uri),
      expected: ['urn:service:sos or a service below it'],
      received: invite.message.uri,
    });
}

/** The control after a refusal: the session is as it was. */
async function stillServed({ lab }: Scenario, name: string): Promise<void> {
  try {
    const { answer } = await ordinaryCall(lab, name);
    expect(answer).atMost('inconclusive').to.have.status('2xx');
  } catch (reason) {
    if (!(reason instanceof PeerDidNot)) throw reason;
    check({
      title: 'An ordinary call goes through afterwards',
      ok: false,
      cap: 'inconclusive',
      expected: ['the INVITE at Mw and its 200 at the WIC'],
      received: reason.message,
    });
  }
}

function routeOf({ message }: Arrival): string {
  const route = message.value('Route');
  return route === undefined ? 'without Route' : `Route: ${route}`;
}
