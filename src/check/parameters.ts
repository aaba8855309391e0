import { parseNameAddr } from '../sip/headers/address.ts';
import { parseCredentials } from '../sip/headers/auth.ts';
import { chargingVector } from '../sip/headers/ims.ts';
import { vias } from '../sip/headers/via.ts';
import type { SipMessage } from '../sip/message.ts';
import { headerKey } from '../sip/message.ts';
import type { Params } from '../sip/params.ts';

const credentialHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
]);

/** The parameters of the first value of a header field; undefined when the message has no such field. */
export function parametersOf(message: SipMessage, header: string): Params | undefined {
  const key = headerKey(header);
  const value = message.value(header);
  if (value === undefined) return undefined;
  if (credentialHeaders.has(key)) return parseCredentials(value).params;
  if (key === 'via') return vias(message)[0]?.params;
  if (key === 'p-charging-vector') return chargingVector(message);
  return parseNameAddr(message.values(header)[0] ?? value).params;
}
