import type { Core } from '../peers/core/core.ts';
import { nothingRegistered } from '../peers/core/network-deregistration.ts';
import type { Identity } from '../peers/identity.ts';
import type { Wic } from '../peers/wic/wic.ts';
import { unlessMissing } from './attempt.ts';

/** An eP-CSCF whose subscription lives on would not subscribe again for the same user (24.229 5.2.3). */
export async function endSubscriptions(core: Core, identities: readonly Identity[]): Promise<void> {
  const subscriptionState = 'terminated;reason=noresource';
  const sent = identities.flatMap((identity) =>
    core.subscriptions
      .all('eP-CSCF', identity)
      .map((each) => each.notify({ registrations: nothingRegistered(identity), subscriptionState })),
  );
  await Promise.all(sent.map((each) => unlessMissing(core.final(each))));
}

/** Ends the registrations of these WICs, as far as they can still do it, and their connections. */
export async function endRegistrations(wics: readonly Wic[]): Promise<void> {
  for (const wic of wics) {
    if (!wic.connection.open || !isRegistrant(wic)) continue;
    await unlessMissing(wic.deregister());
    wic.terminate();
  }
}

/** Whether it can register again at once: it has a token, or a challenge to answer. */
export function isRegistrant({ ua }: Wic): boolean {
  return ua.token !== undefined || ua.credentials.cached !== undefined;
}
