import type { ServerTransaction } from '../endpoint/transactions.ts';
import { from } from '../sip/headers/address.ts';
import type { SipRequest } from '../sip/message.ts';
import { forwardOriginating } from './5.2.6.3-dialog.ts';
import { proceedEmergency } from './5.2.10.4-emergency-call.ts';
import { rejectEmergency } from './5.2.10.5-alternative-service.ts';
import { inspectEmergency } from './7.4.3-emergency.ts';
import { chargingVector } from './charging.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { assertedIdentity, assertIdentity, prefersUnknown, servedSets } from './identity.ts';
import { answer } from './rfc3261-16-proxy.ts';
import { enforceRoute, withRoute } from './route.ts';
import { inwards } from './trust-domain.ts';

export const faults = {
  'unregistered-call-vouched': {
    kills: ['EPC-6.4.1-5', 'EPC-6.4.2-8b', 'EPC-6.4.2-11', 'EPC-7.4.1-P9'],
    warns: ['EPC-6.1-4'],
    about: 'asserts the From of an INVITE on a connection that never registered, and forwards it',
  },
  'service-route-left-out': {
    kills: ['EPC-7.4.1-P5'],
    about: 'sends requests to the core without Route',
  },
  'charging-identifier-shared': {
    kills: ['EPC-7.4.1-P4'],
    about: 'gives every dialog the same icid-value',
  },
} as const satisfies FaultTable;

export const variants = {
  'emergency-unregistered-refused': {
    exercises: ['EPC-7.4.3-5'],
    about: 'refuses the emergency call of a user who is not registered with 403 instead of 380',
  },
  'unregistered-404': {
    exercises: ['EPC-6.4.1-5', 'EPC-6A.3-4', 'EPC-6A.3-14', 'EPC-7.4.1-P9'],
    about: 'refuses an unregistered WIC with 404',
  },
  'unregistered-400': {
    exercises: ['EPC-6.4.1-5', 'EPC-6A.3-4', 'EPC-6A.3-14', 'EPC-7.4.1-P9'],
    about: 'refuses an unregistered WIC with 400',
  },
  'unregistered-ignored': {
    exercises: ['EPC-6.4.1-5', 'EPC-6A.3-4', 'EPC-6A.3-14', 'EPC-7.4.1-P9'],
    about: 'does not answer an unregistered WIC',
  },
  'unregistered-closed': {
    exercises: ['EPC-6.4.1-5', 'EPC-6A.3-4', 'EPC-6A.3-14', 'EPC-7.4.1-P9'],
    about: 'closes the connection on which an unregistered WIC sends a request',
  },
} as const satisfies VariantTable;

/** 24.229 5.2.6.3: an initial or standalone request, or one with an unknown method, of a WIC. */
export function onOriginating(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { request } = tx;
  const served = servedSets(cscf, flow, request);
  const registered = served.length > 0;
  // 24.229 5.2.1: whether it is an emergency call comes before everything else.
  const unscreened = !registered && cscf.deviation.is('emergency-unregistered-routed');
  const outcome = unscreened ? 'ordinary' : inspectEmergency(cscf, request);
  if (!registered && outcome !== 'ordinary' && cscf.deviation.is('emergency-unregistered-refused')) {
    return refuseUnregistered(cscf, tx, flow);
  }
  if (outcome === 'reject' || (outcome === 'proceed' && !registered)) return rejectEmergency(cscf, tx, flow);
  if (!registered && !unscreened) {
    const vouched = request.method === 'INVITE' && cscf.deviation.is('unregistered-call-vouched');
    return vouched ? vouch(cscf, tx, flow) : refuseUnregistered(cscf, tx, flow);
  }
  if (cscf.deviation.is('unknown-preference-refused') && prefersUnknown(request, served))
    return answer(cscf, tx, 403);
  const asserted = assertedIdentity(cscf, request, served);
  const screened = addCharging(cscf, assertIdentity(cscf, inwards(request), asserted));
  if (outcome === 'proceed') return proceedEmergency(cscf, tx, flow, screened, asserted);
  const routed = enforceRoute(cscf, screened, asserted?.set.serviceRoute ?? []);
  if (routed === undefined) return answer(cscf, tx, 400, { reason: 'Route is not the Service-Route' });
  forwardOriginating(
    cscf,
    tx,
    flow,
    cscf.deviation.is('service-route-left-out') ? withRoute(routed, []) : routed,
  );
}

/** The fault alone: who calls is believed. */
function vouch(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { request } = tx;
  const plain = withRoute(inwards(request), []);
  forwardOriginating(cscf, tx, flow, plain.with('P-Asserted-Identity', `<${from(request).uri}>`));
}

function refuseUnregistered(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { deviation } = cscf;
  if (deviation.is('unregistered-ignored')) return;
  if (deviation.is('unregistered-closed')) return flow.link.close(1008);
  if (deviation.is('unregistered-404')) return answer(cscf, tx, 404);
  return answer(cscf, tx, deviation.is('unregistered-400') ? 400 : 403);
}

function addCharging(cscf: EpCscf, request: SipRequest): SipRequest {
  const icid = cscf.deviation.is('charging-identifier-shared')
    ? `${cscf.own.mwHost}-1`
    : cscf.ids.icid(cscf.own.mwHost);
  return request.append('P-Charging-Vector', chargingVector(cscf, icid));
}
