import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import type { Cap } from '../../src/check/recorder.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { ending, endOf } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

Then(
  'the answer to the handshake of {wic} names the sub-protocol {word} alone',
  function (this: Scenario, name: string, protocol: string) {
    const { wic, outcome, id, protocol: named } = this.notes.handshake(name);
    if (!wic) throw new PeerDidNot(`accept a WebSocket that offers ${protocol}`, outcome);
    check({
      title: 'Sec-WebSocket-Protocol of the handshake answer',
      ok: named === protocol,
      expected: [`101 with Sec-WebSocket-Protocol: ${protocol}`],
      received: outcome,
      ...(id && { evidence: { message: id } }),
    });
  },
);

Then(
  'the answer to the handshake of {wic} does not name the sub-protocol {word}',
  function (this: Scenario, name: string, protocol: string) {
    const { status, outcome, id, protocol: named } = this.notes.handshake(name);
    const names = named.split(',').map((each) => each.trim());
    check({
      title: `Sub-protocol ${protocol} is not selected unasked`,
      ok: status !== 101 || !names.includes(protocol),
      expected: ['the handshake is refused', `101 without Sec-WebSocket-Protocol: ${protocol}`],
      received: outcome,
      ...(id && { evidence: { message: id } }),
    });
  },
);

Then('no REGISTER of {wic} has reached Mw', function (this: Scenario, name: string) {
  expectNoneAtMw(this, name);
  const { title, expected } = wordsOn(name);
  this.lab.forbid({ methods: ['REGISTER'], title, expected });
});

Then('with a warning at most, no REGISTER of {wic} has reached Mw', function (this: Scenario, name: string) {
  expectNoneAtMw(this, name, 'warning');
});

function wordsOn(name: string): { readonly title: string; readonly expected: readonly string[] } {
  return {
    title: `No REGISTER of WIC ${name} reaches Mw`,
    expected: [
      'no connection: nobody listens, or the handshake is refused or redirected',
      'the connection is closed, or the REGISTER on it refused or ignored',
    ],
  };
}

function expectNoneAtMw(scenario: Scenario, name: string, cap?: Cap): void {
  const handshake = scenario.notes.handshake(name);
  const tried = scenario.notes.registerAttempt(name);
  const [register] = tried.atMw;
  const after = tried.sent ? `, ${ending(tried)}` : '';
  const evidence = register ? { message: register.id, line: 1 } : (endOf(tried) ?? byId(handshake.id));
  check({
    ...wordsOn(name),
    ok: register === undefined,
    received: `${register ? 'a REGISTER at Mw' : 'nothing at Mw'}; ${handshake.outcome}${after}`,
    ...(evidence && { evidence }),
    cap,
  });
}

function byId(id: string | undefined): { readonly message: string } | undefined {
  return id === undefined ? undefined : { message: id };
}
