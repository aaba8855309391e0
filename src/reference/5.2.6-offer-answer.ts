import { tagOf, to } from '../sip/headers/address.ts';
import type { SipMessage, SipRequest } from '../sip/message.ts';
import { answerOwed, dialogOf, type Forward, type Passage, RelayedRequest } from './5.2.6-relayed-request.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import type { Side } from './ims-alg/line.ts';
import { sdpBody } from './ims-alg/sdp-body.ts';
import { answer } from './rfc3261-16-proxy.ts';

export const faults = {
  'later-offers-raw': {
    kills: [
      'EPC-7.4.1-d3',
      'EPC-7.4.1-d8',
      'EPC-7.4.1-e4',
      'EPC-7.4.2-c',
      'EPC-7.4.2-d3',
      'EPC-7.4.2-f3',
      'SDP-3264-3',
      'SDP-5763-2',
    ],
    preamble: ['SDP-5245-5'],
    warns: ['SDP-5763-1'],
    about: 'converts the first offer and answer of a call only',
  },
  'offerless-raw': {
    kills: ['EPC-7.4.1-e4', 'SDP-3264-5'],
    about: 'converts nothing in a call that began without offer',
  },
  'other-transports-raw': {
    kills: ['EPC-7.4.1-e5', 'EPC-7.4.1-i', 'EPC-7.4.2-c2'],
    about: "hands a WIC's offer without UDP/TLS/RTP/SAVPF on as it is, and the core's of secure RTP",
  },
  'offerless-answer-lost': {
    kills: ['SDP-3264-5'],
    about: "leaves the core's answer out of the ACK of a call that began without offer",
  },
  'offerless-offer-lost': {
    kills: ['SDP-3264-5'],
    preamble: ['EPC-7.4.1-e4'],
    about: "leaves the WIC's offer out of the 200 to an INVITE without offer",
  },
} as const satisfies FaultTable;

export const variants = {
  'update-refused': {
    exercises: ['EPC-7.4.1-d3', 'EPC-7.4.1-e4', 'EPC-7.4.1-P7', 'EPC-7.4.2-d3', 'EPC-7.4.2-f3'],
    warns: ['EPC-7.4.1-P7'],
    about: 'answers UPDATE of either side with 405, and removes it from what Allow passes on',
  },
} as const satisfies VariantTable;

/**
 * Every offer and every answer of a call is converted, wherever it stands (24.371 7.4.1, 7.4.2; RFC 6337 2):
 * requests and their responses, in the order of the call.
 */
export function relayCall(cscf: EpCscf, whole: Passage, forward: Forward): void {
  const refusesUpdate = cscf.deviation.is('update-refused');
  const passage = refusesUpdate ? withoutUpdate(whole) : whole;
  const { tx, flow, sender, request, back } = passage;
  if (refusesUpdate && request.method === 'UPDATE')
    return answer(cscf, tx, 405, { headers: [['Allow', 'INVITE, ACK, CANCEL, BYE, PRACK, INFO, MESSAGE']] });
  const initial = request.method === 'INVITE' && tagOf(to(request)) === undefined;
  if (!initial && !['INVITE', 'UPDATE', 'PRACK', 'BYE'].includes(request.method))
    return forward(request, back);
  const offers = request.method === 'INVITE' || request.method === 'UPDATE';
  if (!initial && offers && cscf.deviation.is('later-offers-raw')) return forward(request, back);
  if (cscf.deviation.is('other-transports-raw') && isOfOtherTransport(passage)) return forward(request, back);
  const offerless = initial && request.method === 'INVITE' && !sdpBody(request);
  if (offerless && cscf.deviation.is('offerless-raw')) return forward(request, back);
  const call = initial ? cscf.calls.made(flow, sender, request) : cscf.calls.of(flow, sender, request);
  // An offer of a call that is over, whose addresses nobody would convert.
  if (!call && sdpBody(request)) return answer(cscf, tx, 481);
  if (!call) return forward(request, back);
  if (initial) call.inviting += 1;
  call.order.run(() => new RelayedRequest(cscf, passage, call, initial, forward).request());
}

/** Neither the request nor its responses say that UPDATE is allowed. */
function withoutUpdate(passage: Passage): Passage {
  const { request, back } = passage;
  return {
    ...passage,
    request: allowingLess(request),
    back: { ...back, response: (response) => allowingLess(back.response?.(response) ?? response) },
  };
}

function allowingLess<M extends SipMessage>(message: M): M {
  const allowed = message.values('Allow');
  const left = allowed.filter((method) => method.toUpperCase() !== 'UPDATE');
  return left.length < allowed.length ? message.with('Allow', left.join(', ')) : message;
}

function isOfOtherTransport({ sender, request }: Passage): boolean {
  const body = sdpBody(request);
  if (!body) return false;
  const octets = Buffer.from(body.octets);
  return sender === 'wic' ? !octets.includes('UDP/TLS/RTP/SAVPF') : octets.includes('RTP/SAVP');
}

/** ACK to a 2xx: the answer to an offer in that 2xx may stand in it. */
export function relayAck(
  cscf: EpCscf,
  flow: Flow,
  sender: Side,
  ack: SipRequest,
  go: (ack: SipRequest) => void,
): void {
  const body = sdpBody(ack);
  const call = cscf.calls.of(flow, sender, ack);
  if (!call) return go(body ? body.replace(ack, undefined) : ack);
  call.order.run(() => {
    if (body && cscf.deviation.is('offerless-answer-lost')) go(body.replace(ack, undefined));
    else go(body ? body.replace(ack, answerOwed(call, dialogOf(call, sender, ack), sender, body)) : ack);
    return undefined;
  });
}
