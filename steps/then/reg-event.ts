import { Then } from '@cucumber/cucumber';
import { arrives } from '../../src/check/arrives.ts';
import { expect } from '../../src/check/assertions.ts';
import { check } from '../../src/check/check.ts';
import { directiveValues } from '../../src/check/digest-directives.ts';
import { ending, endOf } from '../../src/run/register-attempt.ts';
import { subscriptionState } from '../../src/sip/headers/index.ts';
import type { Scenario } from '../support/world.ts';
import { notAuthenticated } from './integrity-protected.ts';

Then(
  'the NOTIFY that ends the subscription of {wic} is delivered',
  async function (this: Scenario, name: string) {
    const wic = this.lab.wic(name);
    const last = wic.next('NOTIFY', (notify) => subscriptionState(notify)?.state === 'terminated');
    const { id } = this.notes.notification(name).sent;
    await arrives(last, {
      title: `WIC ${name} gets the NOTIFY that its registration has ended`,
      expected: ['NOTIFY with Subscription-State: terminated, before the connection is closed'],
      after: { message: wic.closed?.id ?? id },
    });
  },
);

Then('the eP-CSCF answers the NOTIFY about {wic} with 2xx', function (this: Scenario, name: string) {
  const { sent, answer } = this.notes.notification(name);
  if (answer) {
    expect(answer).to.have.status('2xx');
    return;
  }
  const title = 'The eP-CSCF answers the NOTIFY in its subscription';
  check({ title, ok: false, expected: ['2xx'], received: 'no answer', evidence: { message: sent.id } });
});

Then('the eP-CSCF should answer the NOTIFY about {wic} with 4xx', function (this: Scenario, name: string) {
  const { sent, answer } = this.notes.notification(name);
  if (answer) {
    expect(answer).atMost('warning').to.have.status('4xx');
    return;
  }
  check({
    title: 'A NOTIFY that belongs to no subscription is refused',
    ok: false,
    expected: ['4xx'],
    received: 'no answer',
    evidence: { message: sent.id },
    cap: 'warning',
  });
});

/** A SUT that ignores every NOTIFY removes nothing either, so a NOTIFY that must count is the control. */
Then(
  'as a control what {wic} tried last is not marked as authenticated at Mw',
  function (this: Scenario, name: string) {
    const tried = this.notes.registerAttempt(name);
    const marked = tried.atMw.find(
      ({ message }) =>
        !notAuthenticated.accepts(directiveValues(message, 'Authorization', 'integrity-protected')),
    );
    const evidence = marked ? { message: marked.id } : endOf(tried);
    check({
      title: 'The eP-CSCF follows the NOTIFY that ends the registration',
      ok: marked === undefined,
      expected: notAuthenticated.expected,
      received: marked ? 'a REGISTER marked as authenticated' : ending(tried),
      ...(evidence && { evidence }),
      cap: 'inconclusive',
    });
  },
);
