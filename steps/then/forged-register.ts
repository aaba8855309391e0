import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { readField } from '../../src/check/read.ts';
import type { Subject } from '../../src/check/subject.ts';
import { ending, endOf } from '../../src/run/register-attempt.ts';
import { addresses, chargingVector, visitedNetworks } from '../../src/sip/headers/index.ts';
import { sameUri } from '../../src/sip/uri.ts';
import { FORGED } from '../support/forged.ts';
import type { Scenario } from '../support/world.ts';
import { expectOfAttempt } from './integrity-protected.ts';

Then(
  'what {wic} tried last carries no integrity-protected {string} at Mw',
  function (this: Scenario, name: string, forged: string) {
    expectOfAttempt(this.notes.registerAttempt(name), {
      title: 'The integrity-protected parameter that the WIC claims does not reach Mw',
      expected: ['no integrity-protected', 'a value that the eP-CSCF gives by itself in that state'],
      accepts: (values) => !values.includes(forged),
    });
  },
);

Then('the P-Visited-Network-ID that {wic} claims does not reach Mw', function (this: Scenario, name: string) {
  expectForgeryGone(this, name, 'P-Visited-Network-ID', (register) =>
    readField(register, 'P-Visited-Network-ID', 'the network of the eP-CSCF', visitedNetworks).includes(
      FORGED.network,
    ),
  );
});

Then('the P-Charging-Vector that {wic} claims should not reach Mw', function (this: Scenario, name: string) {
  expectForgeryGone(
    this,
    name,
    'P-Charging-Vector',
    (register) =>
      readField(register, 'P-Charging-Vector', 'an icid-value of the eP-CSCF', chargingVector)?.get(
        'icid-value',
      ) === FORGED.icid,
    'warning',
  );
});

Then(
  'the P-Asserted-Identity that {wic} claims should not reach Mw',
  function (this: Scenario, name: string) {
    expectForgeryGone(
      this,
      name,
      'P-Asserted-Identity',
      (register) =>
        readField(register, 'P-Asserted-Identity', 'URIs in <>', (message) =>
          addresses(message, 'P-Asserted-Identity'),
        ).some(({ uri }) => sameUri(uri, FORGED.identity)),
      'warning',
    );
  },
);

function expectForgeryGone(
  { notes }: Scenario,
  name: string,
  header: string,
  isThere: (register: Subject) => boolean,
  cap?: 'warning',
): void {
  const tried = notes.registerAttempt(name);
  const title = `The ${header} that the WIC claims does not reach Mw`;
  const expected = [
    `${header} of the eP-CSCF`,
    `no ${header}`,
    'no REGISTER at Mw: it is refused, or the connection is closed',
  ];
  if (tried.atMw.length === 0) {
    const evidence = endOf(tried);
    const received = `no REGISTER at Mw (${ending(tried)})`;
    check({ title, ok: true, expected, received, ...(evidence && { evidence }) });
  }
  for (const register of tried.atMw) {
    const forged = isThere(register);
    const subject = cap ? expect(register).atMost(cap) : expect(register);
    subject.to.conform({
      title,
      ok: !forged,
      expected,
      received: register.message.value(header) ?? `no ${header}`,
      header,
    });
  }
}
