import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import type { Scenario } from '../support/world.ts';

Then('{word} has come to {wic} once', function (this: Scenario, method: string, name: string) {
  const { received } = this.notes.delivery(name);
  if (!received) throw new Error(`${method} was not received in an earlier step`);
  const copies = this.lab.wic(name).mailbox.copies(received);
  expect(copies[1] ?? received).to.conform({
    title: `${method} is not retransmitted on W2`,
    ok: copies.length <= 1,
    expected: [`${method} once, over a reliable transport`],
    received: `${method} ${copies.length} times in 8·T1`,
  });
});

Then('the final response to the INVITE of {wic} has come once', function (this: Scenario, name: string) {
  const { sent, answer } = this.notes.exchange(name);
  const { mailbox } = this.lab.wic(name);
  const finals = mailbox.responsesTo(sent).filter(({ message }) => message.status >= 200);
  expect(finals[1] ?? answer).to.conform({
    title: `${answer.message.status} to INVITE is not retransmitted on W2`,
    ok: finals.length <= 1,
    expected: [`${answer.message.status} once, over a reliable transport`],
    received: `${finals.length} times in 8·T1`,
  });
});

Then(
  'the core gets the {int} of {wic} to {word}',
  function (this: Scenario, status: number, name: string, method: string) {
    const { sent, answer } = this.notes.delivery(name);
    expect(answer ?? sent).to.conform({
      title: `The response of WIC ${name} to ${method} reaches Mw`,
      ok: answer?.message.status === status,
      expected: [String(status)],
      received: answer?.message.startLine ?? 'no final response',
    });
  },
);
