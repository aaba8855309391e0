import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { RegNotification, RegSubscription } from '../peers/core/reg-subscription.ts';
import type { Identity } from '../peers/identity.ts';
import type { Seen, Sent } from '../peers/seen.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { unlessMissing } from './attempt.ts';
import type { Lab } from './lab.ts';

/** A NOTIFY of the S-CSCF, and how it was answered if it was. */
export interface Notification {
  readonly sent: Sent<SipRequest>;
  readonly answer?: Seen<SipResponse>;
}

type Subscriber = RegSubscription['subscriber'];

/**
 * Awaits a subscription to the registration state of a WIC and the answer to its first NOTIFY, so that later ones
 * cannot overtake it.
 * @throws PeerDidNot
 */
export async function subscribed(lab: Lab, subscriber: Subscriber, identity: Identity): Promise<void> {
  const { last } = await lab.core.subscriptions.next(subscriber, identity);
  if (last) await lab.core.final(last);
}

/**
 * Sends a NOTIFY in each subscription of the one kind to the registration state of a WIC.
 * @throws PeerDidNot when there is none
 */
export function notifyAll(
  lab: Lab,
  subscriber: Subscriber,
  identity: Identity,
  notification: RegNotification,
): Sent<SipRequest>[] {
  const subscriptions = lab.core.subscriptions.all(subscriber, identity);
  if (subscriptions.length === 0) {
    throw new PeerDidNot(`subscribe to the registration state of ${identity.impi} (${subscriber})`);
  }
  return subscriptions.map((subscription) => subscription.notify(notification));
}

/** Awaits how NOTIFYs are answered, if they are. */
export function answersTo(lab: Lab, sent: readonly Sent<SipRequest>[]): Promise<Notification[]> {
  return Promise.all(
    sent.map(async (each) => {
      const answer = await unlessMissing(lab.core.final(each));
      return { sent: each, ...(answer && { answer }) };
    }),
  );
}
