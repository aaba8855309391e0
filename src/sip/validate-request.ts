import type { SipParseError } from './error.ts';
import { contacts, to } from './headers/address.ts';
import { cseq, expires } from './headers/basic.ts';
import { topVia } from './headers/via.ts';
import type { SipRequest } from './message.ts';
import { isToken } from './params.ts';
import { parseUri, type Uri } from './uri-syntax.ts';

const cookie = 'z9hG4bK';
/** Methods whose requests can begin or refresh a dialog: exactly one SIP Contact (RFC 3261 8.1.1.8, RFC 6665). */
const dialogMethods: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'UPDATE']);

/** What is wrong with a request whose fields have the right grammar and number; see `validateMessage`. */
export function* requestProblems(request: SipRequest): Generator<string> {
  if (!isToken(request.method)) yield `method ${request.method} is not a token`;
  yield* requestUriProblems(request);
  if (request.has('Via')) {
    const { branch } = topVia(request);
    if (branch === undefined) yield 'Via: the top value has no branch';
    else if (!branch.startsWith(cookie)) yield `Via: branch ${branch} does not begin with ${cookie}`;
    else if (branch === cookie) yield `Via: branch has nothing after ${cookie}`;
  }
  if (request.has('CSeq') && cseq(request).method !== request.method) {
    yield `CSeq: method ${cseq(request).method} differs from ${request.method} of the start line`;
  }
  yield* contactProblems(request);
  if (request.method === 'REGISTER' && request.has('To') && !isSip(parseUri(to(request).uri))) {
    yield 'To: the address-of-record of a REGISTER is no SIP or SIPS URI';
  }
  if ((request.method === 'SUBSCRIBE' || request.method === 'NOTIFY') && !request.has('Event'))
    yield 'Event is missing';
  if (request.method === 'NOTIFY' && !request.has('Subscription-State'))
    yield 'Subscription-State is missing';
  if (request.method === 'CANCEL' || request.method === 'ACK') {
    for (const name of request.method === 'ACK' ? ['Proxy-Require'] : ['Require', 'Proxy-Require']) {
      if (request.has(name)) yield `${name} does not belong in ${request.method}`;
    }
  }
}

function* requestUriProblems(request: SipRequest): Generator<string> {
  let uri: Uri;
  try {
    uri = parseUri(request.uri);
  } catch (error) {
    yield `Request-URI: ${(error as SipParseError).reason}`;
    return;
  }
  if (!isSip(uri)) return;
  if (uri.headers !== undefined) yield 'Request-URI carries header fields';
  if (uri.params.has('method')) yield 'Request-URI carries a method parameter';
  if (request.method === 'REGISTER' && uri.user !== undefined)
    yield 'Request-URI of a REGISTER has a user part';
}

function* contactProblems(request: SipRequest): Generator<string> {
  const all = contacts(request);
  if (all === '*') {
    if (request.method !== 'REGISTER') yield 'Contact: * belongs in REGISTER only';
    else if (expires(request) !== 0) yield 'Contact: * without Expires: 0';
    return;
  }
  for (const contact of all) {
    const seconds = contact.params.get('expires');
    if (seconds !== undefined && !(/^[0-9]+$/.test(seconds) && Number(seconds) < 2 ** 32)) {
      yield `Contact: expires ${seconds} is not a number of seconds`;
    }
  }
  if (!dialogMethods.has(request.method)) return;
  if (all.length !== 1) yield `Contact: ${request.method} has ${all.length} instead of one`;
  else if (!isSip(parseUri((all[0] as { uri: string }).uri))) {
    yield `Contact: that of ${request.method} is no SIP or SIPS URI`;
  }
}

function isSip(uri: Uri): boolean {
  return uri.scheme === 'sip' || uri.scheme === 'sips';
}
