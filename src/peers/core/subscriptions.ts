import type { Clock } from '../../endpoint/clock.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import { Inbox } from '../../endpoint/inbox.ts';
import { timers } from '../../endpoint/timers.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { callId, expires, from, to } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, respond, type SipRequest } from '../../sip/message.ts';
import { sameUri } from '../../sip/uri.ts';
import type { DialogAgent } from '../call.ts';
import type { Identity } from '../identity.ts';
import type { Seen } from '../seen.ts';
import type { Bindings } from './bindings.ts';
import { registrations } from './reg-documents.ts';
import { RegSubscription } from './reg-subscription.ts';

export interface SubscriptionsOptions {
  readonly clock: Clock;
  readonly t1: number;
  readonly bound?: number;
  readonly random?: RandomSource;
}

/** Lifetime granted to a SUBSCRIBE that names none (RFC 3680 4.4: 3761 seconds). */
const DEFAULT_EXPIRES = 3761;

/** The notifier of the reg event package (24.229 5.4.2, RFC 3680). */
export class Subscriptions {
  /** Whether the NOTIFY that RFC 6665 4.2.1.2 wants at once is sent; a scenario may send it itself. */
  notifyAtOnce = true;
  readonly #agent: DialogAgent;
  readonly #bindings: Bindings;
  readonly #options: SubscriptionsOptions;
  readonly #established: Inbox<RegSubscription>;
  readonly #identities: Identity[] = [];

  constructor(agent: DialogAgent, bindings: Bindings, options: SubscriptionsOptions) {
    this.#agent = agent;
    this.#bindings = bindings;
    this.#options = options;
    this.#established = new Inbox<RegSubscription>({ clock: options.clock });
  }

  /** Makes a further subscription known. */
  add(identity: Identity): void {
    this.#identities.push(identity);
  }

  /** Awaits the subscription of the eP-CSCF or of the WIC to a subscription's registration state. @throws PeerDidNot */
  next(
    subscriber: RegSubscription['subscriber'],
    identity: Identity,
    withinMs?: number,
  ): Promise<RegSubscription> {
    const { t1, bound = timers(t1).bound } = this.#options;
    return this.#established.next(
      `subscribe to the registration state of ${identity.impi} (${subscriber})`,
      (each) => each.subscriber === subscriber && owns(identity, each.impu),
      withinMs ?? bound,
    );
  }

  /** Subscriptions made so far. */
  all(subscriber?: RegSubscription['subscriber'], identity?: Identity): RegSubscription[] {
    return this.#established.all(
      (each) =>
        (subscriber === undefined || each.subscriber === subscriber) &&
        (identity === undefined || owns(identity, each.impu)),
    );
  }

  /** Answers a SUBSCRIBE to the reg event and notifies. */
  handle(transaction: ServerTransaction, seen: Seen<SipRequest>): void {
    const { message } = seen;
    const known = this.all().find((each) => each.callId === callId(message));
    const granted = expires(message) ?? DEFAULT_EXPIRES;
    const toTag = newTag(this.#options.random);
    const routes = message.fields('Record-Route').map((f): HeaderInit => ['Record-Route', f.value]);
    transaction.respond(
      respond(message, 200, {
        toTag,
        headers: [...routes, ['Contact', this.#agent.contact], ['Expires', String(granted)]],
      }),
    );
    const subscription = known ?? this.#establish(seen, toTag);
    if (this.notifyAtOnce) this.#notifyNow(subscription, granted);
  }

  #establish(seen: Seen<SipRequest>, toTag: string): RegSubscription {
    const { message } = seen;
    const subscriber = this.#identities.some((identity) => owns(identity, from(message).uri))
      ? 'WIC'
      : 'eP-CSCF';
    const dialog = Dialog.uas(message, toTag);
    const subscription = new RegSubscription(dialog, this.#agent, {
      subscriber,
      impu: to(message).uri,
      callId: callId(message),
      request: seen,
      random: this.#options.random,
    });
    this.#established.push(subscription);
    return subscription;
  }

  #notifyNow(subscription: RegSubscription, granted: number): void {
    const identity = this.#identities.find((each) => owns(each, subscription.impu));
    const impus = identity?.impus ?? [subscription.impu];
    // A public user identity can be registered from several devices, and one device can have several of them.
    const bindings = [...new Set(impus.flatMap((impu) => this.#bindings.of(impu)))];
    subscription.notify({
      registrations: registrations(bindings),
      subscriptionState: granted > 0 ? `active;expires=${granted}` : 'terminated;reason=timeout',
    });
  }
}

function owns(identity: Identity, uri: string): boolean {
  return identity.impus.some((impu) => sameUri(impu, uri));
}
