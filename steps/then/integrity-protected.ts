import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import type { Scenario } from '../support/world.ts';
import {
  expectAuthenticated,
  expectOfAttempt,
  notAuthenticated,
  pending,
  unmarked,
  withoutTlsMark,
} from './register-checks.ts';

Then(
  'the {ordinal} REGISTER of {wic} at Mw is marked as authenticated',
  function (this: Scenario, which: number, name: string) {
    expectAuthenticated(this.registerAtMw(name, which), this.lab.parameters);
  },
);

Then(
  'as a control the {ordinal} REGISTER of {wic} at Mw is marked as authenticated',
  function (this: Scenario, which: number, name: string) {
    expectAuthenticated(this.registerAtMw(name, which), this.lab.parameters, 'inconclusive');
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
