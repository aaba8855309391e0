import { When } from '@cucumber/cucumber';
import {
  activeRegistrations,
  endContact,
  endedRegistrations,
  endRegistrations,
  nothingRegistered,
} from '../../src/peers/core/network-deregistration.ts';
import type { NotifyFault, RegNotification } from '../../src/peers/core/reg-subscription.ts';
import { answersTo, notifyAll } from '../../src/run/notification.ts';
import type { RegInfoEvent } from '../../src/sip/reginfo.ts';
import type { Scenario } from '../support/world.ts';

/** Subscription-State of a NOTIFY after which there is nothing left to notify about (24.229 5.4.2.1.2). */
const LAST = 'terminated;reason=noresource';

async function notifyPcscf(scenario: Scenario, name: string, notification: RegNotification): Promise<void> {
  const { lab, notes } = scenario;
  const sent = notifyAll(lab, 'eP-CSCF', lab.wic(name).identity, notification);
  for (const each of await answersTo(lab, sent)) notes.addNotification(name, each);
}

When(
  'the S-CSCF ends the registration of {wic} and notifies the eP-CSCF',
  async function (this: Scenario, name: string) {
    const registrations = endRegistrations(this.lab.core, this.lab.wic(name).identity);
    await notifyPcscf(this, name, { registrations, subscriptionState: LAST });
  },
);

When(
  'the S-CSCF ends the registration of {wic} and notifies first the WIC and then the eP-CSCF',
  async function (this: Scenario, name: string) {
    const { identity } = this.lab.wic(name);
    const registrations = endRegistrations(this.lab.core, identity);
    const notification = { registrations, subscriptionState: LAST };
    await answersTo(this.lab, notifyAll(this.lab, 'WIC', identity, notification));
    await notifyPcscf(this, name, notification);
  },
);

When(
  'the S-CSCF ends the registration of {wic} and notifies the eP-CSCF and the WIC at once',
  async function (this: Scenario, name: string) {
    const { identity } = this.lab.wic(name);
    const registrations = endRegistrations(this.lab.core, identity);
    const notification = { registrations, subscriptionState: LAST };
    const answered = notifyPcscf(this, name, notification);
    await answersTo(this.lab, notifyAll(this.lab, 'WIC', identity, notification));
    await answered;
  },
);

/** After a deregistration by the WIC; who has not subscribed is not told. */
When(
  'the S-CSCF notifies whoever has subscribed that the registration of {wic} has ended',
  async function (this: Scenario, name: string) {
    const { lab } = this;
    const { identity } = lab.wic(name);
    const told = lab.core.subscriptions.all(undefined, identity);
    const registrations = nothingRegistered(identity);
    const sent = told.map((each) => each.notify({ registrations, subscriptionState: LAST }));
    await answersTo(lab, sent);
  },
);

When(
  'the S-CSCF ends the contact of {wic} with the event {string} and notifies the eP-CSCF',
  async function (this: Scenario, name: string, event: string) {
    const { identity } = this.lab.wic(name);
    const registrations = endContact(this.lab.core, identity, event as RegInfoEvent);
    await notifyPcscf(this, name, { registrations });
  },
);

When(
  'the S-CSCF notifies the eP-CSCF that {wic} is registered, with the event {string}',
  async function (this: Scenario, name: string, event: string) {
    const { identity } = this.lab.wic(name);
    const registrations = activeRegistrations(this.lab.core, identity, event as RegInfoEvent);
    await notifyPcscf(this, name, { registrations });
  },
);

const faults: Readonly<Record<string, NotifyFault>> = {
  'outside any dialog': 'stray',
  'with another Event': 'wrong-event',
  'with a body that breaks off': 'malformed-body',
};

When(
  'a NOTIFY {string} tells the eP-CSCF that the registration of {wic} has ended',
  async function (this: Scenario, how: string, name: string) {
    const fault = faults[how];
    if (!fault) throw new Error(`no NOTIFY ${how} is known`);
    const registrations = endedRegistrations(this.lab.core, this.lab.wic(name).identity);
    await notifyPcscf(this, name, { registrations, fault });
  },
);
