import { Dialog } from '../endpoint/dialog.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { Call, type Exchange } from '../peers/call.ts';
import { SDP } from '../peers/sdp.ts';
import type { Seen } from '../peers/seen.ts';
import { wicOffer } from '../peers/wic/offers/offer.ts';
import type { RequestOptions } from '../peers/wic/request-options.ts';
import type { Wic } from '../peers/wic/wic.ts';
import { callId, eventPackage, parseNameAddr, tagOf, to } from '../sip/headers/index.ts';
import type { SipRequest } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import { type Attempt, attempt, reaction } from './attempt.ts';
import { isSosUrn, ordinaryUri } from './emergency-stimuli.ts';
import type { Lab } from './lab.ts';

/** A request that reached the core. */
export interface Arrival extends Seen<SipRequest> {
  /** Something in it marks an emergency: a sos service URN, or a Route that leads elsewhere than to the S-CSCF. */
  readonly marked: boolean;
}

/** A request outside any dialog whose Request-URI may be an emergency service identifier, and what became of it. */
export interface EmergencyTrial {
  readonly method: string;
  readonly uri: string;
  readonly attempt: Attempt;
  /** The requests outside dialogs at Mw that it led to. */
  readonly arrived: readonly Arrival[];
}

/** What a method carries besides what every request does. */
const particulars: Readonly<Record<string, RequestOptions>> = {
  INVITE: { body: wicOffer('audio'), contentType: SDP },
  MESSAGE: { body: 'Please send help.', contentType: 'text/plain' },
  OPTIONS: { headers: [['Accept', SDP]] },
  SUBSCRIBE: {
    headers: [
      ['Event', 'presence'],
      ['Accept', 'application/pidf+xml'],
      ['Expires', '3600'],
    ],
  },
  REFER: { headers: [['Refer-To', `<${ordinaryUri}>`]] },
};

/**
 * Sends a request and sees how it ends and what of it has reached Mw by the time the SUT has served a registration
 * that came later. A call that is taken is ended again.
 * @throws PeerDidNot when the SUT does not serve that registration
 */
export async function tryEmergency(
  lab: Lab,
  name: string,
  method: string,
  uri: string,
  options: RequestOptions = {},
): Promise<EmergencyTrial> {
  const wic = lab.wic(name);
  const before = new Set(lab.core.received().map(({ message }) => callId(message)));
  const outcome = await attempt(wic, wic.ua.request(method, uri, { ...particulars[method], ...options }));
  await hangUp(wic, outcome);
  await lab.fence(name);
  const arrived = lab.core
    .received()
    .filter(({ message }) => !before.has(callId(message)) && isInitial(message) && !isRegistration(message))
    .map((seen) => ({ ...seen, marked: isMarked(seen.message, lab.core.registrar.policy.serviceRoute) }));
  return { method, uri, attempt: outcome, arrived };
}

/** Whether the SUT took the request for an emergency, whatever it then did. */
function wasDetected({ attempt: { answer }, arrived }: EmergencyTrial): boolean {
  return answer?.message.status === 380 || arrived.some(({ marked }) => marked);
}

/**
 * The control of what is said of emergency requests: an ordinary call goes to the far user, is taken and ended.
 * @throws PeerDidNot when it does not
 */
export async function ordinaryCall(lab: Lab, name: string): Promise<Exchange> {
  const before = lab.core.received('INVITE').length;
  const { sent, answer, call } = await lab.wic(name).invite(ordinaryUri);
  if (!call || lab.core.received('INVITE').length === before) {
    throw new PeerDidNot(
      `put an ordinary call of WIC ${name} through`,
      `INVITE ${ordinaryUri} ended with ${answer.message.startLine}`,
    );
  }
  await call.bye();
  return { sent, answer };
}

/**
 * The control of what is not to be taken for an emergency: what is one gets noticed.
 * @throws PeerDidNot when it does not
 */
export async function detects(lab: Lab, name: string, uri: string): Promise<void> {
  const trial = await tryEmergency(lab, name, 'INVITE', uri);
  if (wasDetected(trial)) return;
  throw new PeerDidNot(`take INVITE ${uri} for an emergency call`, reaction(trial.attempt));
}

/** Ends a call that was taken; a call that cannot be ended changes nothing in what was seen. */
async function hangUp(wic: Wic, { sent, answer }: Attempt): Promise<void> {
  if (sent.message.method !== 'INVITE' || !answer || answer.message.status >= 300) return;
  try {
    const call = new Call(Dialog.uac(sent.message, answer.message), wic);
    call.ack();
    await call.bye();
  } catch (reason) {
    if (!(reason instanceof PeerDidNot)) throw reason;
  }
}

/** ACK and BYE of the call say nothing that its INVITE did not say. */
function isInitial(request: SipRequest): boolean {
  return tagOf(to(request)) === undefined;
}

/** REGISTER and SUBSCRIBE to the reg event belong to the registrations around the request. */
function isRegistration(request: SipRequest): boolean {
  if (request.method === 'REGISTER') return true;
  return request.method === 'SUBSCRIBE' && eventPackage(request)?.package.toLowerCase() === 'reg';
}

function isMarked(request: SipRequest, serviceRoute: readonly string[]): boolean {
  if (isSosUrn(request.uri)) return true;
  const routes = request.values('Route').map((value) => parseNameAddr(value).uri);
  const toServingCscf = routes.some((uri) => serviceRoute.some((own) => sameUri(uri, own)));
  return routes.length > 0 && !toServingCscf;
}
