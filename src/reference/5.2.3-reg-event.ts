import { Dialog } from '../endpoint/dialog.ts';
import type { ServerTransaction } from '../endpoint/transactions.ts';
import { from, tagOf, to } from '../sip/headers/address.ts';
import { callId, expires } from '../sip/headers/basic.ts';
import { subscriptionState } from '../sip/headers/events.ts';
import { SipRequest, type SipResponse } from '../sip/message.ts';
import { takeNotify } from './5.2.5.2-reg-notify.ts';
import { chargingVector } from './charging.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { answer } from './rfc3261-16-proxy.ts';

/** Rows that cannot be judged without a subscription of the eP-CSCF. */
const NEED_SUBSCRIPTION = [
  'EPC-T523-2',
  'EPC-T523-3',
  'EPC-6A.3-8',
  'EPC-6A.3-9',
  'EPC-6A.3-10',
  'EPC-6A.3-11',
  'EPC-6A.3-12',
] as const;

export const faults = {
  'reg-subscription-missing': {
    kills: ['EPC-T523-1'],
    preamble: ['EPC-T523-1b', ...NEED_SUBSCRIPTION],
    about: 'does not subscribe to the registration state',
  },
  'reg-subscription-as-user': {
    kills: ['EPC-T523-1b'],
    preamble: NEED_SUBSCRIPTION,
    about: 'subscribes to the registration state in the name of the user',
  },
  'reg-subscription-short': {
    kills: ['EPC-T523-1b'],
    about: 'subscribes for half as long as the registration lasts',
  },
  'reg-subscription-repeated': {
    kills: ['EPC-T523-2'],
    about: 'opens another subscription with every re-registration',
  },
} as const satisfies FaultTable;

export const variants = {
  'reg-subscription-delayed': {
    exercises: ['EPC-T523-1', 'EPC-T523-1b'],
    about: 'subscribes to the registration state some time after the 200 was relayed',
  },
  'reg-subscription-without-accept': {
    exercises: ['EPC-T523-1b'],
    about: 'leaves out Accept, whose default is application/reginfo+xml (RFC 3680 4.5)',
  },
  'reg-subscription-refreshed': {
    exercises: ['EPC-T523-2'],
    about: 'refreshes its subscription within the dialog with every re-registration',
  },
} as const satisfies VariantTable;

/** One subscription of the eP-CSCF to the registration state of a private user identity. */
export interface RegSubscription {
  readonly impi: string;
  readonly subscribe: SipRequest;
  /** Absent until the other side has answered. */
  dialog: Dialog | undefined;
  /** Takes back the timer that refreshes it. */
  stopRefresh(): void;
}

/** The eP-CSCF's subscriptions, one for each private user identity. */
export class RegSubscriptions {
  #all: readonly RegSubscription[] = [];

  of(impi: string): RegSubscription | undefined {
    return this.#all.find((subscription) => subscription.impi === impi);
  }

  add(subscription: RegSubscription): void {
    this.#all = [...this.#all, subscription];
  }

  remove(subscription: RegSubscription): void {
    subscription.stopRefresh();
    this.#all = this.#all.filter((other) => other !== subscription);
  }

  /** The subscription to which a NOTIFY belongs, by Call-ID and tags (RFC 6665 4.1.3). */
  notifiedBy(notify: SipRequest): RegSubscription | undefined {
    const call = callId(notify);
    // The newest are asked about most.
    return this.#all.findLast(({ subscribe, dialog }) => {
      if (callId(subscribe) !== call) return false;
      return dialog?.matches(notify) ?? tagOf(from(subscribe)) === tagOf(to(notify));
    });
  }
}

/** 24.229 5.2.3: subscribes with the first registration of a private user identity; later ones find it there. */
export function subscribeOnce(cscf: EpCscf, flow: Flow, granted: number): void {
  const { deviation } = cscf;
  const { association } = flow;
  if (!association || deviation.is('reg-subscription-missing')) return;
  const known = cscf.subscriptions.of(association.impi);
  if (known && deviation.is('reg-subscription-refreshed')) refresh(cscf, known, granted);
  if (known && !deviation.is('reg-subscription-repeated')) return;
  const impu = association.sets.at(-1)?.impus[0];
  if (impu === undefined) return;
  const start = (): void => subscribe(cscf, association.impi, impu, granted);
  if (deviation.is('reg-subscription-delayed')) cscf.clock.after(4 * cscf.timers.T1, start);
  else start();
}

