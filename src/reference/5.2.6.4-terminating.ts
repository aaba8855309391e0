import { isUtf8 } from 'node:buffer';
import type { ServerTransaction } from '../endpoint/transactions.ts';
import { from, parseNameAddr, tagOf, to } from '../sip/headers/address.ts';
import { callId } from '../sip/headers/basic.ts';
import { subscriptionState } from '../sip/headers/events.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { relayCall } from './5.2.6-offer-answer.ts';
import { noteRelease, noteSession } from './5.2.8-call-release.ts';
import { closeAfterLastNotify } from './6A.3-deregistration.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import { createsDialog, isRegEvent } from './dialogs.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { tokenIn } from './path.ts';
import { addRecordRoute } from './record-route.ts';
import { answer, type Backward, forwardToWic } from './rfc3261-16-proxy.ts';
import { withRoute } from './route.ts';
import { inwards, outwards } from './trust-domain.ts';

export const faults = {
  'last-notify-refused': {
    kills: ['EPC-6A.3-8'],
    about: "answers the NOTIFY that ends the WIC's own reg subscription with 481 instead of delivering it",
  },
  'device-mixed-up': {
    kills: ['EPC-7.4.2-R1'],
    about: 'delivers a call to the device of the called user that registered first, whatever its Path',
  },
  'called-identity-believed': {
    kills: ['EPC-7.4.2-R2'],
    about: 'passes on the P-Asserted-Identity of a WIC that is called',
  },
  'cancel-lost': {
    kills: ['EPC-7.4.2-R4'],
    about: 'does not pass a CANCEL on to the WIC that is called',
  },
  'newest-connection-used': {
    kills: ['GEN-7.1-5'],
    about: 'sends what the core sends in a call over the connection that was opened last',
  },
  'terminating-message-lost': {
    kills: ['EPC-6.1-6b', 'EPC-T5221-1', 'WS-7118-4.2-1'],
    preamble: ['WS-7118-4.1-4', 'WS-7118-4.2-2', 'WS-7118-5-1', 'WS-7118-5-3', 'WS-7118-5.1-1'],
    about: 'answers a MESSAGE that comes back over Path with 404 instead of delivering it',
  },
} as const satisfies FaultTable;

export const variants = {
  'octets-refused': {
    exercises: ['WS-7118-4.2-2'],
    about:
      'answers a request whose body is not UTF-8 with 415 (Unsupported Media Type) instead of delivering it',
  },
} as const satisfies VariantTable;

/** The connection of the WIC for which a request of the core is meant: by the token of Path or Record-Route. */
export function flowFor(cscf: EpCscf, request: SipRequest): Flow | undefined {
  const mixedUp = flowOfFault(cscf, request);
  if (mixedUp) return mixedUp;
  for (const uri of cscf.own.splitRoute(request).own) {
    const flow = cscf.flows.withToken(tokenIn(uri));
    if (flow) return flow;
  }
  return cscf.flows.withContact(request.uri);
}

/** The wrong connection, with the faults that choose one. */
function flowOfFault(cscf: EpCscf, request: SipRequest): Flow | undefined {
  const initial = tagOf(to(request)) === undefined;
  if (request.method === 'INVITE' && initial && cscf.deviation.is('device-mixed-up')) {
    return cscf.flows.all().find(({ association }) => association?.setOf(to(request).uri));
  }
  if (initial || !cscf.deviation.is('newest-connection-used')) return undefined;
  return cscf.dialogs.sentTo(request)?.session && cscf.flows.all().at(-1);
}

/** 24.229 5.2.6.4: a request of the core for a WIC, in a dialog or not. */
export function onTerminating(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { request } = tx;
  const initial = tagOf(to(request)) === undefined;
  if (initial && flow.association === undefined) return answer(cscf, tx, 480);
  if (request.method === 'MESSAGE' && cscf.deviation.is('terminating-message-lost'))
    return answer(cscf, tx, 404);
  if (endsRegEvent(cscf, request) && cscf.deviation.is('last-notify-refused')) return answer(cscf, tx, 481);
  if (!isUtf8(request.body) && cscf.deviation.is('octets-refused')) return answer(cscf, tx, 415);
  noteRelease(cscf.dialogs.sentTo(request), request);
  const dialogs = initial && createsDialog(request.method);
  const plain = withRoute(request, cscf.own.splitRoute(request).others);
  const onward = dialogs ? addRecordRoute(cscf, flow, plain, 'wic') : plain;
  const back: Backward = {
    response(response) {
      if (dialogs) learnTerminating(cscf, flow, request, response);
      return initial ? assertTerminating(cscf, flow, request, response) : inwards(response);
    },
    pass(response) {
      tx.respond(response);
      if (response.status >= 200) afterFinal(cscf, flow, request, response);
    },
  };
  relayCall(cscf, { tx, flow, sender: 'core', request: outwards(cscf, onward), back }, (converted, along) =>
    forwardToWic(cscf, tx, converted, flow, along),
  );
}

function afterFinal(cscf: EpCscf, flow: Flow, request: SipRequest, response: SipResponse): void {
  const dialog = cscf.dialogs.sentTo(request);
  if (dialog && (request.method === 'BYE' || response.status === 481 || endsSubscription(request))) {
    cscf.dialogs.forget(dialog);
  }
  closeAfterLastNotify(cscf, flow);
}

function endsSubscription(request: SipRequest): boolean {
  return request.method === 'NOTIFY' && subscriptionState(request)?.state === 'terminated';
}

function endsRegEvent(cscf: EpCscf, request: SipRequest): boolean {
  return endsSubscription(request) && cscf.dialogs.sentTo(request)?.regEvent === true;
}

/** The called identity is asserted in responses, together with the charging vector of the request. */
function assertTerminating(
  cscf: EpCscf,
  flow: Flow,
  request: SipRequest,
  response: SipResponse,
): SipResponse {
  const called = request.value('P-Called-Party-ID');
  const uri = called === undefined ? undefined : parseNameAddr(called).uri;
  const set = uri === undefined ? flow.association?.sets[0] : flow.association?.setOf(uri);
  const asserted = uri !== undefined && set ? uri : set?.impus[0];
  let onward = inwards(response).without('P-Preferred-Identity');
  if (cscf.deviation.is('called-identity-believed') && response.has('P-Asserted-Identity')) {
    onward = onward.with('P-Asserted-Identity', ...response.values('P-Asserted-Identity'));
  } else if (asserted !== undefined) onward = onward.with('P-Asserted-Identity', `<${asserted}>`);
  const charging = request.value('P-Charging-Vector');
  if (charging !== undefined) {
    onward = onward.with('P-Charging-Vector', `${charging};term-ioi="${cscf.config.home.ioi}"`);
  }
  return onward;
}

function learnTerminating(cscf: EpCscf, flow: Flow, request: SipRequest, response: SipResponse): void {
  const wicTag = tagOf(to(response));
  const otherTag = tagOf(from(response));
  if (response.status <= 100 || response.status >= 300 || wicTag === undefined || otherTag === undefined)
    return;
  const coreRoute = request.values('Record-Route');
  const dialog = cscf.dialogs.learn({
    flow,
    callId: callId(request),
    wicTag,
    otherTag,
    coreRoute,
    regEvent: isRegEvent(request),
  });
  noteSession(dialog, request, response, true);
}
