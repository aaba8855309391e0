import { SipParseError } from './error.ts';
import { type AddressField, addresses, contacts, parseNameAddr } from './headers/address.ts';
import { authenticationInfo, parseCredentials } from './headers/auth.ts';
import { callId, contentLengths, cseq, maxForwards } from './headers/basic.ts';
import { eventPackage, subscriptionState } from './headers/events.ts';
import { chargingVector, securityMechanisms, visitedNetworks } from './headers/ims.ts';
import { vias } from './headers/via.ts';
import type { HeaderField, SipMessage } from './message.ts';

type Check = (message: SipMessage, field: HeaderField) => void;

/** The fields every element has to understand, each with the view that must be able to read it. */
const eagerChecks: readonly (readonly [name: string, check: Check])[] = [
  ['Via', (message) => vias(message)],
  ['From', (_, field) => parseNameAddr(field.value)],
  ['To', (_, field) => parseNameAddr(field.value)],
  ['Call-ID', (message) => callId(message)],
  ['CSeq', (message) => cseq(message)],
  ['Max-Forwards', (message) => maxForwards(message)],
  ['Contact', (message) => contacts(message)],
  ['Route', (message) => addresses(message, 'Route')],
  ['Record-Route', (message) => addresses(message, 'Record-Route')],
];

const lists: readonly AddressField[] = [
  'Path',
  'Service-Route',
  'P-Associated-URI',
  'P-Asserted-Identity',
  'P-Preferred-Identity',
  'P-Called-Party-ID',
];

/** All fields with a typed view: what the validator reads. */
export const fieldChecks: readonly (readonly [name: string, check: Check])[] = [
  ...eagerChecks,
  ['Content-Length', (message) => contentLengths(message.fields('Content-Length'))],
  ...lists.map((name) => [name, (message: SipMessage) => addresses(message, name)] as const),
  ...['Authorization', 'Proxy-Authorization', 'WWW-Authenticate', 'Proxy-Authenticate'].map(
    (name) => [name, (_: SipMessage, field: HeaderField) => parseCredentials(field.value)] as const,
  ),
  ['Authentication-Info', (message) => authenticationInfo(message)],
  ['P-Charging-Vector', (message) => chargingVector(message)],
  ['P-Visited-Network-ID', (message) => visitedNetworks(message)],
  ['Event', (message) => eventPackage(message)],
  ['Subscription-State', (message) => subscriptionState(message)],
  ...(['Security-Client', 'Security-Server', 'Security-Verify'] as const).map(
    (name) => [name, (message: SipMessage) => securityMechanisms(message, name)] as const,
  ),
];

/** Reads the mandatory fields that are present. @throws SipParseError naming field and line */
export function checkFields(message: SipMessage): void {
  for (const [name, check] of eagerChecks) {
    const field = message.fields(name)[0];
    if (field === undefined) continue;
    try {
      check(message, field);
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      throw new SipParseError(`${name}: ${error.reason}`, error.line ?? field.line);
    }
  }
}
