import type { ServerTransaction } from '../endpoint/transactions.ts';
import { maxForwards } from '../sip/headers/basic.ts';
import { optionTags } from '../sip/headers/option-tags.ts';
import {
  type HeaderInit,
  respond,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';

export const faults = {
  'trying-missing': {
    kills: ['EPC-7.4.1-P10'],
    about: 'sends no 100 (Trying) for an INVITE',
  },
} as const satisfies FaultTable;

export const variants = {
  'progress-extra': {
    exercises: [
      'EPC-7.4.1-P10',
      'EPC-7.4.1-P6',
      'EPC-7.4.3-1',
      'EPC-7.4.3-1e',
      'EPC-7.4.3-2b',
      'EPC-7.4.3-3b',
      'WS-7118-5-3',
      'VIA-3581-1',
    ],
    about: 'sends a 183 (Session Progress) of its own before an INVITE goes on',
  },
} as const satisfies VariantTable;

/** What a proxied request's client side tells; the responses have the eP-CSCF's own Via still on top. */
export interface ResponseHandlers {
  response(response: SipResponse): void;
  timeout(): void;
  failed(error: Error): void;
}

/** A request on its way; it can be cancelled (RFC 3261 9.1). */
export interface Sending {
  cancel(): void;
}

/** How responses come back. */
export interface Backward {
  /** Edits each response before it is passed on. */
  readonly response?: (response: SipResponse) => SipResponse;
  /** Passes a response on; by default that is all it does. */
  readonly pass?: (response: SipResponse) => void;
  /** Told once the request is on its way. */
  readonly sent?: (sending: Sending) => void;
  /** No response came; the eP-CSCF has answered itself. */
  readonly failed?: () => void;
}

/** Answers a request itself (RFC 3261 8.2.6). */
export function answer(
  cscf: EpCscf,
  tx: ServerTransaction,
  status: number,
  options: { headers?: readonly HeaderInit[]; reason?: string } = {},
): void {
  tx.respond(respond(tx.request, status, { ...options, toTag: cscf.ids.tag() }));
}

/** RFC 3261 16.3: whether a request can be proxied at all; answers it when not. */
export function isProxiable(cscf: EpCscf, tx: ServerTransaction): boolean {
  const { request } = tx;
  const unknown = optionTags(request, 'Proxy-Require').filter(
    (tag) => tag !== 'sec-agree' && tag !== 'mediasec',
  );
  if (maxForwards(request) === 0) answer(cscf, tx, 483);
  else if (unknown.length > 0) answer(cscf, tx, 420, { headers: [['Unsupported', unknown.join(', ')]] });
  else return true;
  return false;
}

/** Forwards a request of a WIC to the home network, statefully (RFC 3261 16.6, 16.7). */
export function forwardToCore(
  cscf: EpCscf,
  tx: ServerTransaction,
  request: SipRequest,
  back: Backward = {},
): void {
  forward(cscf, tx, back, (handlers) => cscf.core.send(nextHop(request), handlers));
}

/** Forwards a request of the core over the WebSocket of a WIC. */
export function forwardToWic(
  cscf: EpCscf,
  tx: ServerTransaction,
  request: SipRequest,
  flow: Flow,
  back: Backward = {},
): void {
  forward(cscf, tx, back, (handlers) => cscf.wics.send(flow, nextHop(request), handlers));
}

/** RFC 3261 16.6 step 3. */
export function nextHop(request: SipRequest): SipRequest {
  return request.with('Max-Forwards', String((maxForwards(request) ?? 71) - 1));
}

/** Takes the own Via off a response (RFC 3261 16.7 step 3). */
function withoutTopVia<M extends SipMessage>(message: M): M {
  const below = message.values('Via').slice(1);
  return below.length === 0 ? message.without('Via') : message.with('Via', ...below);
}

function forward(
  cscf: EpCscf,
  tx: ServerTransaction,
  back: Backward,
  send: (handlers: ResponseHandlers) => Sending,
): void {
  const invite = tx.request.method === 'INVITE';
  const { response: edit = (r) => r, pass = (r) => tx.respond(r) } = back;
  if (invite && !cscf.deviation.is('trying-missing')) answer(cscf, tx, 100);
  if (invite && cscf.deviation.is('progress-extra')) answer(cscf, tx, 183);
  let stopTimerC = (): void => {};
  const armTimerC = (): void => {
    stopTimerC();
    if (invite) stopTimerC = cscf.clock.after(cscf.timers.C, () => sending.cancel());
  };
  const fail = (status: number): void => {
    stopTimerC();
    answer(cscf, tx, status);
    back.failed?.();
  };
  const sending = send({
    response(response) {
      if (response.status >= 200) stopTimerC();
      else armTimerC();
      if (response.status > 100) pass(edit(withoutTopVia(response)));
    },
    // A registrar that does not answer is a gateway's timeout (24.229 5.2.2.1), not the WIC's own.
    timeout: () => fail(tx.request.method === 'REGISTER' ? 504 : 408),
    failed: () => fail(tx.request.method === 'REGISTER' ? 504 : 500),
  });
  armTimerC();
  back.sent?.(sending);
  const lost = cscf.deviation.is('cancel-lost') && tx.link.transport !== 'wss' && tx.link.transport !== 'ws';
  if (!lost) tx.onCancel(() => sending.cancel());
}
