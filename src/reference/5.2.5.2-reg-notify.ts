import type { ServerTransaction } from '../endpoint/transactions.ts';
import { eventPackage, subscriptionState } from '../sip/headers/events.ts';
import type { SipRequest } from '../sip/message.ts';
import {
  parseRegInfo,
  type RegInfo,
  type RegInfoContact,
  RegInfoError,
  type RegInfoRegistration,
} from '../sip/reginfo.ts';
import { removeSets } from './6A.3-deregistration.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import { answer } from './rfc3261-16-proxy.ts';
import { holds } from './tls-association.ts';

export const faults = {
  'notify-refused': {
    kills: ['EPC-T523-3', 'EPC-6A.3-11'],
    about: 'answers a NOTIFY about an active registration with 500, though it takes it in',
  },
  'notify-ignored': {
    kills: ['EPC-6A.3-8', 'EPC-6A.3-9', 'EPC-6A.3-10'],
    preamble: ['EPC-6A.3-11'],
    about: 'answers the NOTIFY of a network-initiated deregistration and keeps the association',
  },
  'notify-about-one-for-all': {
    kills: ['EPC-6A.3-10'],
    about: 'drops every WIC of a public identity when one contact of it is terminated',
  },
  'notify-refreshed-deregisters': {
    kills: ['EPC-6A.3-11'],
    about: 'takes a NOTIFY with the event refreshed for a deregistration',
  },
  'notify-stray-taken': {
    kills: ['EPC-6A.3-12'],
    about: 'follows a NOTIFY that belongs to no subscription',
  },
  'notify-of-any-event-taken': {
    kills: ['EPC-6A.3-12'],
    about: 'follows the body of a NOTIFY whatever event package it names',
  },
  'notify-unreadable-deregisters': {
    kills: ['EPC-6A.3-12'],
    about: 'takes a NOTIFY whose registration information it cannot read for the end of all registrations',
  },
} as const satisfies FaultTable;

export const variants = {
  'notify-202': {
    exercises: ['EPC-T523-3', 'EPC-6A.3-8', 'EPC-6A.3-11'],
    about: 'answers a NOTIFY with 202',
  },
  'notify-malformed-200': {
    exercises: ['EPC-6A.3-12'],
    about: 'answers a NOTIFY with unreadable registration information with 200 and does nothing',
  },
} as const satisfies VariantTable;

/** 24.229 5.2.5.2: answers a NOTIFY of the reg event and removes what it declares terminated. */
export function takeNotify(cscf: EpCscf, tx: ServerTransaction, impi: string | undefined): void {
  const { request } = tx;
  const aboutReg = eventPackage(request)?.package.toLowerCase() === 'reg';
  if (!aboutReg && !cscf.deviation.is('notify-of-any-event-taken')) {
    return answer(cscf, tx, 489, { headers: [['Allow-Events', 'reg']] });
  }
  const info = regInfoOf(request);
  if (info === undefined || subscriptionState(request) === undefined) {
    if (cscf.deviation.is('notify-unreadable-deregisters') && impi !== undefined) endAll(cscf, impi);
    return answer(cscf, tx, cscf.deviation.is('notify-malformed-200') ? 200 : 400);
  }
  answer(cscf, tx, statusFor(cscf, info));
  if (cscf.deviation.is('notify-ignored')) return;
  for (const registration of info.registrations) follow(cscf, registration, impi);
}

function endAll(cscf: EpCscf, impi: string): void {
  for (const flow of cscf.flows.ofImpi(impi)) removeSets(cscf, flow, 'network', () => true);
}

function statusFor(cscf: EpCscf, info: RegInfo): number {
  const active = info.registrations.some(({ state }) => state === 'active');
  if (active && cscf.deviation.is('notify-refused')) return 500;
  return cscf.deviation.is('notify-202') ? 202 : 200;
}

/** The body; a NOTIFY without one says nothing about any registration. */
function regInfoOf(request: SipRequest): RegInfo | undefined {
  if (request.body.length === 0) return { version: 0, state: 'partial', registrations: [] };
  try {
    return parseRegInfo(new TextDecoder().decode(request.body));
  } catch (error) {
    if (error instanceof RegInfoError) return undefined;
    throw error;
  }
}

function follow(cscf: EpCscf, registration: RegInfoRegistration, impi: string | undefined): void {
  const { aor, contacts } = registration;
  if (registration.state === 'terminated') {
    const flows = impi === undefined ? cscf.flows.all() : cscf.flows.ofImpi(impi);
    for (const flow of flows) removeSets(cscf, flow, 'network', (set) => holds(set, aor));
    return;
  }
  for (const contact of contacts.filter((each) => isGone(cscf, each))) {
    const flow = cscf.flows.withContact(contact.uri);
    const all = cscf.deviation.is('notify-about-one-for-all');
    const flows = all ? cscf.flows.all() : flow ? [flow] : [];
    for (const each of flows) removeSets(cscf, each, 'network', (set) => holds(set, aor));
  }
}

function isGone(cscf: EpCscf, contact: RegInfoContact): boolean {
  // After a deregistration of its own the WIC's contact shows as unregistered, which these faults do not heed.
  const late = cscf.deviation.is('deregistration-ignored') || cscf.deviation.is('removed-impu-asserted');
  if (late && contact.event === 'unregistered') return false;
  if (contact.event === 'refreshed' && cscf.deviation.is('notify-refreshed-deregisters')) return true;
  return contact.state === 'terminated';
}
