import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import { readField } from '../../src/check/read.ts';
import { vouches } from '../../src/check/trusted-node.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import { to } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';
import { reached } from './deregistration.ts';
import { digestOf, said } from './trusted-node.ts';

const NOTHING = 'no REGISTER at Mw: it is refused, or the connection is closed';

Then(
  'what {wic} tried last vouches for no other public user identity than the {ordinal}',
  function (this: Scenario, name: string, which: number) {
    const impu = this.impu(name, which);
    const title = 'Only the public user identity of the token is registered by it';
    const expected = [`To: ${impu} where the eP-CSCF vouches for the WIC`, NOTHING];
    eachVouching(this.notes.registerAttempt(name), title, expected, (register) => {
      const { uri } = readField(register, 'To', impu, to);
      return { ok: sameUri(uri, impu), received: `auth-done for ${uri}`, header: 'To' };
    });
  },
);

Then(
  'what {wic} tried last vouches for no other private user identity than its own',
  function (this: Scenario, name: string) {
    const { impi } = this.lab.wic(name).identity;
    const tried = this.notes.registerAttempt(name);
    const title = 'Only the private user identity of the token is registered by it';
    const expected = [`username="${impi}" where the eP-CSCF vouches for the WIC`, NOTHING];
    const judged = (register: RegisterAttempt['atMw'][number]) => ({
      ok: directiveValues(register.message, 'Authorization', 'username').every((each) => each === impi),
      received: said(digestOf(register), 'username'),
      header: 'Authorization',
    });
    eachVouching(tried, title, expected, judged);
    for (const register of tried.atMw.filter(({ message }) => !vouches(message))) {
      expect(register)
        .atMost('warning')
        .to.conform({
          ...judged(register),
          title: 'What the WIC says of itself beside its token is not used',
          expected: [`username="${impi}"`, NOTHING],
        });
    }
  },
);

/** Whatever of the token's identity is shown, it must all be of the token that was shown in this REGISTER. */
Then(
  'what {wic} tried last is for the identities of its token alone',
  function (this: Scenario, name: string) {
    const { impi, impus } = this.lab.wic(name).identity;
    const [impu = ''] = impus;
    const title = 'The REGISTER at Mw is for the identities of the token';
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const { uri } = readField(register, 'To', impu, to);
    const directives = digestOf(register);
    expect(register).to.conform({
      title,
      ok: sameUri(uri, impu) && directives.get('username') === impi,
      expected: [`To: ${impu} and username="${impi}"`],
      received: `To: ${uri} and ${said(directives, 'username')}`,
      header: sameUri(uri, impu) ? 'Authorization' : 'To',
    });
  },
);

Then(
  'what {wic} tried last registers the identity of its token or is refused',
  function (this: Scenario, name: string) {
    const tried = this.notes.registerAttempt(name);
    const impu = this.impu(name, 0);
    const title = 'A WIC that does not know its identity is registered under that of its token, if at all';
    const expected = [`To: ${impu} where the eP-CSCF vouches for the WIC`, NOTHING];
    eachVouching(tried, title, expected, (register) => {
      const { uri } = readField(register, 'To', impu, to);
      return { ok: sameUri(uri, impu), received: `auth-done for ${uri} (${ending(tried)})`, header: 'To' };
    });
    const { answer, closed } = tried;
    const evidence = endOf(tried);
    check({
      title: 'The WIC learns what became of its REGISTER',
      ok: answer !== undefined || closed !== undefined,
      expected: ['a final response within 64·T1', 'the connection is closed'],
      received: ending(tried),
      ...(evidence && { evidence }),
      cap: 'warning',
    });
  },
);

/** Holds each REGISTER that vouches for the WIC against a rule; that none does is accepted. */
function eachVouching(
  tried: RegisterAttempt,
  title: string,
  expected: readonly string[],
  rule: (register: RegisterAttempt['atMw'][number]) => {
    readonly ok: boolean;
    readonly received: string;
    readonly header: string;
  },
): void {
  const vouching = tried.atMw.filter(({ message }) => vouches(message));
  if (vouching.length === 0) {
    const evidence = endOf(tried);
    const received = `nobody is vouched for (${ending(tried)})`;
    check({ title, ok: true, expected, received, ...(evidence && { evidence }) });
  }
  for (const register of vouching) expect(register).to.conform({ title, expected, ...rule(register) });
}
