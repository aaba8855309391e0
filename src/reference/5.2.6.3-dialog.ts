import type { ServerTransaction } from '../endpoint/transactions.ts';
import { from, parseNameAddr, tagOf, to } from '../sip/headers/address.ts';
import { callId } from '../sip/headers/basic.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { relayCall } from './5.2.6-offer-answer.ts';
import { noteSession } from './5.2.8-call-release.ts';
import type { FaultTable } from './deviation.ts';
import { createsDialog, isRegEvent } from './dialogs.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { addRecordRoute } from './record-route.ts';
import { type Backward, forwardToCore } from './rfc3261-16-proxy.ts';
import { outwards } from './trust-domain.ts';

export const faults = {
  'ringing-lost': {
    kills: [],
    warns: ['EPC-7.4.1-P6'],
    about: 'does not pass 180 (Ringing) on to the WIC that calls',
  },
  'busy-lost': {
    kills: ['EPC-7.4.1-P6'],
    preamble: ['WS-7118-5-3'],
    about: 'does not pass 486 (Busy Here) on to the WIC that calls',
  },
} as const satisfies FaultTable;

/** Sends the request on and learns the dialog that it creates. */
export function forwardOriginating(
  cscf: EpCscf,
  tx: ServerTransaction,
  flow: Flow,
  request: SipRequest,
): void {
  const dialogs = createsDialog(request.method);
  const onward = dialogs ? addRecordRoute(cscf, flow, request, 'core') : request;
  const back: Backward = {
    response(response) {
      if (dialogs) learnOriginating(cscf, flow, tx.request, response);
      return outwards(cscf, response);
    },
    pass(response) {
      if (!isLost(cscf, response)) tx.respond(response);
    },
  };
  relayCall(cscf, { tx, flow, sender: 'wic', request: onward, back }, (converted, along) =>
    forwardToCore(cscf, tx, converted, along),
  );
}

function isLost({ deviation }: EpCscf, { status }: SipResponse): boolean {
  return (status === 180 && deviation.is('ringing-lost')) || (status === 486 && deviation.is('busy-lost'));
}

/** What the eP-CSCF remembers of a dialog that a WIC opened (24.229 5.2.6.3.4). */
function learnOriginating(cscf: EpCscf, flow: Flow, request: SipRequest, response: SipResponse): void {
  const otherTag = tagOf(to(response));
  const wicTag = tagOf(from(response));
  if (response.status <= 100 || response.status >= 300 || otherTag === undefined || wicTag === undefined)
    return;
  const recorded = response.values('Record-Route');
  const own = recorded.findIndex((value) => cscf.own.includes(parseNameAddr(value).uri));
  const dialog = cscf.dialogs.learn({
    flow,
    callId: callId(request),
    wicTag,
    otherTag,
    coreRoute: recorded.slice(0, Math.max(own, 0)).reverse(),
    regEvent: isRegEvent(request),
  });
  noteSession(dialog, request, response, false);
}
