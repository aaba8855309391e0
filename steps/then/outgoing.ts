import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import { reaction } from '../../src/run/attempt.ts';
import { messagesWith, type Outgoing } from '../../src/run/outgoing.ts';
import type { Scenario } from '../support/world.ts';

function evidenceOf({ answer, closed, sent }: Outgoing): { readonly message: string } {
  return { message: answer?.id ?? closed?.id ?? sent.id };
}

Then('each {word} that {wic} tried has reached Mw', function (this: Scenario, method: string, name: string) {
  for (const outgoing of this.notes.allOutgoing(name)) {
    const [arrived] = outgoing.atMw;
    check({
      title: `${method} of WIC ${name} reaches Mw`,
      ok: arrived !== undefined,
      expected: [`the ${method} at Mw`],
      received: arrived ? `the ${method}` : `nothing; ${reaction(outgoing)}`,
      evidence: arrived ? { message: arrived.id, line: 1 } : evidenceOf(outgoing),
    });
  }
});

Then(
  'each {word} that {wic} tried is answered alike',
  function (this: Scenario, method: string, name: string) {
    const [first, ...others] = this.notes.allOutgoing(name);
    if (!first) throw new Error(`WIC ${name} has tried no ${method}`);
    const wanted = first.answer?.message.status;
    check({
      title: `The first ${method} of WIC ${name} is answered`,
      ok: wanted !== undefined,
      cap: 'inconclusive',
      expected: ['a final response'],
      received: reaction(first),
      evidence: evidenceOf(first),
    });
    for (const other of others) {
      check({
        title: `${method} of WIC ${name} is answered like its first one`,
        ok: other.answer?.message.status === wanted,
        expected: [`${wanted}`],
        received: reaction(other),
        evidence: evidenceOf(other),
      });
    }
  },
);

/** The core answers a REGISTER with 401 or 200, anything else with 200. */
Then(
  'the {word} that {wic} tried is answered as the core does',
  function (this: Scenario, method: string, name: string) {
    const outgoing = this.notes.outgoing(name);
    const wanted = method === 'REGISTER' ? [200, 401] : [200];
    check({
      title: `${method} of WIC ${name} gets the answer of the core`,
      ok: wanted.some((status) => status === outgoing.answer?.message.status),
      expected: wanted.map(String),
      received: reaction(outgoing),
      evidence: evidenceOf(outgoing),
    });
  },
);

Then(
  'the {word} that {wic} tried has reached Mw with its body',
  function (this: Scenario, method: string, name: string) {
    const outgoing = this.notes.outgoing(name);
    const [arrived] = outgoing.atMw;
    const body = arrived && Buffer.from(arrived.message.body);
    check({
      title: `${method} of WIC ${name} reaches Mw with its body`,
      ok: body?.equals(outgoing.sent.message.body) ?? false,
      expected: [`the ${method} with the ${outgoing.sent.message.body.length} octets of its body`],
      received: body
        ? `the ${method} with the body ${JSON.stringify(body.toString())}`
        : `nothing; ${reaction(outgoing)}`,
      evidence: arrived ? { message: arrived.id } : evidenceOf(outgoing),
    });
  },
);

Then(
  'with a warning at most, not both of the MESSAGEs in one of {wic} have reached Mw',
  async function (this: Scenario, name: string) {
    await this.lab.fence(name);
    const { id, texts } = this.notes.twoInOne(name);
    const arrived = texts.flatMap((text) => messagesWith(this.lab.core, text).slice(0, 1));
    const last = arrived.at(-1);
    check({
      title: 'Two requests in one WebSocket message are not both processed',
      ok: arrived.length < 2,
      cap: 'warning',
      expected: ['none of the two requests at Mw', 'one of them'],
      received: `${arrived.length} of them`,
      evidence: { message: last?.id ?? id },
    });
  },
);

Then(
  'with a warning at most, {wic} is still served or its connection is closed',
  function (this: Scenario, name: string) {
    const wic = this.lab.wic(name);
    const tried = this.notes.allOutgoing(name).at(-1);
    const { closed } = wic;
    check({
      title: 'Two requests in one WebSocket message do not harm the connection',
      ok: tried?.answer !== undefined || closed !== undefined,
      cap: 'warning',
      expected: ['the next request gets its final response', 'the connection is closed'],
      received: tried ? reaction(tried) : `connection closed with ${closed?.code ?? 'no code'}`,
      evidence: { message: tried?.answer?.id ?? closed?.id ?? wic.connection.lastSent.id },
    });
  },
);
