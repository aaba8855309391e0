import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Call, Exchange } from '../peers/call.ts';
import type { Seen } from '../peers/seen.ts';
import { tagOf, to } from '../sip/headers/index.ts';
import type { SipRequest } from '../sip/message.ts';
import { ordinaryUri } from './emergency-stimuli.ts';
import type { Lab } from './lab.ts';

/** A request inside a dialog, and as it reached the core. */
export interface InDialog extends Exchange {
  readonly atMw?: Seen<SipRequest>;
}

/**
 * An ordinary call whose far user has that Contact, so that the WIC's requests inside the dialog go to it.
 * @throws PeerDidNot when the call does not come about
 */
export async function callWithTarget(lab: Lab, name: string, target: string): Promise<Call> {
  const contact = `<${target}>`;
  lab.core.calls.next('INVITE', { statuses: [180, 200], contact });
  const { answer, call } = await lab.wic(name).invite(ordinaryUri);
  if (!call) throw new PeerDidNot('put an ordinary call through', answer.message.startLine);
  lab.core.calls.next('INVITE', { when: isInDialog, statuses: [200], contact });
  return call;
}

/** Sends a re-INVITE and then a BYE in the call. @throws PeerDidNot when one of them has no final response */
export async function reinviteAndEnd(lab: Lab, call: Call): Promise<InDialog[]> {
  const reinvite = await call.reinvite();
  const bye = await call.bye();
  return [reinvite, bye].map((exchange) => {
    const atMw = lab.core.received(exchange.sent.message.method, isInDialog).at(-1);
    return { ...exchange, ...(atMw && { atMw }) };
  });
}

function isInDialog(request: SipRequest): boolean {
  return tagOf(to(request)) !== undefined;
}
