import type { Link } from '../net/link.ts';
import { topVia, type Via, viaText } from '../sip/headers/via.ts';
import type { SipRequest } from '../sip/message.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

export const faults = {
  'rport-empty': {
    kills: ['EPC-6.4.1-1d', 'EPC-6.4.1-1d3', 'VIA-3581-1'],
    about: 'leaves the rport of the WIC without a value',
  },
  'rport-listening-port': {
    kills: ['EPC-6.4.1-1d', 'EPC-6.4.1-1d3', 'VIA-3581-1'],
    about: 'fills rport with its own listening port instead of the source port',
  },
  'rport-claimed-kept': {
    kills: ['EPC-6.4.1-1d3'],
    about: 'keeps a value that the WIC itself gave to rport',
  },
  'rport-unasked': {
    kills: ['EPC-6.4.1-1d2'],
    about: 'adds rport to a Via that has none',
  },
  'received-missing': {
    kills: ['EPC-6.4.1-1e', 'EPC-6.4.1-1e2', 'EPC-6.4.1-1e3', 'VIA-3581-1'],
    about: 'adds no received parameter',
  },
  'received-only-if-different': {
    kills: ['EPC-6.4.1-1e2'],
    about: 'leaves received out when sent-by already has the source address',
  },
  'received-only-ipv4': {
    kills: ['EPC-6.4.1-1e3'],
    about: 'adds no received parameter for an IPv6 source',
  },
  'received-only-register': {
    kills: ['VIA-3581-1'],
    about: 'fills rport and received only in REGISTER',
  },
} as const satisfies FaultTable;

export const variants = {
  'via-parameters-reordered': {
    exercises: ['EPC-6.4.1-1d', 'EPC-6.4.1-1d2', 'EPC-6.4.1-1e', 'EPC-6.4.1-1e2', 'VIA-3581-1'],
    about: 'writes received and rport before the other parameters of Via',
  },
  'rport-claimed-removed': {
    exercises: ['EPC-6.4.1-1d3'],
    about: 'takes out an rport to which the WIC itself gave a value',
  },
  'received-bracketed': {
    exercises: ['EPC-6.4.1-1e3'],
    about: 'writes an IPv6 address in received with brackets, as RFC 3261 has it',
  },
} as const satisfies VariantTable;

/**
 * 24.371 6.4.1 1) d) and e), and RFC 3581 4 for every other request: notes in the top Via where the request
 * came from. `received` is added even when it says the same as sent-by, and never taken over from the WIC.
 */
export function stampSource(request: SipRequest, link: Link, deviation: Deviation): SipRequest {
  if (deviation.is('received-only-register') && request.method !== 'REGISTER') return request;
  const { protocol, transport, host, port, params, rport } = topVia(request);
  const others = [...params].filter(([name]) => name !== 'received' && name !== 'rport');
  const received = receivedValue(host, link, deviation);
  const source = rportValue(rport, link, deviation);
  const added: [string, string | undefined][] = [];
  if (received !== undefined) added.push(['received', received]);
  if (source !== undefined) added.push(['rport', source === null ? undefined : String(source)]);
  const first = deviation.is('via-parameters-reordered');
  const via: Via = {
    protocol,
    transport,
    host,
    params: new Map(first ? [...added, ...others] : [...others, ...added]),
  };
  if (port !== undefined) via.port = port;
  return request.with('Via', viaText(via), ...request.values('Via').slice(1));
}

/** The rport to answer: null for one without value, undefined for none. */
function rportValue(asked: Via['rport'], link: Link, deviation: Deviation): Via['rport'] {
  if (asked === undefined && !deviation.is('rport-unasked')) return undefined;
  if (typeof asked === 'number' && deviation.is('rport-claimed-kept')) return asked;
  if (typeof asked === 'number' && deviation.is('rport-claimed-removed')) return undefined;
  if (deviation.is('rport-empty')) return null;
  return deviation.is('rport-listening-port') ? link.local.port : link.remote.port;
}

function receivedValue(sentBy: string, link: Link, deviation: Deviation): string | undefined {
  const source = plainHost(link.remote.host);
  if (deviation.is('received-missing')) return undefined;
  if (deviation.is('received-only-if-different') && plainHost(sentBy) === source) return undefined;
  if (!source.includes(':')) return source;
  if (deviation.is('received-only-ipv4')) return undefined;
  return deviation.is('received-bracketed') ? `[${source}]` : source;
}

function plainHost(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
