import { contacts, tagOf, to } from './headers/address.ts';
import { cseq } from './headers/basic.ts';
import type { SipResponse } from './message.ts';

/** Fields a response of that status must carry (RFC 3261 21.4 and table 2). */
const companions: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  405: 'Allow',
  407: 'Proxy-Authenticate',
  420: 'Unsupported',
  423: 'Min-Expires',
  489: 'Allow-Events',
  494: 'Security-Server',
};

/** What is wrong with a response whose fields have the right grammar and number; see `validateMessage`. */
export function* responseProblems(response: SipResponse): Generator<string> {
  const { status } = response;
  if (!Number.isInteger(status) || status < 100 || status > 699) yield `status ${status} is not 100 to 699`;
  if (status > 100 && response.has('To') && tagOf(to(response)) === undefined) yield 'To has no tag';
  const companion = companions[status];
  if (companion !== undefined && !response.has(companion)) yield `${companion} is missing beside ${status}`;
  const method = response.has('CSeq') ? cseq(response).method : undefined;
  if (status >= 200 && status < 300 && (method === 'INVITE' || method === 'SUBSCRIBE')) {
    const all = contacts(response);
    if (all === '*' || all.length !== 1) yield `Contact: a ${status} to ${method} has exactly one`;
  }
}
