import type { Identity } from '../peers/identity.ts';
import type { Seen } from '../peers/seen.ts';
import { eventPackage, tagOf, to } from '../sip/headers/index.ts';
import type { SipRequest } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import type { Lab } from './lab.ts';

/**
 * Awaits the initial SUBSCRIBE for the registration state of a WIC that does not subscribe itself, whoever it says
 * it comes from.
 * @throws PeerDidNot
 */
export function initialSubscribe(lab: Lab, identity: Identity): Promise<Seen<SipRequest>> {
  return lab.core.next('SUBSCRIBE', (request) => subscribesTo(identity, request));
}

/** Those that came so far. */
export function initialSubscribes(lab: Lab, identity: Identity): Seen<SipRequest>[] {
  return lab.core.received('SUBSCRIBE', (request) => subscribesTo(identity, request));
}

/** By To or Request-URI: whether both are as they should is judged, and not taken for granted. */
function subscribesTo({ impus }: Identity, request: SipRequest): boolean {
  if (eventPackage(request)?.package.toLowerCase() !== 'reg') return false;
  const named = to(request);
  if (tagOf(named) !== undefined) return false;
  return [request.uri, named.uri].some((uri) => impus.some((impu) => sameUri(uri, impu)));
}
