import type { Dialog } from '../../endpoint/dialog.ts';
import { newCallId, newTag, type RandomSource } from '../../sip/ids.ts';
import type { SipRequest } from '../../sip/message.ts';
import { type RegInfoRegistration, regInfoXml } from '../../sip/reginfo.ts';
import type { DialogAgent } from '../call.ts';
import type { Seen, Sent } from '../seen.ts';

const REGINFO = 'application/reginfo+xml';

export interface RegNotification {
  readonly registrations: readonly RegInfoRegistration[];
  /** `full` unless told. */
  readonly document?: 'full' | 'partial';
  /** Value of Subscription-State; `active` unless told. */
  readonly subscriptionState?: string;
  /** Faults, each one alone. */
  readonly fault?: NotifyFault;
}

/**
 * `stray`: outside the dialog, with a Call-ID and tags nobody knows; `wrong-event`: of another package;
 * `malformed-body`: XML that ends too soon.
 */
export type NotifyFault = 'stray' | 'wrong-event' | 'malformed-body';

export interface RegSubscriptionFacts {
  readonly subscriber: 'eP-CSCF' | 'WIC';
  /** The public user identity whose state is subscribed to. */
  readonly impu: string;
  readonly callId: string;
  /** The SUBSCRIBE. */
  readonly request: Seen<SipRequest>;
  readonly random: RandomSource | undefined;
}

/** A subscription to registration state, as its notifier holds it. */
export class RegSubscription {
  readonly subscriber: RegSubscriptionFacts['subscriber'];
  readonly impu: string;
  readonly callId: string;
  readonly request: Seen<SipRequest>;
  readonly dialog: Dialog;
  /** The NOTIFY sent last. */
  last: Sent<SipRequest> | undefined;
  readonly #agent: DialogAgent;
  readonly #random: RandomSource | undefined;
  #version = 0;

  constructor(dialog: Dialog, agent: DialogAgent, facts: RegSubscriptionFacts) {
    this.dialog = dialog;
    this.#agent = agent;
    this.subscriber = facts.subscriber;
    this.impu = facts.impu;
    this.callId = facts.callId;
    this.request = facts.request;
    this.#random = facts.random;
  }

  /** Sends a NOTIFY; document versions rise by one (RFC 3680 5.1). Await its answer with the core's `final`. */
  notify(notification: RegNotification): Sent<SipRequest> {
    const { document = 'full', subscriptionState = 'active', fault } = notification;
    const xml = regInfoXml({
      version: this.#version,
      state: document,
      registrations: notification.registrations,
    });
    this.#version += 1;
    const body = fault === 'malformed-body' ? xml.slice(0, xml.length / 2) : xml;
    const request = this.dialog.request('NOTIFY', {
      contact: this.#agent.contact,
      headers: [
        ['Event', fault === 'wrong-event' ? 'presence' : 'reg'],
        ['Subscription-State', subscriptionState],
      ],
      body,
      contentType: REGINFO,
    });
    this.last = this.#agent.send(fault === 'stray' ? this.#stray(request) : request);
    return this.last;
  }

  #stray(request: SipRequest): SipRequest {
    const tag = /;tag=[^;]*/;
    const retag = (name: string): string =>
      (request.value(name) ?? '').replace(tag, `;tag=${newTag(this.#random)}`);
    return request
      .with('Call-ID', newCallId(this.#random))
      .with('From', retag('From'))
      .with('To', retag('To'));
  }
}
