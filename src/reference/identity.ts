import { addresses, from } from '../sip/headers/address.ts';
import type { SipRequest } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import type { RegisteredSet } from './tls-association.ts';

export const faults = {
  'identity-of-other-connection': {
    kills: ['EPC-6.4.1-5', 'EPC-6.4.2-11'],
    about: 'serves a request on an unregistered connection when its From is registered on another one',
  },
  'token-association-of-user': {
    kills: ['EPC-6.4.2-11'],
    about:
      'serves a request on an unregistered connection when a token has registered its From on another one',
  },
  'nobody-asserted': {
    kills: [
      'EPC-6.4.1-3',
      'EPC-6.4.1-3c',
      'EPC-6.1-6',
      'EPC-6.1-6b',
      'EPC-6.4.2-11',
      'EPC-7.4.1-P1',
      'EPC-7.4.1-P2',
    ],
    about: 'asserts no identity in a request of a registered WIC',
  },
  'whole-set-asserted': {
    kills: ['EPC-6.4.1-3c', 'EPC-7.4.1-P1', 'EPC-7.4.1-P2'],
    about: 'asserts every identity of the implicit set instead of one',
  },
  'preference-passed-on': {
    kills: ['EPC-7.4.1-P1'],
    about: 'leaves P-Preferred-Identity in what it forwards',
  },
  'last-identity-default': {
    kills: ['EPC-7.4.1-P2'],
    about: 'asserts the last identity of the implicit set for a request that prefers none',
  },
  'claimed-identity-asserted': {
    kills: ['EPC-6A.3-3', 'EPC-7.4.1-P3'],
    about: 'asserts whatever identity a request asserts itself or prefers',
  },
} as const satisfies FaultTable;

export const variants = {
  'unknown-preference-refused': {
    exercises: ['EPC-6A.3-3', 'EPC-7.4.1-P3'],
    about: 'refuses a request that prefers an identity which is not registered, with 403',
  },
  'tel-asserted-too': {
    exercises: ['EPC-6.4.1-3c', 'EPC-7.4.1-P1', 'EPC-7.4.1-P2'],
    about: 'asserts the tel URI of the implicit set beside the SIP URI',
  },
} as const satisfies VariantTable;

/** What is registered on the connection of a request. */
export function servedSets(cscf: EpCscf, flow: Flow, request: SipRequest): readonly RegisteredSet[] {
  if (flow.association) return flow.association.sets;
  const everybody = cscf.deviation.is('identity-of-other-connection');
  // A connection that is about to be closed shows the fault only if the WIC is quick.
  if (flow.ending || !(everybody || cscf.deviation.is('token-association-of-user'))) return [];
  const { uri } = from(request);
  const associations = cscf.flows.all().flatMap(({ association }) => association ?? []);
  return associations
    .filter(({ token }) => everybody || token)
    .flatMap((association) => association.setOf(uri) ?? []);
}

export interface Asserted {
  readonly uri: string;
  readonly set: RegisteredSet;
}

/** The identity to assert: a registered one that the WIC prefers, else the default one (24.229 5.2.6.3). */
export function assertedIdentity(
  { deviation }: EpCscf,
  request: SipRequest,
  served: readonly RegisteredSet[],
): Asserted | undefined {
  if (served[0] && deviation.is('claimed-identity-asserted')) {
    const [claimed] = [
      ...addresses(request, 'P-Asserted-Identity'),
      ...addresses(request, 'P-Preferred-Identity'),
    ];
    if (claimed) return { uri: claimed.uri, set: served[0] };
  }
  for (const { uri } of addresses(request, 'P-Preferred-Identity')) {
    for (const set of served) {
      const uriOfSet = set.impus.find((impu) => sameUri(impu, uri));
      if (uriOfSet !== undefined) return { uri: uriOfSet, set };
    }
  }
  const set = served[0];
  const uri = set?.impus.at(deviation.is('last-identity-default') ? -1 : 0);
  return set && uri !== undefined ? { uri, set } : undefined;
}

/** Whether a request asks for an identity that is not registered. */
export function prefersUnknown(request: SipRequest, served: readonly RegisteredSet[]): boolean {
  const preferred = addresses(request, 'P-Preferred-Identity');
  const isKnown = (uri: string): boolean =>
    served.some((set) => set.impus.some((impu) => sameUri(impu, uri)));
  return preferred.length > 0 && !preferred.some(({ uri }) => isKnown(uri));
}

/** Puts the asserted identity in place of the preferred one (RFC 3325 5). */
export function assertIdentity(
  cscf: EpCscf,
  request: SipRequest,
  asserted: Asserted | undefined,
): SipRequest {
  const plain = cscf.deviation.is('preference-passed-on') ? request : request.without('P-Preferred-Identity');
  if (asserted === undefined || cscf.deviation.is('nobody-asserted')) return plain;
  if (cscf.deviation.is('whole-set-asserted')) {
    return plain.with('P-Asserted-Identity', ...asserted.set.impus.map((impu) => `<${impu}>`));
  }
  const tel = asserted.set.impus.find((impu) => impu.startsWith('tel:') && impu !== asserted.uri);
  const both = cscf.deviation.is('tel-asserted-too') && tel !== undefined;
  return plain.with('P-Asserted-Identity', `<${asserted.uri}>`, ...(both ? [`<${tel}>`] : []));
}
