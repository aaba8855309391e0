import { expect, type Subject } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import type { Cap } from '../../src/check/recorder.ts';
import type { LabParameters } from '../../src/run/lab-parameters.ts';
import { ending, endOf, type RegisterAttempt } from '../../src/run/register-attempt.ts';

/** The values of integrity-protected by which an association authenticates (33.203 O.4.3, erratum D1). */
const AUTHENTICATED = ['tls-yes', 'tls-protected'];

/** Which of them the edition of the run, and what the profile says of erratum D1, accept. */
export function acceptedAuthenticated({ edition, pixit }: LabParameters): string[] {
  if (edition !== 'D') return ['tls-yes'];
  return pixit.erratum.D1 === 'either' ? AUTHENTICATED : [pixit.erratum.D1];
}

/** The REGISTER at Mw is marked as one of an authenticated association. */
export function expectAuthenticated(register: Subject, parameters: LabParameters, cap?: Cap): void {
  const accepted = acceptedAuthenticated(parameters);
  const subject = cap ? expect(register).atMost(cap) : expect(register);
  subject.to.have.headerParameter('Authorization', 'integrity-protected', ...accepted);
}

/** What a REGISTER may say in integrity-protected. */
export interface IntegrityRule {
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

export const unmarked: IntegrityRule = {
  title: 'REGISTER at Mw has no integrity-protected',
  expected: ['no integrity-protected'],
  accepts: (values) => values.length === 0,
};

export const pending: IntegrityRule = {
  title: 'REGISTER at Mw is marked tls-pending',
  expected: ['integrity-protected=tls-pending'],
  accepts: (values) => values.length > 0 && values.every((value) => value === 'tls-pending'),
};

export const withoutTlsMark: IntegrityRule = {
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
