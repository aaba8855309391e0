import type { SipRequest } from '../sip/message.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

export const faults = {
  'record-route-missing': {
    kills: ['EPC-7.4.1-P4', 'EPC-7.4.2-R3'],
    preamble: ['WS-7118-5.2-1'],
    about: 'does not record its route in INVITE',
  },
} as const satisfies FaultTable;

export const variants = {
  'record-route-joined': {
    exercises: ['WS-7118-5.2-1'],
    about: 'writes its two Record-Route entries into one field',
  },
} as const satisfies VariantTable;

/**
 * Adds the eP-CSCF to the route set, once for each of its two sides, because the transport changes between them
 * (RFC 5658). The entry of the side to which the request goes is on top.
 */
export function addRecordRoute(
  cscf: EpCscf,
  flow: Flow,
  request: SipRequest,
  to: 'core' | 'wic',
): SipRequest {
  if (request.method === 'INVITE' && cscf.deviation.is('record-route-missing')) return request;
  const mw = `<${cscf.own.mw(flow.token)};lr>`;
  const w2 = `<${cscf.own.w2(flow.token)};lr>`;
  const [top, below] = to === 'core' ? [mw, w2] : [w2, mw];
  if (cscf.deviation.is('record-route-joined')) return request.prepend('Record-Route', `${top}, ${below}`);
  return request.prepend('Record-Route', below).prepend('Record-Route', top);
}
