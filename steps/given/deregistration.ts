import { Given } from '@cucumber/cucumber';
import { contacts, expires } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';

Given(
  '{wic} is registered with two public user identities of different implicit sets',
  async function (this: Scenario, name: string) {
    const { impus } = await this.lab.identity(name, 2, [[0], [1]]);
    await this.register(name);
    await this.register(name, { impu: impus[1] ?? '' });
  },
);

Given(
  '{wic} is registered with the public user identity of {wic}',
  async function (this: Scenario, name: string, other: string) {
    await this.lab.sharedIdentity(name, other);
    await this.register(name);
  },
);

Given('the S-CSCF answers a deregistration without Contact', function (this: Scenario) {
  this.lab.core.registrar.policy.deregistered = 'no-contact';
});

Given('the S-CSCF grants registrations for {int} seconds', function (this: Scenario, seconds: number) {
  this.lab.core.registrar.policy.maxExpires = seconds;
});

Given('the S-CSCF challenges a deregistration and judges the response', function (this: Scenario) {
  const { registrar } = this.lab.core;
  registrar.next({ when: asksForZero, policy: { challenge: 'always' } });
  registrar.next({ when: asksForZero, policy: { challenge: 'always' } });
});

function asksForZero(request: SipRequest): boolean {
  const bound = contacts(request);
  const general = expires(request);
  if (bound === '*') return general === 0;
  return bound.every(({ params }) => Number(params.get('expires') ?? general) === 0);
}
