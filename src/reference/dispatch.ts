import type { ServerTransaction } from '../endpoint/transactions.ts';
import type { Link } from '../net/link.ts';
import { tagOf, to } from '../sip/headers/address.ts';
import type { SipRequest } from '../sip/message.ts';
import { SipParseError } from '../sip/parse.ts';
import { onRegister } from './5.2.2.1-register.ts';
import { onOwnNotify } from './5.2.3-reg-event.ts';
import { takeNotify } from './5.2.5.2-reg-notify.ts';
import { onOriginating } from './5.2.6.3-originating.ts';
import { flowFor, onTerminating } from './5.2.6.4-terminating.ts';
import { onAckOfCore, onAckOfWic, onInDialog } from './5.2.6-in-dialog.ts';
import { onTokenRegister, onValidToken, tokenOf, vouchesFor } from './6.4.2-web-authentication.ts';
import { orBadRequest } from './bad-request.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { answer, isProxiable } from './rfc3261-16-proxy.ts';

/** A request on W2: which procedure it belongs to. */
export function onWicRequest(cscf: EpCscf, tx: ServerTransaction): void {
  const flow = cscf.flows.of(tx.link);
  if (!flow) return;
  flow.inOrder(() => orBadRequest(cscf, tx, () => sortOut(cscf, tx, flow)));
}

function sortOut(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { request } = tx;
  if (!isComplete(request)) return answer(cscf, tx, 400);
  if (!isProxiable(cscf, tx)) return;
  if (request.method === 'REGISTER') return registerUser(cscf, tx, flow);
  if (tagOf(to(request)) !== undefined) return onInDialog(cscf, tx, flow);
  if (isForUs(cscf, request)) return answerOptions(cscf, tx);
  onOriginating(cscf, tx, flow);
}

/** Who authenticates the user: the WAF, whose token the eP-CSCF validates, or the core. */
function registerUser(cscf: EpCscf, tx: ServerTransaction, flow: Flow): void {
  const { tokens } = cscf;
  const token = tokens && tokenOf(cscf, tx.request);
  if (tokens && token !== undefined) return onTokenRegister(cscf, tx, flow, tokens, token);
  const believed = vouchesFor(cscf, tx.request);
  if (believed) return onValidToken(cscf, tx, flow, believed);
  onRegister(cscf, tx, flow);
}

/** A request at Mw: for the eP-CSCF itself or for a WIC. */
export function onCoreRequest(cscf: EpCscf, tx: ServerTransaction): void {
  orBadRequest(cscf, tx, () => {
    const { request } = tx;
    if (!isComplete(request)) return answer(cscf, tx, 400);
    const subscription = request.method === 'NOTIFY' ? cscf.subscriptions.notifiedBy(request) : undefined;
    if (subscription) return onOwnNotify(cscf, tx, subscription);
    if (!isProxiable(cscf, tx)) return;
    const flow = flowFor(cscf, request);
    if (flow) return onTerminating(cscf, tx, flow);
    refuse(cscf, tx);
  });
}

export function onWicAck(cscf: EpCscf, ack: SipRequest, link: Link): void {
  const flow = cscf.flows.of(link);
  if (flow) quietly(() => onAckOfWic(cscf, ack, flow));
}

export function onCoreAck(cscf: EpCscf, ack: SipRequest): void {
  quietly(() => onAckOfCore(cscf, ack));
}

/** A request of the core that leads to no WIC. */
function refuse(cscf: EpCscf, tx: ServerTransaction): void {
  const { request } = tx;
  if (request.method === 'NOTIFY') {
    if (cscf.deviation.is('notify-stray-taken')) return takeNotify(cscf, tx, undefined);
    return answer(cscf, tx, 481);
  }
  if (request.method === 'REGISTER') return answer(cscf, tx, 405);
  if (isForUs(cscf, request)) return answerOptions(cscf, tx);
  // A Path of ours whose connection is gone (RFC 5626 5.3.1).
  const lost = cscf.own.splitRoute(request).own.length > 0;
  answer(cscf, tx, lost ? (cscf.config.outbound ? 430 : 480) : 404);
}

function isForUs(cscf: EpCscf, request: SipRequest): boolean {
  return cscf.own.includes(request.uri) && cscf.own.splitRoute(request).others.length === 0;
}

function answerOptions(cscf: EpCscf, tx: ServerTransaction): void {
  const allow = ['Allow', 'OPTIONS, NOTIFY'] as const;
  answer(cscf, tx, tx.request.method === 'OPTIONS' ? 200 : 405, { headers: [allow] });
}

/** The header fields of RFC 3261 8.1.1 that the procedures rely on. */
function isComplete(request: SipRequest): boolean {
  return ['From', 'To', 'Call-ID', 'CSeq'].every((name) => request.fields(name).length === 1);
}

/** An ACK that cannot be read is nobody's; there is no answer to an ACK. */
function quietly(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
  }
}
