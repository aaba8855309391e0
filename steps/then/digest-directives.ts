import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { digestDirectives, directiveDifferences } from '../../src/check/digest-directives.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import type { Seen } from '../../src/peers/seen.ts';
import { ending, endOf } from '../../src/run/register-attempt.ts';
import { challengeText } from '../../src/sip/digest.ts';
import { parseCredentials } from '../../src/sip/headers/index.ts';
import type { SipResponse } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

Then(
  'the {ordinal} REGISTER that {wic} tried has the same digest directives at Mw as on W2',
  function (this: Scenario, which: number, name: string) {
    const tried = this.notes.registerAttempts(name).at(which);
    if (!tried?.sent) throw new PeerDidNot(`challenge WIC ${name}, so that it sends REGISTER ${which + 1}`);
    const title = 'Digest directives of REGISTER mean the same at Mw as on W2';
    const expected = ['every directive of Authorization as on W2, integrity-protected apart'];
    const [register] = tried.atMw;
    if (!register) {
      const evidence = endOf(tried);
      const received = `no REGISTER at Mw (${ending(tried)})`;
      check({ title, ok: false, expected, received, ...(evidence && { evidence }) });
      return;
    }
    const differences = directiveDifferences(
      digestDirectives(tried.sent.message, 'Authorization'),
      digestDirectives(register.message, 'Authorization'),
      ['integrity-protected'],
    );
    const received = differences.join('; ') || 'the same directives';
    const ok = differences.length === 0;
    expect(register).to.conform({ title, ok, expected, received, header: 'Authorization' });
  },
);

Then('{wic} gets the challenge of the S-CSCF as it was issued', function (this: Scenario, name: string) {
  const [first] = this.notes.registerAttempts(name);
  if (first.atMw.length === 0) throw new PeerDidNot(`bring the REGISTER of WIC ${name} to Mw`);
  const evidence = endOf(first);
  const answered = first.answer?.message.status === 401;
  check({
    title: 'The 401 reaches the WIC that sent the REGISTER',
    ok: answered,
    expected: ['401 on the connection of the REGISTER'],
    received: ending(first),
    ...(evidence && { evidence }),
  });
  if (first.answer) expectChallenge(this, name, first.answer);
});

/** The challenge on W2 means what the S-CSCF's challenge meant. */
export function expectChallenge(scenario: Scenario, name: string, answer: Seen<SipResponse>): void {
  const { identity } = scenario.lab.wic(name);
  const [issued] = scenario.lab.core.registrar.challenges.issued(identity);
  if (!issued)
    throw new PeerDidNot(`bring a REGISTER of WIC ${name} to the S-CSCF`, 'it has challenged nobody');
  const { params } = parseCredentials(challengeText(issued));
  const arrived = digestDirectives(answer.message, 'WWW-Authenticate');
  const differences = directiveDifferences(params, arrived, ['ik', 'ck']);
  expect(answer).to.conform({
    title: 'Digest directives of the challenge mean the same on W2 as at Mw',
    ok: differences.length === 0,
    expected: ['every directive of WWW-Authenticate as the S-CSCF sent it'],
    received: differences.join('; ') || 'the same directives',
    header: 'WWW-Authenticate',
  });
}
