import { Then } from '@cucumber/cucumber';
import { arrives } from '../../src/check/arrives.ts';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import { callId, optionTags, securityMechanisms, to, topVia } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';
import { expectChallenge } from './digest-directives.ts';

Then(
  '{wic} receives {int} on the connection of its REGISTER',
  async function (this: Scenario, name: string, status: number) {
    const sent = this.notes.sent(name);
    const answer = await arrives(this.lab.wic(name).final(sent), {
      title: `The final response to REGISTER reaches WIC ${name}`,
      expected: [`${status} on the connection of the REGISTER`],
      after: { message: sent.id },
    });
    expect(answer).to.have.status(status);
  },
);

Then('{wic} receives its own challenge', async function (this: Scenario, name: string) {
  const sent = this.notes.sent(name);
  const answer = await arrives(this.lab.wic(name).final(sent), {
    title: `The final response to REGISTER reaches WIC ${name}`,
    expected: ['401 on the connection of the REGISTER'],
    after: { message: sent.id },
  });
  expect(answer).to.have.status(401);
  expectChallenge(this, name, answer);
  expect(answer).to.conform({
    title: 'To of the 401 names the WIC',
    ok: sameUri(to(answer.message).uri, to(sent.message).uri),
    expected: [to(sent.message).uri],
    received: to(answer.message).uri,
    header: 'To',
  });
  expect(answer).to.conform({
    title: 'Call-ID of the 401 is that of the REGISTER',
    ok: callId(answer.message) === callId(sent.message),
    expected: [callId(sent.message)],
    received: callId(answer.message),
    header: 'Call-ID',
  });
});

Then('{wic} receives no response to what {wic} sent', function (this: Scenario, name: string, other: string) {
  const wic = this.lab.wic(name);
  const { message, id } = this.notes.sent(other);
  const strayed = wic.mailbox.responses.all(
    (seen) =>
      topVia(seen.message).branch === topVia(message).branch || callId(seen.message) === callId(message),
  );
  const [first] = strayed;
  check({
    title: `WIC ${name} receives no response to the REGISTER of WIC ${other}`,
    ok: !first,
    expected: ['no response with its branch or Call-ID'],
    received: first ? first.message.startLine : 'none',
    evidence: { message: first?.id ?? id },
  });
});

Then('no security agreement is demanded of {wic}', function (this: Scenario, name: string) {
  const { answer } = this.notes.exchange(name);
  const { message } = answer;
  const demanded =
    message.status === 494 ||
    (message.status === 421 && optionTags(message, 'Require').includes('sec-agree'));
  expect(answer).to.conform({
    title: 'No security agreement is demanded',
    ok: !demanded,
    expected: ['neither 494 nor a 421 that requires sec-agree'],
    received: demanded && message.status === 421 ? '421 with Require: sec-agree' : message.startLine,
  });
  if (message.status === 421) {
    throw new PeerDidNot('take the REGISTER', `it wants other extensions: ${message.value('Require')}`);
  }
  const offered = securityMechanisms(message, 'Security-Server').filter(
    ({ params }) => !params.has('mediasec'),
  );
  expect(answer)
    .atMost('warning')
    .to.conform({
      title: 'No security mechanism for signalling is offered',
      ok: offered.length === 0,
      expected: ['no Security-Server', 'a Security-Server that holds only values labelled mediasec'],
      received: offered.map(({ mechanism }) => mechanism).join(', ') || 'none for signalling',
      header: 'Security-Server',
    });
});

Then('the last REGISTER that {wic} tried is refused', function (this: Scenario, name: string) {
  const attempts = this.notes.registerAttempts(name);
  if (attempts.length < 2) throw new PeerDidNot(`challenge WIC ${name}`, ending(attempts[0]));
  expectEnd(this.notes.registerAttempt(name), 'A refusal of the S-CSCF reaches the WIC', {
    expected: ['any final response other than 2xx'],
    ok: (status) => status >= 300,
  });
});

Then('the refusal of the S-CSCF reaches {wic}', function (this: Scenario, name: string) {
  const tried = this.notes.registerAttempt(name);
  if (tried.atMw.length === 0) throw new PeerDidNot(`send a REGISTER of WIC ${name} to Mw`, ending(tried));
  expectEnd(tried, 'A refusal of the S-CSCF reaches the WIC', {
    expected: ['any final response other than 2xx'],
    ok: (status) => status >= 300,
  });
});

Then('{wic} has been granted its registration', function (this: Scenario, name: string) {
  expectEnd(this.notes.registerAttempt(name), 'The registration is granted', {
    expected: ['200'],
    ok: (status) => status === 200,
  });
});

function expectEnd(
  tried: RegisterAttempt,
  title: string,
  { expected, ok }: { readonly expected: readonly string[]; ok(status: number): boolean },
): void {
  const evidence = endOf(tried);
  const status = tried.answer?.message.status;
  check({
    title,
    ok: status !== undefined && ok(status),
    expected,
    received: ending(tried),
    ...(evidence && { evidence }),
  });
}
