import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Binding } from '../peers/core/bindings.ts';
import type { TerminatingOptions } from '../peers/core/calls.ts';
import type { Core } from '../peers/core/core.ts';
import { audioOffer, SDP } from '../peers/sdp.ts';
import type { Seen, Sent } from '../peers/seen.ts';
import type { Wic } from '../peers/wic/wic.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { unlessMissing } from './attempt.ts';
import type { Lab } from './lab.ts';

/** A request that the core sent towards a WIC, and how it ended, whichever way. */
export interface Delivery {
  readonly sent: Sent<SipRequest>;
  /** What the core was answered in the end, when it was answered. */
  readonly answer?: Seen<SipResponse>;
  /** The request as it came to the WIC, when it came. */
  readonly received?: Seen<SipRequest>;
}

/** Sends a request to a registered WIC over its Path, an INVITE with plain audio. @throws PeerDidNot when it has no binding */
function sendTo(core: Core, wic: Wic, method: string, options: TerminatingOptions = {}): Sent<SipRequest> {
  const offer = method === 'INVITE' ? { body: audioOffer(), contentType: SDP } : {};
  return core.calls.originate(method, bindingOf(core, wic), { ...offer, ...options });
}

/** Sends a request to a registered WIC and awaits how it ends: final response, or 64·T1. */
export function deliver(
  core: Core,
  wic: Wic,
  method: string,
  options: TerminatingOptions = {},
): Promise<Delivery> {
  return endOf(core, wic, method, () => sendTo(core, wic, method, options));
}

/**
 * The same with a MESSAGE that goes to the SUT's address at Mw (PIXIT) and has the stored Path unmodified in Route,
 * so that nothing depends on whether the host in Path can be resolved.
 */
export function deliverOverPath({ core, parameters }: Lab, wic: Wic): Promise<Delivery> {
  const text = { body: 'Are you there?', contentType: 'text/plain' };
  const request = core.calls.terminating('MESSAGE', bindingOf(core, wic), text);
  return endOf(core, wic, 'MESSAGE', () => core.send(request, parameters.sutMw));
}

/** Sends several requests at once and awaits how each ends. */
export function deliverAtOnce(core: Core, wic: Wic, method: string, count: number): Promise<unknown> {
  const sent = Array.from({ length: count }, () => sendTo(core, wic, method));
  return Promise.all(sent.map((each) => unlessMissing(core.final(each))));
}

/**
 * Sends a request that the WIC leaves without response for 8·T1.
 * @throws PeerDidNot when it does not come to the WIC
 */
export async function deliverUnanswered(lab: Lab, name: string, method: string): Promise<Delivery> {
  const wic = lab.wic(name);
  const sent = sendTo(lab.core, wic, method);
  const received = await wic.next(method);
  await lab.retransmissionTime();
  return { sent, received };
}

async function endOf(core: Core, wic: Wic, method: string, send: () => Sent<SipRequest>): Promise<Delivery> {
  const before = wic.mailbox.received(method).length;
  const sent = send();
  const answer = await unlessMissing(core.final(sent));
  const received = wic.mailbox.received(method)[before];
  return { sent, ...(answer && { answer }), ...(received && { received }) };
}

/** Where the core reaches a WIC. @throws PeerDidNot when it has not registered */
export function bindingOf(core: Core, wic: Wic): Binding {
  const binding = core.registrar.binding(wic.identity.impi);
  if (!binding) throw new PeerDidNot(`register ${wic.identity.impi} with the core`);
  return binding;
}
