import type { SipMessage } from '../message.ts';
import type { Params } from '../params.ts';
import { headAndParams } from './ims.ts';

/** The Event field (RFC 6665 8.2.1). @throws SipParseError */
export function eventPackage(message: SipMessage): { package: string; params: Params } | undefined {
  const value = message.value('Event');
  if (value === undefined) return undefined;
  const { head, params } = headAndParams(value);
  return { package: head, params };
}

/** Subscription-State (RFC 6665 8.2.3), the state in lower case. @throws SipParseError */
export function subscriptionState(message: SipMessage): { state: string; params: Params } | undefined {
  const value = message.value('Subscription-State');
  if (value === undefined) return undefined;
  const { head, params } = headAndParams(value);
  return { state: head.toLowerCase(), params };
}
