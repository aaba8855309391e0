import type { InDialogOptions } from '../../endpoint/dialog.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { Call, DialogAgent } from '../../peers/call.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import { tagOf, to } from '../../sip/headers/index.ts';
import type { HeaderInit, SipRequest, SipResponse } from '../../sip/message.ts';
import { unlessMissing } from '../attempt.ts';
import type { Lab } from '../lab.ts';
import type { End, StandingCall } from './standing-call.ts';

/** A request inside a call: how it ended, and as it came to the other end. */
export interface InCall {
  readonly from: End;
  readonly sent: Sent<SipRequest>;
  readonly answer?: Seen<SipResponse>;
  readonly received?: Seen<SipRequest>;
}

/** What is sent inside calls, by the name that features use. */
const requests = {
  're-INVITE': { method: 'INVITE', offers: true, headers: [] },
  UPDATE: { method: 'UPDATE', offers: true, headers: [] },
  INFO: { method: 'INFO', offers: false, headers: [] },
  BYE: { method: 'BYE', offers: false, headers: [] },
  // RFC 4028 7.4: an UPDATE without offer.
  'session refresh': {
    method: 'UPDATE',
    offers: false,
    headers: [
      ['Supported', 'timer'],
      ['Session-Expires', '1800;refresher=uac'],
    ],
  },
} satisfies Record<string, { method: string; offers: boolean; headers: HeaderInit[] }>;

/**
 * Sends a request inside the call and awaits how it ends, whichever way.
 * @param what `re-INVITE`, `UPDATE`, `INFO`, `BYE` or `session refresh`
 * @throws PeerDidNot when the WIC's connection was closed
 */
export async function sendInCall(lab: Lab, call: StandingCall, from: End, what: string): Promise<InCall> {
  const form = Object.entries(requests).find(([name]) => name === what)?.[1];
  if (!form) throw new Error(`no "${what}" is sent in a call, but: ${Object.keys(requests).join(', ')}`);
  const { method, offers, headers } = form;
  const sender: DialogAgent = from === 'wic' ? lab.wic(call.name) : lab.core;
  const receiver = from === 'wic' ? lab.core : lab.wic(call.name);
  const { dialog } = call.ends[from];
  const before = receiver.mailbox.received(method, isInDialog).length;
  const options: InDialogOptions = {
    headers,
    ...(method === 'INVITE' || method === 'UPDATE' ? { contact: sender.contact } : {}),
    ...(offers && call.ends[from].offering()),
  };
  const sent = sender.send(dialog.request(method, options));
  const answer = await unlessMissing(sender.final(sent));
  if (answer) dialog.answered(answer.message);
  if (method === 'INVITE' && answer && answer.message.status < 300) call.ends[from].ack();
  const received = receiver.mailbox.received(method, isInDialog)[before];
  return { from, sent, ...(answer && { answer }), ...(received && { received }) };
}

/**
 * Both ends send a re-INVITE before either has seen the other's, and answer it with 491 (RFC 3261 14.2); a B2BUA
 * that tries again finds them ready.
 * @throws PeerDidNot when one of them has no final response
 */
export async function crossReinvites(lab: Lab, call: StandingCall): Promise<Record<End, Seen<SipResponse>>> {
  const wic = lab.wic(call.name);
  const refusal = { when: isInDialog, statuses: [491] };
  lab.core.calls.next('INVITE', refusal);
  wic.answers.next('INVITE', refusal);
  const sent = {
    wic: wic.send(call.ends.wic.dialog.request('INVITE', call.ends.wic.offering())),
    core: lab.core.send(call.ends.core.dialog.request('INVITE', call.ends.core.offering())),
  };
  const [ofWic, ofCore] = await Promise.all([
    answerTo(wic, sent.wic, call.ends.wic),
    answerTo(lab.core, sent.core, call.ends.core),
  ]);
  return { wic: ofWic, core: ofCore };
}

/** The final response to a re-INVITE, acknowledged when it is a 2xx. @throws PeerDidNot */
async function answerTo(sender: DialogAgent, sent: Sent<SipRequest>, call: Call): Promise<Seen<SipResponse>> {
  const answer = await sender.final(sent);
  call.dialog.answered(answer.message);
  if (answer.message.status < 300) call.ack();
  return answer;
}

/**
 * The WIC's network is lost: its connection ends without a Close frame.
 * @throws PeerDidNot when the connection was closed before
 */
export function loseConnection(lab: Lab, { name }: StandingCall): void {
  const wic = lab.wic(name);
  if (!wic.connection.open) throw new PeerDidNot('keep the WebSocket connection open during a call');
  wic.terminate();
}

/** Whether a request stands in a dialog. */
export function isInDialog(request: SipRequest): boolean {
  return tagOf(to(request)) !== undefined;
}
