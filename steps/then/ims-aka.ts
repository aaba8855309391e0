import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { digestDirectives } from '../../src/check/digest-directives.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

function expectMarked(tried: RegisterAttempt, ...accepted: readonly string[]): void {
  const [register] = tried.atMw;
  if (register) {
    expect(register).to.have.headerParameter('Authorization', 'integrity-protected', ...accepted);
    return;
  }
  const evidence = endOf(tried);
  check({
    title: 'A REGISTER of IMS AKA reaches Mw',
    ok: false,
    expected: accepted.map((value) => `the REGISTER at Mw with integrity-protected=${value}`),
    received: `no REGISTER at Mw (${ending(tried)})`,
    ...(evidence && { evidence }),
  });
}

Then(
  'the first REGISTER that {wic} tried is marked tls-connected at Mw',
  function (this: Scenario, name: string) {
    expectMarked(this.notes.registerAttempts(name)[0], 'tls-connected');
  },
);

/** 33.203 X.2.3.3 says of it that authentication is pending, where 24.229 has tls-connected for every REGISTER. */
Then(
  'every further REGISTER that {wic} tried is marked tls-connected or tls-pending at Mw',
  function (this: Scenario, name: string) {
    const [first, ...further] = this.notes.registerAttempts(name);
    if (further.length === 0) throw new PeerDidNot(`challenge WIC ${name}`, ending(first));
    for (const tried of further) expectMarked(tried, 'tls-connected', 'tls-pending');
  },
);

Then('no challenge to {wic} gives keys away', function (this: Scenario, name: string) {
  const challenges = this.lab.wic(name).mailbox.responses.all(({ message }) => message.status === 401);
  if (challenges.length === 0) throw new PeerDidNot(`pass a challenge on to WIC ${name}`);
  for (const challenge of challenges) {
    const directives = digestDirectives(challenge.message, 'WWW-Authenticate');
    const keys = ['ck', 'ik'].filter((key) => directives.has(key));
    expect(challenge).to.conform({
      title: 'The challenge gives no keys to the WIC',
      ok: keys.length === 0,
      expected: ['neither ck nor ik in WWW-Authenticate'],
      received: keys.join(' and ') || 'neither of them',
      header: 'WWW-Authenticate',
    });
  }
});
