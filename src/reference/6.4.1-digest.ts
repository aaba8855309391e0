import { from, to } from '../sip/headers/address.ts';
import { authorization, type Credentials } from '../sip/headers/auth.ts';
import type { SipRequest } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import { isDeregistration } from './6A.3-deregistration.ts';
import { akaMark, lostOfAka, usesAka } from './33.203-X.2-ims-aka.ts';
import { removeAuthParam, rewriteAuthParams } from './auth-param.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

export const faults = {
  'integrity-no-instead-of-absent': {
    kills: ['EPC-6.4.1-1a', 'EPC-6.4.1-1a3', 'EPC-T5221-8'],
    about: 'sends integrity-protected=no where the parameter has to be absent',
  },
  'authorization-invented': {
    kills: ['EPC-6.4.1-1a2', 'EPC-T5221-12'],
    about: 'adds an Authorization with integrity-protected=no to a REGISTER that has none',
  },
  'pending-once-challenged': {
    kills: ['EPC-6.4.1-1a3', 'EPC-T5221-8'],
    about:
      'sends tls-pending for every REGISTER after the first 401 on a connection, with or without response',
  },
  'tls-pending-missing': {
    kills: ['EPC-6.4.1-1b', 'EPC-6.4.1-1b2'],
    preamble: ['EPC-6.4.1-1a', 'EPC-6.4.1-1a2', 'EPC-6.4.1-1a3', 'EPC-6.4.1-1f'],
    about: 'sends no integrity-protected with the answer to the challenge',
  },
  'association-of-other-connection': {
    kills: ['EPC-6.4.1-1b2', 'EPC-6.4.1-3d'],
    about: 'takes the TLS association of the same private identity on another connection for its own',
  },
  'association-outlives-connection': {
    kills: ['EPC-6.4.1-9'],
    about:
      'keeps what it knows of a connection that was lost during registration, and applies it to the next one',
  },
  'association-unused': {
    kills: ['EPC-6.4.1-1c', 'EPC-6.4.1-1c4', 'EPC-6.4.1-1c5', 'EPC-6.4.1-3', 'EPC-6A.3-1', 'EPC-6A.3-7'],
    preamble: [
      'EPC-6.4.1-1c2',
      'EPC-6.4.1-1c3',
      'EPC-6.4.1-3b',
      'EPC-6.4.1-3d',
      'EPC-6.4.1-6',
      'EPC-6.4.1-9',
    ],
    about: 'never marks a REGISTER as authenticated, though it maps to an association',
  },
  'association-ignores-impi': {
    kills: ['EPC-6.4.1-1c2'],
    about: 'marks the REGISTER of another private identity on the connection as authenticated',
  },
  'authenticated-without-impi': {
    kills: ['EPC-6.4.1-1c3'],
    preamble: ['EPC-6.4.2-2e'],
    about: 'adds an Authorization with tls-yes to a re-REGISTER that names no private identity',
  },
  'pending-when-challenged-again': {
    kills: ['EPC-6.4.1-1c4', 'EPC-6A.3-7'],
    preamble: ['EPC-6.4.1-1c3'],
    about: 'sends tls-pending when a re-REGISTER of an association answers a new challenge',
  },
  'deregistration-unmarked': {
    kills: ['EPC-6A.3-1'],
    about: 'sends no integrity-protected in a REGISTER with expiry 0, though it maps to an association',
  },
  'second-impu-unassociated': {
    kills: ['EPC-6.4.1-1c5'],
    about: 'treats the REGISTER for another IMPU of the same private identity as unassociated',
  },
  'plain-connection-marked': {
    kills: ['EPC-4.1-5', 'EPC-6.4.1-1f'],
    about: 'takes WebSocket without TLS and marks its REGISTERs as if TLS were there',
  },
  'forged-integrity-kept': {
    kills: ['EPC-T5221-8'],
    about: 'passes an integrity-protected parameter of the WIC on to the core',
  },
  'forged-integrity-token-kept': {
    kills: ['EPC-T5221-8'],
    about: 'recognises an integrity-protected parameter of the WIC only in quotes',
  },
  'digest-directives-lost': {
    kills: ['EPC-6.1-3', 'EPC-6.1-4', 'EPC-6.4.1-1b'],
    preamble: ['*'],
    about: 'drops the opaque directive from the answer to the challenge',
  },
} as const satisfies FaultTable;

