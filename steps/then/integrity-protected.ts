import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import type { Subject } from '../../src/check/subject.ts';
import type { LabParameters } from '../../src/run/lab-parameters.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';
import type { Scenario } from '../support/world.ts';

/** The values of integrity-protected by which an association authenticates (33.203 O.4.3, erratum D1). */
const AUTHENTICATED = ['tls-yes', 'tls-protected'];

/** Which of them the edition of the run, and what the profile says of erratum D1, accept. */
function acceptedAuthenticated({ edition, pixit }: LabParameters): string[] {
  if (edition !== 'D') return ['tls-yes'];
  return pixit.erratum.D1 === 'either' ? AUTHENTICATED : [pixit.erratum.D1];
}

/** The REGISTER at Mw is marked as one of an authenticated association. */
export function expectAuthenticated(register: Subject, parameters: LabParameters): void {
  const accepted = acceptedAuthenticated(parameters);
  expect(register).to.have.headerParameter('Authorization', 'integrity-protected', ...accepted);
}

/** What a REGISTER may say in integrity-protected. */
interface IntegrityRule {
  readonly title: string;
  /** Every accepted outcome besides that nothing reaches Mw. */
  readonly expected: readonly string[];
  /** @param values of integrity-protected in all its Authorization fields */
  accepts(values: readonly string[]): boolean;
}

export const notAuthenticated: IntegrityRule = {
  title: 'REGISTER at Mw is not marked as authenticated',
  expected: [
    'integrity-protected with a value other than tls-yes and tls-protected',
    'no integrity-protected',
  ],
  accepts: (values) => !values.some((value) => AUTHENTICATED.includes(value)),
};

const unmarked: IntegrityRule = {
  title: 'REGISTER at Mw has no integrity-protected',
  expected: ['no integrity-protected'],
  accepts: (values) => values.length === 0,
};

const pending: IntegrityRule = {
  title: 'REGISTER at Mw is marked tls-pending',
  expected: ['integrity-protected=tls-pending'],
  accepts: (values) => values.length > 0 && values.every((value) => value === 'tls-pending'),
};

const withoutTlsMark: IntegrityRule = {
  title: 'REGISTER at Mw is not marked as one that came over TLS',
  expected: ['integrity-protected with a value that is not of TLS', 'no integrity-protected'],
  accepts: (values) => !values.some((value) => [...AUTHENTICATED, 'tls-pending'].includes(value)),
};

/** Holds every REGISTER that an attempt brought to Mw against a rule; that none did is accepted. */
export function expectOfAttempt(tried: RegisterAttempt, rule: IntegrityRule): void {
  const { title } = rule;
  const expected = [...rule.expected, 'no REGISTER at Mw: it is refused, or the connection is closed'];
  const evidence = endOf(tried);
  if (tried.atMw.length === 0) {
    const received = `no REGISTER at Mw (${ending(tried)})`;
    check({ title, ok: true, expected, received, ...(evidence && { evidence }) });
  }
  for (const register of tried.atMw) {
    const values = directiveValues(register.message, 'Authorization', 'integrity-protected');
    const received =
      values.length === 0 ? 'no integrity-protected' : `integrity-protected=${values.join(', ')}`;
    expect(register).to.conform({
      title,
      ok: rule.accepts(values),
      expected,
      received,
      header: 'Authorization',
    });
  }
}

Then(
  'the {ordinal} REGISTER of {wic} at Mw is marked as authenticated',
  function (this: Scenario, which: number, name: string) {
    expectAuthenticated(this.registerAtMw(name, which), this.lab.parameters);
  },
);

/** That a wrong edition's mark is used says enough here: there is an association that is looked at. */
Then(
  'as a control the {ordinal} REGISTER of {wic} at Mw is marked as authenticated',
  function (this: Scenario, which: number, name: string) {
    expect(this.registerAtMw(name, which))
      .atMost('inconclusive')
      .to.have.headerParameter('Authorization', 'integrity-protected', ...AUTHENTICATED);
  },
);

/** Erratum D1: the source documents print tls-protected, which the published text does not know. */
Then(
  'at most a warning: the mark of the {ordinal} REGISTER of {wic} at Mw is that of the published text',
  function (this: Scenario, which: number, name: string) {
    const { edition, pixit } = this.lab.parameters;
    const known = edition === 'D' && pixit.erratum.D1 === 'tls-protected' ? 'tls-protected' : 'tls-yes';
    expect(this.registerAtMw(name, which))
      .atMost('warning')
      .to.have.headerParameter('Authorization', 'integrity-protected', known);
  },
);

Then(
  'as a control the {ordinal} REGISTER of {wic} at Mw carries {string} {string} in {word}',
  function (this: Scenario, which: number, name: string, parameter: string, value: string, header: string) {
    expect(this.registerAtMw(name, which))
      .atMost('inconclusive')
      .to.have.headerParameter(header, parameter, value);
  },
);

Then('nothing that {wic} tried is marked as authenticated at Mw', function (this: Scenario, name: string) {
  for (const tried of this.notes.registerAttempts(name)) expectOfAttempt(tried, notAuthenticated);
});

Then('what {wic} tried last is not marked as authenticated at Mw', function (this: Scenario, name: string) {
  expectOfAttempt(this.notes.registerAttempt(name), notAuthenticated);
});

Then('what {wic} tried last carries no integrity-protected at Mw', function (this: Scenario, name: string) {
  expectOfAttempt(this.notes.registerAttempt(name), unmarked);
});

Then('what {wic} tried last is marked tls-pending at Mw', function (this: Scenario, name: string) {
  expectOfAttempt(this.notes.registerAttempt(name), pending);
});

Then('nothing that {wic} tried is marked as protected by TLS at Mw', function (this: Scenario, name: string) {
  for (const tried of this.notes.registerAttempts(name)) expectOfAttempt(tried, withoutTlsMark);
});
