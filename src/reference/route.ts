import { parseNameAddr } from '../sip/headers/address.ts';
import type { SipRequest } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';

export const faults = {
  'service-route-unchecked': {
    kills: ['EPC-T5221-9'],
    about: 'forwards a request whose Route is not the stored Service-Route',
  },
} as const satisfies FaultTable;

export const variants = {
  'service-route-replaces': {
    exercises: ['EPC-T5221-9'],
    about: 'puts the Service-Route in place of a wrong Route instead of refusing with 400',
  },
} as const satisfies VariantTable;

/** Takes the own entries off Route and holds the rest against what it has to be; undefined: to be refused. */
export function enforceRoute(
  cscf: EpCscf,
  request: SipRequest,
  expected: readonly string[],
): SipRequest | undefined {
  const { others } = cscf.own.splitRoute(request);
  if (!sameRoute(others, expected)) {
    if (cscf.deviation.is('service-route-unchecked')) return withRoute(request, others);
    if (!cscf.deviation.is('service-route-replaces')) return undefined;
  }
  return withRoute(request, expected);
}

/** The request with that Route and no other. */
export function withRoute(request: SipRequest, route: readonly string[]): SipRequest {
  return route.length === 0 ? request.without('Route') : request.with('Route', ...route);
}

function sameRoute(a: readonly string[], b: readonly string[]): boolean {
  const uri = (value: string | undefined): string => parseNameAddr(value ?? '').uri;
  return a.length === b.length && a.every((value, index) => sameUri(uri(value), uri(b[index])));
}