export const variants = {
  'authorization-rewritten': {
    exercises: [
      'EPC-6.1-3',
      'EPC-6.1-4',
      'EPC-6.4.1-1a',
      'EPC-6.4.1-1a3',
      'EPC-6.4.1-1b',
      'EPC-6.4.1-1c',
      'EPC-T5221-7',
      'EPC-T5221-8',
    ],
    about: 'writes the directives of Authorization in another order, all of them quoted',
  },
  'integrity-protected-quoted': {
    exercises: ['EPC-6.1-4', 'EPC-6.4.1-1b', 'EPC-6.4.1-1c'],
    about: 'writes integrity-protected as a quoted string, as the examples of TS 24.229 do',
  },
  'integrity-protected-first': {
    exercises: ['EPC-6.1-4', 'EPC-6.4.1-1b', 'EPC-6.4.1-1c'],
    about: 'puts integrity-protected before the other parameters',
  },
  'tls-protected': {
    exercises: ['EPC-6.4.1-1c', 'EPC-6.4.1-1c4', 'EPC-6.4.1-1c5', 'EPC-6.4.1-3', 'EPC-6A.3-1', 'EPC-6A.3-7'],
    warns: ['EPC-6.4.1-1c'],
    about:
      'writes tls-protected for authenticated, as the source documents print it (erratum D1: a warning in edition D)',
  },
  'foreign-impi-unassociated': {
    exercises: ['EPC-6.4.1-1c2'],
    about: 'treats another private identity on the connection as unassociated instead of refusing it',
  },
  'foreign-impi-closed': {
    exercises: ['EPC-6.4.1-1c2'],
    about: 'closes the connection of an association on which another private identity sends a REGISTER',
  },
  'unnamed-refused': {
    exercises: ['EPC-6.4.1-1c3'],
    about: 'refuses a re-REGISTER of an association that names no private identity, with 403',
  },
} as const satisfies VariantTable;

/** The digest credentials of a REGISTER. @throws SipParseError when an Authorization cannot be read */
export function digestCredentials(request: SipRequest): Credentials | undefined {
  const credentials = authorization(request);
  return credentials?.scheme.toLowerCase() === 'digest' ? credentials : undefined;
}

/** The private user identity of a REGISTER; without credentials derived from the IMPU in To (24.229 5.4.1.2.2). */
export function impiOf(request: SipRequest): string {
  const username = digestCredentials(request)?.params.get('username');
  if (username !== undefined && username !== '') return username;
  const { user, host } = parseUri(to(request).uri);
  return user === undefined ? host : `${user}@${host}`;
}

/** Whether the credentials answer a challenge. */
function answersChallenge(credentials: Credentials): boolean {
  return (credentials.params.get('response') ?? '') !== '';
}

/** A REGISTER of a private identity other than the one to which the connection belongs (33.203 O.2.3). */
export function isForeign(cscf: EpCscf, flow: Flow, request: SipRequest): boolean {
  if (cscf.deviation.is('association-ignores-impi') || cscf.deviation.is('foreign-impi-unassociated'))
    return false;
  const username = digestCredentials(request)?.params.get('username');
  return flow.association !== undefined && username !== undefined && username !== flow.association.impi;
}

/** 24.371 6.4.1 1) a) to c): integrity-protected is the eP-CSCF's word; whatever the WIC put there goes first. */
export function markIntegrity(cscf: EpCscf, flow: Flow, request: SipRequest): SipRequest {
  const cleaned = withoutForged(cscf, request);
  const credentials = digestCredentials(cleaned);
  if (credentials === undefined) return withoutCredentials(cscf, flow, cleaned);
  const value = integrityValue(cscf, flow, cleaned, credentials);
  if (value === undefined || credentials.params.has('integrity-protected')) return cleaned;
  return onDigest(cleaned, (text) => addIntegrity(cscf, text, value));
}

