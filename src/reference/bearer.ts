import { bearerToken, parseCredentials } from '../sip/headers/auth.ts';
import type { SipMessage } from '../sip/message.ts';

const fieldsWithCredentials = ['Authorization', 'Proxy-Authorization'] as const;

/** Whether credentials are of the scheme Bearer, whatever else is wrong with them. */
export function isBearer(credentials: string): boolean {
  return /^bearer(?![^ \t])/i.test(credentials);
}

/**
 * The access token in credentials of the scheme Bearer; '' when there is none in them.
 * @throws SipParseError when they cannot be read
 */
export function tokenIn(credentials: string): string {
  return bearerToken(parseCredentials(credentials)) ?? '';
}

/** The message as it may leave for the core: an access token is the eP-CSCF's business alone (RFC 8898 2.1.2). */
export function withoutToken<M extends SipMessage>(message: M): M {
  return fieldsWithCredentials.reduce((kept, name) => {
    const values = kept.values(name);
    const others = values.filter((value) => !isBearer(value));
    if (others.length === values.length) return kept;
    return others.length === 0 ? kept.without(name) : kept.with(name, ...others);
  }, message);
}
