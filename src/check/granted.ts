import { addresses, contacts, expires } from '../sip/headers/index.ts';
import type { SipMessage } from '../sip/message.ts';

/**
 * Seconds for which a 200 to REGISTER says that the WIC is registered: the largest of its Contacts, else that of
 * Expires. @throws SipParseError
 */
export function toldExpiry(response: SipMessage): number | undefined {
  const bound = contacts(response);
  const each = bound === '*' ? [] : bound.map(({ params }) => Number(params.get('expires') ?? Number.NaN));
  const told = each.filter(Number.isFinite);
  return told.length > 0 ? Math.max(...told) : expires(response);
}

/** The URIs of one of the lists that a 200 to REGISTER gives to the WIC. @throws SipParseError */
export function givenUris(response: SipMessage, header: 'Service-Route' | 'P-Associated-URI'): string[] {
  return addresses(response, header).map(({ uri }) => uri);
}
