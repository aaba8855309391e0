import type { ServerTransaction } from '../endpoint/transactions.ts';
import { subscriptionState } from '../sip/headers/events.ts';
import type { SipRequest } from '../sip/message.ts';
import { flowFor } from './5.2.6.4-terminating.ts';
import { relayAck, relayCall } from './5.2.6-offer-answer.ts';
import { noteRequest } from './5.2.8-call-release.ts';
import { rejectEmergency } from './5.2.10.5-alternative-service.ts';
import { inspectEmergency } from './7.4.3-emergency.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { KnownDialog } from './dialogs.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { answer, type Backward, forwardToCore, nextHop } from './rfc3261-16-proxy.ts';
import { withRoute } from './route.ts';
import { inwards, outwards } from './trust-domain.ts';

export const faults = {
  'info-refused': {
    kills: ['EPC-7.4.1-P7'],
    about: 'refuses INFO of a WIC within its call with 403',
  },
} as const satisfies FaultTable;

export const variants = {
  'info-answered': {
    exercises: ['EPC-7.4.1-P7'],
    about: 'answers INFO of a WIC within its call with 200 instead of forwarding it',
  },
} as const satisfies VariantTable;

/** 24.229 5.2.6.3: a request of a WIC inside a dialog, which has to be one of its own. */
export function onInDialog(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { request } = tx;
  const dialog = cscf.dialogs.sentBy(flow, request);
  if (!dialog) return answer(cscf, tx, 403);
  noteRequest(dialog, request);
  if (request.method === 'INFO' && cscf.deviation.is('info-refused')) return answer(cscf, tx, 403);
  if (request.method === 'INFO' && cscf.deviation.is('info-answered')) return answer(cscf, tx, 200);
  if (cscf.deviation.is('emergency-in-dialog-inspected') && inspectEmergency(cscf, request) !== 'ordinary') {
    return rejectEmergency(cscf, tx, flow);
  }
  const back: Backward = {
    response: (response) => outwards(cscf, response),
    pass(response) {
      tx.respond(response);
      const over = request.method === 'BYE' || response.status === 481 || endsSubscription(request);
      if (response.status >= 200 && over) cscf.dialogs.forget(dialog);
    },
  };
  relayCall(
    cscf,
    { tx, flow, sender: 'wic', request: alongDialog(request, dialog), back },
    (converted, along) => forwardToCore(cscf, tx, converted, along),
  );
}

/** ACK to a 2xx of the other side: no transaction, no answer. */
export function onAckOfWic(cscf: EpCscf, ack: SipRequest, flow: Flow): void {
  const dialog = cscf.dialogs.sentBy(flow, ack);
  if (!dialog) return;
  relayAck(cscf, flow, 'wic', alongDialog(ack, dialog), (onward) => cscf.core.acknowledge(nextHop(onward)));
}

/** ACK of the core to a 2xx of a WIC. */
export function onAckOfCore(cscf: EpCscf, ack: SipRequest): void {
  const flow = flowFor(cscf, ack);
  if (!flow) return;
  const onward = withRoute(ack, cscf.own.splitRoute(ack).others);
  relayAck(cscf, flow, 'core', outwards(cscf, onward), (converted) =>
    cscf.wics.acknowledge(flow, nextHop(converted)),
  );
}

/** The route beyond the eP-CSCF is the one that was recorded, whatever the WIC writes. */
function alongDialog(request: SipRequest, dialog: KnownDialog): SipRequest {
  return withRoute(inwards(request).without('P-Preferred-Identity'), dialog.coreRoute);
}

function endsSubscription(request: SipRequest): boolean {
  return request.method === 'NOTIFY' && subscriptionState(request)?.state === 'terminated';
}
