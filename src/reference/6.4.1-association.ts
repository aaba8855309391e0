import type { ServerTransaction } from '../endpoint/transactions.ts';
import { addresses, contacts, type NameAddr, to } from '../sip/headers/address.ts';
import { expires } from '../sip/headers/basic.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import { subscribeOnce } from './5.2.3-reg-event.ts';
import { impiOf } from './6.4.1-digest.ts';
import {
  closeBeforeAnswer,
  deregister,
  endWhenExpired,
  refusedDeregistration,
} from './6A.3-deregistration.ts';
import type { TokenIdentity } from './access-token.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { TlsAssociation } from './tls-association.ts';

export const faults = {
  'challenge-with-keys': {
    kills: ['EPC-6.1-4', 'EPC-6.4.1-2'],
    about: 'adds ck and ik to the challenge that the WIC gets',
  },
  'challenge-to-every-connection': {
    kills: ['EPC-6.4.1-2', 'EPC-6.4.1-2b'],
    about: 'sends the 401 to every connection that is registering, not only to its own',
  },
  'challenge-follows-user': {
    kills: ['EPC-6.4.1-2c'],
    about: 'sends the 401 of a lost connection to another connection of the same user',
  },
  'granted-to-every-connection': {
    kills: ['EPC-6.4.1-4', 'EPC-6.1-6'],
    about: 'sends the 200 to every connection, not only to its own',
  },
  'associated-when-refused': {
    kills: ['EPC-6.1-4', 'EPC-6.4.1-1a3', 'EPC-6.4.1-6', 'EPC-6.4.2-8b', 'EPC-6A.3-7'],
    about: 'creates the TLS association although the registration was refused',
  },
  'default-impu-only': {
    kills: ['EPC-6.4.1-3c', 'EPC-7.4.1-P1'],
    about: 'associates only the default IMPU, not the whole implicit set',
  },
  'granted-expiry-raised': {
    kills: ['EPC-6.4.2-8', 'EPC-T5221-11'],
    about: 'tells the WIC twice the expiry that the core granted',
  },
  'deregistration-needs-contact': {
    kills: ['EPC-6A.3-2b'],
    about: 'takes a 200 without Contact for no deregistration',
  },
  'other-device-counts': {
    kills: ['EPC-6A.3-4'],
    about: 'takes a 200 that lists the contact of another device for the registration of this one',
  },
} as const satisfies FaultTable;

export const variants = {
  'granted-expiry-lowered': {
    exercises: ['EPC-6.4.2-8', 'EPC-T5221-11', 'EPC-T5221-10', 'EPC-6A.3-6', 'EPC-6A.3-14'],
    about: 'tells the WIC half of the expiry that the core granted, so that it refreshes earlier',
  },
  'challenge-quoting': {
    exercises: ['EPC-6.4.1-2', 'EPC-6.4.1-2b', 'EPC-6.1-3', 'EPC-6.1-4'],
    about: 'writes the qop of the challenge as token and its parameters in another order',
  },
  'refused-then-closed': {
    exercises: ['EPC-6.1-4', 'EPC-6.4.1-1a3', 'EPC-6.4.1-6', 'EPC-6.4.2-8b'],
    about: 'closes a connection without association when the core has refused the registration on it',
  },
  'security-server-mediasec': {
    exercises: ['EPC-6.4.1-2', 'EPC-6.4.1-7'],
    about: 'adds a Security-Server that offers media plane security to the 401',
  },
} as const satisfies VariantTable;

/** A registration that is on its way to the core. */
export interface Registering {
  readonly tx: ServerTransaction;
  readonly flow: Flow;
  /** The REGISTER, naming the user as the core knows it. */
  readonly request: SipRequest;
  /** What vouches for the user, where the eP-CSCF does (24.371 6.4.2). */
  readonly token?: TokenIdentity;
}

/** 24.371 6.4.1: what the eP-CSCF does with the response to a REGISTER before and after the WIC gets it. */
export function onFinalToRegister(cscf: EpCscf, registering: Registering, response: SipResponse): void {
  const { deviation } = cscf;
  const { tx, flow, request } = registering;
  if (response.status < 200) return tx.respond(response);
  if (response.status === 401) return onChallenge(cscf, tx, flow, response);
  if (response.status >= 300) {
    tx.respond(response);
    if (deviation.is('refused-then-closed') && !flow.association) flow.link.close(1000);
    if (deviation.is('associated-when-refused')) associate(cscf, registering, response, 600);
    return refusedDeregistration(cscf, flow, request);
  }
  const granted = grantedExpiry(cscf, request, response);
  if (granted > 0) {
    flow.lostBeforeGrant = !flow.link.open;
    if (flow.lostBeforeGrant && !deviation.is('association-outlives-connection')) return;
    associate(cscf, registering, response, granted);
    tx.respond(told(cscf, response, granted));
    if (deviation.is('granted-to-every-connection')) sendTo(cscf, response, (other) => other !== flow);
    subscribeOnce(cscf, flow, granted);
    return;
  }
  closeBeforeAnswer(cscf, flow);
  tx.respond(response);
  deregister(cscf, flow, to(request).uri);
}

