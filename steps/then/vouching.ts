import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import type { Cap } from '../../src/check/recorder.ts';
import type { Subject } from '../../src/check/subject.ts';
import { vouches } from '../../src/check/trusted-node.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { unlessMissing } from '../../src/run/attempt.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

const REFUSED = 'no REGISTER at Mw: it is refused, or the connection is closed';

/** What a REGISTER says in integrity-protected. */
function marks({ message }: Subject): string {
  const values = directiveValues(message, 'Authorization', 'integrity-protected');
  return values.length === 0 ? 'no integrity-protected' : `integrity-protected=${values.join(', ')}`;
}

/** Holds that no REGISTER which an attempt brought to Mw vouches for anybody. */
function expectNotVouched(tried: RegisterAttempt, cap?: Cap): void {
  const title = 'The eP-CSCF does not vouch for the WIC';
  const expected = ['no integrity-protected=auth-done at Mw', REFUSED];
  const evidence = endOf(tried);
  if (tried.atMw.length === 0) {
    const received = `no REGISTER at Mw (${ending(tried)})`;
    check({ title, ok: true, expected, received, ...(evidence && { evidence }) });
  }
  for (const register of tried.atMw) {
    const ok = !vouches(register.message);
    const subject = cap ? expect(register).atMost(cap) : expect(register);
    subject.to.conform({ title, ok, expected, received: marks(register), header: 'Authorization' });
  }
}

/** Holds that an attempt without a digest round was not granted, and was ended in one way or another. */
function expectRefused(tried: RegisterAttempt, cap?: Cap): void {
  const { answer, closed } = tried;
  const evidence = endOf(tried);
  const received = ending(tried);
  check({
    title: 'The WIC is not registered',
    ok: answer === undefined || answer.message.status >= 300,
    expected: ['a final response other than 2xx', 'the connection is closed'],
    received,
    ...(evidence && { evidence: answer ? { ...evidence, line: 1 } : evidence }),
    cap,
  });
  const [plain] = tried.atMw;
  check({
    title: 'Nothing goes to the core',
    ok: plain === undefined,
    expected: [REFUSED],
    received: plain ? `a REGISTER at Mw with ${marks(plain)}` : `no REGISTER at Mw (${received})`,
    ...(plain ? { evidence: { message: plain.id, line: 1 } } : evidence && { evidence }),
    cap: 'warning',
  });
  check({
    title: 'The WIC is told in time that it is not registered',
    ok: answer !== undefined || closed !== undefined,
    expected: ['a final response within 64·T1', 'the connection is closed'],
    received,
    ...(evidence && { evidence }),
    cap: 'warning',
  });
}

/** Holds that an attempt brought a REGISTER to Mw that vouches for the WIC. */
function expectVouched(tried: RegisterAttempt, cap?: Cap): void {
  const register = tried.atMw.find(({ message }) => vouches(message)) ?? tried.atMw[0];
  const evidence = register ? { message: register.id } : endOf(tried);
  check({
    title: 'The eP-CSCF vouches for the WIC',
    ok: register !== undefined && vouches(register.message),
    expected: ['a REGISTER with integrity-protected=auth-done at Mw'],
    received: register ? marks(register) : `no REGISTER at Mw (${ending(tried)})`,
    ...(evidence && { evidence }),
    cap,
  });
}

Then('what {wic} tried last is not accepted', function (this: Scenario, name: string) {
  const tried = this.notes.registerAttempt(name);
  expectNotVouched(tried);
  expectRefused(tried);
});

/** A SUT may go by what introspection said of the token before (RFC 7662 4). */
Then('what {wic} tried last should not be accepted', function (this: Scenario, name: string) {
  const tried = this.notes.registerAttempt(name);
  expectNotVouched(tried, 'warning');
  expectRefused(tried, 'warning');
});

/** The same where tokens can be introspected; one that has expired is never valid. */
Then(
  'what {wic} tried last is not accepted, unless the eP-CSCF goes by what the WAF said before',
  function (this: Scenario, name: string) {
    const cap = this.lab.parameters.pics.tokenValidation === 'introspection' ? 'warning' : undefined;
    const tried = this.notes.registerAttempt(name);
    expectNotVouched(tried, cap);
    expectRefused(tried, cap);
  },
);

Then('what {wic} tried last is not vouched for', function (this: Scenario, name: string) {
  expectNotVouched(this.notes.registerAttempt(name));
});

/** RFC 8898: a UAS or registrar answers 401 to a token that is not valid any more (2.2), a proxy 407 (2.3). */
Then(
  'in edition R17 what {wic} tried last should be refused with 401 or 407',
  function (this: Scenario, name: string) {
    if (this.lab.parameters.edition !== 'R17') return;
    const tried = this.notes.registerAttempt(name);
    const status = tried.answer?.message.status ?? 0;
    const evidence = endOf(tried);
    check({
      title: 'An expired token is refused as RFC 8898 has it',
      ok: [401, 407].includes(status),
      expected: ['401', '407'],
      received: ending(tried),
      ...(evidence && { evidence }),
      cap: 'warning',
    });
  },
);

Then('what {wic} tried last is vouched for', function (this: Scenario, name: string) {
  expectVouched(this.notes.registerAttempt(name));
});

/** 413 and 513 are legal answers to a token that is longer than what the SUT reads. */
Then('what {wic} tried last should be vouched for', function (this: Scenario, name: string) {
  expectVouched(this.notes.registerAttempt(name), 'warning');
});

Then('what {wic} tried last is one REGISTER at Mw', function (this: Scenario, name: string) {
  const tried = this.notes.registerAttempt(name);
  const register = tried.atMw.at(-1);
  const evidence = register ? { message: register.id } : endOf(tried);
  check({
    title: 'A REGISTER with a valid token is one REGISTER transaction at Mw',
    ok: tried.atMw.length === 1,
    expected: ['one REGISTER at Mw, without a challenge before'],
    received: `${tried.atMw.length} REGISTERs at Mw (${ending(tried)})`,
    ...(evidence && { evidence }),
  });
});

Then(
  'as a control the {ordinal} REGISTER of {wic} at Mw vouches for it',
  function (this: Scenario, which: number, name: string) {
    const register = this.registerAtMw(name, which);
    expect(register)
      .atMost('inconclusive')
      .to.conform({
        title: 'The eP-CSCF vouches for the same WIC with a valid token',
        ok: vouches(register.message),
        expected: ['integrity-protected=auth-done'],
        received: marks(register),
        header: 'Authorization',
      });
  },
);

/** 33.203 X.3.2.3 step 4, which is informative. */
Then(
  'the eP-CSCF closes the connection on which it refused {wic}',
  async function (this: Scenario, name: string) {
    const { lab, notes } = this;
    const { answer } = notes.registerAttempt(name);
    if (answer && answer.message.status < 300) throw new PeerDidNot('refuse an invalid token');
    const { connection } = lab.wic(name);
    const closed = await unlessMissing(connection.closedWithin(lab.bound));
    check({
      title: 'The eP-CSCF closes the connection after it has refused a token',
      ok: closed !== undefined,
      expected: ['closed within 64·T1'],
      received: closed ? `closed with ${closed.code ?? 'no code'}` : 'it is still open',
      evidence: { message: closed?.id ?? connection.lastSent.id },
    });
  },
);