function integrityValue(
  cscf: EpCscf,
  flow: Flow,
  request: SipRequest,
  credentials: Credentials,
): string | undefined {
  const { deviation } = cscf;
  if (!flow.secure && !deviation.is('plain-connection-marked')) return undefined;
  if (usesAka(cscf, credentials)) return akaMark(cscf, credentials);
  const answered = answersChallenge(credentials);
  if (mapsToAssociation(cscf, flow, request, credentials)) {
    if (deviation.is('deregistration-unmarked') && isDeregistration(request)) return undefined;
    if (deviation.is('pending-when-challenged-again') && flow.challenged && answered) return 'tls-pending';
    return deviation.is('tls-protected') ? 'tls-protected' : 'tls-yes';
  }
  if (answered) return deviation.is('tls-pending-missing') ? undefined : 'tls-pending';
  if (deviation.is('integrity-no-instead-of-absent')) return 'no';
  return deviation.is('pending-once-challenged') && flow.challenged ? 'tls-pending' : undefined;
}

function mapsToAssociation(cscf: EpCscf, flow: Flow, request: SipRequest, credentials: Credentials): boolean {
  const { deviation } = cscf;
  const username = credentials.params.get('username') ?? '';
  if (deviation.is('association-unused')) return false;
  if (deviation.is('association-of-other-connection') && cscf.flows.ofImpi(username).length > 0) return true;
  if (deviation.is('association-outlives-connection')) {
    if (cscf.flows.ofImpi(username).some((other) => other.lostBeforeGrant)) return true;
  }
  const { association } = flow;
  // A token vouches for the REGISTER that carries it; digest is the core's to judge.
  if (association === undefined || association.token) return false;
  if (deviation.is('second-impu-unassociated') && !association.setOf(from(request).uri)) return false;
  return association.impi === username || deviation.is('association-ignores-impi');
}

function withoutForged(cscf: EpCscf, request: SipRequest): SipRequest {
  if (cscf.deviation.is('forged-integrity-kept')) return request;
  const asToken = /integrity-protected\s*=\s*[^"\s]/i.test(request.value('Authorization') ?? '');
  if (asToken && cscf.deviation.is('forged-integrity-token-kept')) return request;
  const credentials = digestCredentials(request);
  const lost = ['integrity-protected', ...(credentials ? lostOfAka(cscf, credentials) : [])];
  if (cscf.deviation.is('digest-directives-lost')) lost.push('opaque');
  const values = request.values('Authorization').map((value) => lost.reduce(removeAuthParam, value));
  const written = cscf.deviation.is('authorization-rewritten') ? values.map(rewriteAuthParams) : values;
  return written.length === 0 ? request : request.with('Authorization', ...written);
}

function withoutCredentials(cscf: EpCscf, flow: Flow, request: SipRequest): SipRequest {
  const { deviation, config } = cscf;
  const invent = (username: string, flag: string) =>
    request.with(
      'Authorization',
      `Digest username="${username}",realm="${config.home.domain}",nonce="",uri="${request.uri}",response="",integrity-protected=${flag}`,
    );
  if (deviation.is('authorization-invented')) return invent(impiOf(request), 'no');
  if (deviation.is('authenticated-without-impi') && flow.association)
    return invent(flow.association.impi, 'tls-yes');
  return request;
}

function onDigest(request: SipRequest, edit: (value: string) => string): SipRequest {
  const [first = '', ...others] = request.values('Authorization');
  return request.with('Authorization', edit(first), ...others);
}

function addIntegrity(cscf: EpCscf, credentials: string, value: string): string {
  const written = cscf.deviation.is('integrity-protected-quoted') ? `"${value}"` : value;
  const param = `integrity-protected=${written}`;
  if (cscf.deviation.is('integrity-protected-first'))
    return credentials.replace(/^(\S+)\s+/, `$1 ${param}, `);
  return `${credentials}, ${param}`;
}
