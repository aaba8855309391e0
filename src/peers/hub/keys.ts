import {
  type AddressField,
  addresses,
  authorization,
  callId,
  from,
  to,
  topVia,
} from '../../sip/headers/index.ts';
import { type SipMessage, SipRequest } from '../../sip/message.ts';
import { parseUri } from '../../sip/uri.ts';
import type { Identity } from '../identity.ts';

/**
 * Keys by which a message on Mw finds its scenario. Only user parts count: a B2BUA may put another host into
 * a URI, and generated user parts are unique without it.
 */

/** What a subscription is known by. */
export function identityKeys(identity: Identity): string[] {
  const { impi, impus, tel } = identity;
  const uris = tel === undefined ? impus : [...impus, tel];
  return [usernameKey(impi), ...uris.map(uriKey)].filter((key) => key !== undefined);
}

/** The identities a message names, the most telling first. */
export function identitiesIn(message: SipMessage): string[] {
  const keys = [
    attempt(() => usernameKey(authorization(message)?.params.get('username') ?? '')),
    attempt(() => uriKey(from(message).uri)),
    attempt(() => uriKey(to(message).uri)),
    message instanceof SipRequest ? uriKey(message.uri) : undefined,
    ...uriKeys(message, 'P-Asserted-Identity'),
    ...uriKeys(message, 'P-Called-Party-ID'),
  ];
  return keys.filter((key) => key !== undefined);
}

/** The Call-ID, in a form that cannot be mistaken for a user part. */
export function callKey(message: SipMessage): string | undefined {
  return attempt(() => `call ${callId(message)}`);
}

/** What the text of a message names that cannot be parsed: its Call-ID, and the users of its SIP URIs. */
export function keysInText(text: string): string[] {
  const call = /^(?:call-id|i)[ \t]*:[ \t]*(\S+)/im.exec(text)?.[1];
  const users = [...text.matchAll(/\bsips?:([^@;:<>"\s]+)@/gi)].map((match) => userKey(match[1] as string));
  return call === undefined ? users : [`call ${call}`, ...users];
}

/** The branch of the topmost Via, which in a response is our own. */
export function branchKey(message: SipMessage): string | undefined {
  const branch = attempt(() => topVia(message).branch);
  return branch && `branch ${branch}`;
}

function uriKeys(message: SipMessage, name: AddressField): (string | undefined)[] {
  return (attempt(() => addresses(message, name)) ?? []).map(({ uri }) => uriKey(uri));
}

function usernameKey(impi: string): string | undefined {
  return impi === '' ? undefined : userKey(impi.split('@')[0] as string);
}

function uriKey(text: string): string | undefined {
  const uri = attempt(() => parseUri(text));
  if (uri?.scheme === 'tel') return userKey((uri.user ?? '').replace(/[-.()]/g, ''));
  return uri?.user && /^sips?$/.test(uri.scheme) ? userKey(uri.user.split(';')[0] as string) : undefined;
}

function userKey(user: string): string {
  return `user ${user.toLowerCase()}`;
}

/** A field that cannot be read names nobody. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