function onChallenge(cscf: EpCscf, tx: ServerTransaction, flow: Flow, response: SipResponse): void {
  const { deviation } = cscf;
  flow.challenged = true;
  let challenge = response;
  if (deviation.is('challenge-with-keys')) {
    challenge = editChallenge(response, (value) => `${value}, ck="00", ik="00"`);
  }
  if (deviation.is('challenge-quoting')) {
    challenge = editChallenge(response, (value) =>
      value.replace(/^(\S+)\s+(.*), *qop="?(\w+)"?$/i, '$1 qop="$3", $2'),
    );
  }
  if (deviation.is('security-server-mediasec')) {
    challenge = challenge.append('Security-Server', 'sdes-srtp;mediasec');
  }
  const lost = !flow.link.open;
  if (lost && deviation.is('challenge-follows-user')) {
    sendTo(cscf, challenge, (other) => other.association?.setOf(to(tx.request).uri) !== undefined);
  }
  tx.respond(challenge);
  if (deviation.is('challenge-to-every-connection')) {
    sendTo(cscf, challenge, (other) => other !== flow && other.association === undefined);
  }
}

/** Creates or extends the TLS association (24.371 6.4.1, 200 (OK)). */
function associate(cscf: EpCscf, registering: Registering, response: SipResponse, granted: number): void {
  const { flow, request, token } = registering;
  const impi = impiOf(request);
  const aor = to(request).uri;
  const { host, port } = flow.link.remote;
  if (flow.association?.impi !== impi) flow.association = new TlsAssociation(impi, host, port, token);
  const associated = addresses(response, 'P-Associated-URI').map(({ uri }) => uri);
  const impus = associated.length === 0 ? [aor] : associated;
  flow.association.put({
    aor,
    impus: cscf.deviation.is('default-impu-only') ? impus.slice(0, 1) : impus,
    serviceRoute: response.values('Service-Route'),
    contact: ownContacts(request)[0]?.uri ?? '',
    expiresAt: cscf.clock.now() + granted * 1000,
  });
  flow.ending = false;
  flow.challenged = false;
  endWhenExpired(cscf, flow);
}

/** Seconds for which the WIC's binding is registered now; 0 when the 200 does not list it (any more). */
function grantedExpiry(cscf: EpCscf, request: SipRequest, response: SipResponse): number {
  const bound = contacts(response);
  const own = ownContacts(request);
  const asked = contacts(request);
  if (bound === '*' || asked === '*') return 0;
  if (asked.length === 0) return bound.length === 0 ? 0 : longest(bound, response);
  if (bound.length === 0 && cscf.deviation.is('deregistration-needs-contact')) return 600;
  if (cscf.deviation.is('other-device-counts')) return longest(bound, response);
  return longest(
    bound.filter((contact) => own.some((mine) => sameBinding(mine, contact))),
    response,
  );
}

function longest(bound: readonly NameAddr[], response: SipResponse): number {
  const seconds = bound.map((contact) => Number(contact.params.get('expires') ?? expires(response) ?? 0));
  return Math.max(0, ...seconds.filter(Number.isFinite));
}

function ownContacts(request: SipRequest): readonly NameAddr[] {
  const own = contacts(request);
  return own === '*' ? [] : own;
}

/** The same Contact, or the same flow of the same instance (RFC 5626 6). */
function sameBinding(asked: NameAddr, bound: NameAddr): boolean {
  if (sameUri(asked.uri, bound.uri)) return true;
  const instance = asked.params.get('+sip.instance');
  return (
    instance !== undefined &&
    instance === bound.params.get('+sip.instance') &&
    asked.params.get('reg-id') === bound.params.get('reg-id')
  );
}

function editChallenge(response: SipResponse, edit: (value: string) => string): SipResponse {
  return response.with('WWW-Authenticate', ...response.values('WWW-Authenticate').map(edit));
}

/** The 200 with the expiry that the WIC is told. */
function told(cscf: EpCscf, response: SipResponse, granted: number): SipResponse {
  let seconds = granted;
  if (cscf.deviation.is('granted-expiry-raised')) seconds = 2 * granted;
  if (cscf.deviation.is('granted-expiry-lowered')) seconds = Math.ceil(granted / 2);
  if (seconds === granted) return response;
  const bound = response.values('Contact').map((c) => c.replace(/(;\s*expires\s*=\s*)\d+/i, `$1${seconds}`));
  const changed = response.with('Contact', ...bound);
  return changed.has('Expires') ? changed.with('Expires', String(seconds)) : changed;
}

function sendTo(cscf: EpCscf, response: SipResponse, wanted: (flow: Flow) => boolean): void {
  for (const flow of cscf.flows.all()) if (flow.link.open && wanted(flow)) flow.link.send(response.bytes);
}
