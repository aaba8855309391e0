import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import { contacts, expires } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Scenario } from '../support/world.ts';
import { expectAuthenticated } from './integrity-protected.ts';

/** The first REGISTER that an attempt brought to Mw; that none came is a violation. */
export function reached(tried: RegisterAttempt, title: string): RegisterAttempt['atMw'][number] | undefined {
  const [register] = tried.atMw;
  if (register) return register;
  const evidence = endOf(tried);
  const received = `no REGISTER at Mw (${ending(tried)})`;
  check({ title, ok: false, expected: ['REGISTER at Mw'], received, ...(evidence && { evidence }) });
  return undefined;
}

Then(
  'the REGISTER that {wic} tried last reaches Mw with expiry zero',
  function (this: Scenario, name: string) {
    const title = 'The deregistration reaches Mw with expiry zero';
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const asked = readField(register, 'Contact', 'Contact with expiry zero', lifetimes);
    expect(register).to.conform({
      title,
      ok: asked.length > 0 && asked.every((seconds) => seconds === 0),
      expected: ['Expires: 0 or expires=0 for every Contact'],
      received: asked.map((seconds) => `expiry ${seconds}`).join(', ') || 'no Contact',
      header: register.message.has('Expires') ? 'Expires' : 'Contact',
    });
  },
);

Then(
  'the REGISTER that {wic} tried last is marked as authenticated at Mw',
  function (this: Scenario, name: string) {
    const register = reached(this.notes.registerAttempt(name), 'REGISTER reaches Mw marked as authenticated');
    if (register) expectAuthenticated(register, this.lab.parameters);
  },
);

Then(
  'the 200 to the deregistration of {wic} arrives before its connection goes',
  function (this: Scenario, name: string) {
    const tried = this.notes.registerAttempt(name);
    if (tried.atMw.length === 0) throw new PeerDidNot('forward the deregistration', ending(tried));
    const evidence = endOf(tried);
    check({
      title: 'The 200 to the deregistration is relayed on the connection of its REGISTER',
      ok: tried.answer?.message.status === 200,
      expected: ['200, while the connection is open'],
      received: ending(tried),
      ...(evidence && { evidence: tried.answer ? { ...evidence, line: 1 } : evidence }),
    });
  },
);

Then(
  '{wic} is given the {int} and the {int} of the S-CSCF',
  function (this: Scenario, name: string, first: number, second: number) {
    const attempts = this.notes.registerAttempts(name).slice(-2);
    for (const [n, tried] of attempts.entries()) {
      const wanted = n === 0 ? first : second;
      if (tried.answer) {
        expect(tried.answer).to.have.status(wanted);
        continue;
      }
      const evidence = endOf(tried);
      const title = `The ${wanted} of the S-CSCF is relayed`;
      check({
        title,
        ok: false,
        expected: [`${wanted} to REGISTER`],
        received: ending(tried),
        ...(evidence && { evidence }),
      });
    }
  },
);

/** Requested lifetimes in seconds, one for each Contact. */
function lifetimes(request: SipRequest): (number | undefined)[] {
  const bound = contacts(request);
  const general = expires(request);
  if (bound === '*') return [general];
  return bound.map(({ params }) => {
    const own = params.get('expires');
    return own === undefined ? general : Number(own);
  });
}