/** The subscription outlasts the registration by this, in seconds. */
const MARGIN = 600;

function subscribe(cscf: EpCscf, impi: string, impu: string, granted: number): void {
  const { ids, own, deviation } = cscf;
  const asUser = deviation.is('reg-subscription-as-user');
  const uri = asUser ? impu : own.mw();
  const request = SipRequest.build({
    method: 'SUBSCRIBE',
    uri: impu,
    headers: [
      ['Max-Forwards', '70'],
      ['From', `<${uri}>;tag=${ids.tag()}`],
      ['To', `<${impu}>`],
      ['Call-ID', ids.callId(own.mwHost)],
      ['CSeq', '1 SUBSCRIBE'],
      ['Contact', `<${own.mw()}>`],
      ['P-Asserted-Identity', `<${uri}>`],
      ['P-Charging-Vector', chargingVector(cscf, ids.icid(own.mwHost))],
      ...eventFields(cscf, granted),
    ],
  });
  const subscription: RegSubscription = { impi, subscribe: request, dialog: undefined, stopRefresh() {} };
  cscf.subscriptions.add(subscription);
  send(cscf, subscription, request, granted);
}

function refresh(cscf: EpCscf, subscription: RegSubscription, granted: number): void {
  const { dialog } = subscription;
  if (!dialog) return;
  const request = dialog.request('SUBSCRIBE', {
    contact: `<${cscf.own.mw()}>`,
    headers: eventFields(cscf, granted),
  });
  send(cscf, subscription, request, granted);
}

function eventFields(cscf: EpCscf, granted: number): [string, string][] {
  const seconds = cscf.deviation.is('reg-subscription-short') ? Math.floor(granted / 2) : granted + MARGIN;
  const accept: [string, string][] = [['Accept', 'application/reginfo+xml']];
  return [
    ['Event', 'reg'],
    ...(cscf.deviation.is('reg-subscription-without-accept') ? [] : accept),
    ['Expires', String(seconds)],
  ];
}

function send(cscf: EpCscf, subscription: RegSubscription, request: SipRequest, granted: number): void {
  const give = (): void => cscf.subscriptions.remove(subscription);
  cscf.core.send(request, {
    response(response) {
      if (response.status >= 300) give();
      else if (response.status >= 200) accepted(cscf, subscription, request, response, granted);
    },
    timeout: give,
    failed: give,
  });
}

function accepted(
  cscf: EpCscf,
  subscription: RegSubscription,
  request: SipRequest,
  response: SipResponse,
  granted: number,
): void {
  if (!response.has('Contact')) return cscf.subscriptions.remove(subscription);
  subscription.dialog ??= Dialog.uac(request, response);
  subscription.dialog.answered(response);
  subscription.stopRefresh();
  const seconds = expires(response) ?? granted + MARGIN;
  // As a UE refreshes its own (24.229 5.1.1.3): 600 s before the end, or at half time.
  const wait = (seconds > 1200 ? seconds - 600 : seconds / 2) * 1000;
  subscription.stopRefresh = cscf.clock.after(Math.min(wait, 2 ** 31 - 1), () => {
    if (cscf.flows.ofImpi(subscription.impi).length > 0) refresh(cscf, subscription, granted);
    else cscf.subscriptions.remove(subscription);
  });
}

/** A NOTIFY in a subscription of the eP-CSCF. */
export function onOwnNotify(cscf: EpCscf, tx: ServerTransaction, subscription: RegSubscription): void {
  const { request } = tx;
  if (!subscription.dialog && request.has('Contact')) {
    subscription.dialog = Dialog.fromNotify(subscription.subscribe, request);
  }
  if (subscription.dialog?.received(request) === 'late') return answer(cscf, tx, 500);
  takeNotify(cscf, tx, subscription.impi);
  if (subscriptionState(request)?.state === 'terminated') cscf.subscriptions.remove(subscription);
}
