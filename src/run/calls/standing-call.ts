import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { AnswerScript } from '../../peers/call/script.ts';
import type { Call } from '../../peers/call.ts';
import type { TerminatingOptions } from '../../peers/core/calls.ts';
import { audioOffer, SDP } from '../../peers/sdp.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import type { RequestOptions } from '../../peers/wic/request-options.ts';
import type { SipRequest, SipResponse } from '../../sip/message.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';

/** One end of a call. */
export type End = 'wic' | 'core';

/** A call between a WIC and the far user that stands, as both ends have it. */
export interface StandingCall {
  /** Name of the WIC. */
  readonly name: string;
  readonly caller: End;
  /** The dialog of either end; a B2BUA gives them different Call-IDs. */
  readonly ends: Readonly<Record<End, Call>>;
  /** The INVITE as it was sent, and as it arrived. */
  readonly invite: Sent<SipRequest>;
  readonly received: Seen<SipRequest>;
  /** Its 2xx as the caller got it. */
  readonly answer: Seen<SipResponse>;
}

/**
 * The WIC calls the far user.
 * @throws PeerDidNot when the call does not come about
 */
export async function callFarUser(
  lab: Lab,
  name: string,
  script: AnswerScript = { statuses: [180, 200] },
  options: RequestOptions = {},
): Promise<StandingCall> {
  const { core } = lab;
  let received: SipRequest | undefined;
  core.calls.next('INVITE', {
    ...script,
    when(request) {
      received = request;
      return true;
    },
  });
  const uri = `sip:far-user@${lab.parameters.home.domain}`;
  const { sent, answer, call } = await lab.wic(name).invite(uri, options);
  const taken = core.calls.taken.at(-1);
  if (!call || !taken || !received) throw new PeerDidNot('set up the call', answer.message.startLine);
  const ends = { wic: call, core: taken };
  return { name, caller: 'wic', ends, invite: sent, received: core.mailbox.seen(received), answer };
}

/**
 * The far user calls the WIC over its Path.
 * @throws PeerDidNot when the call does not come about
 */
export async function callFromFarUser(
  lab: Lab,
  name: string,
  options: TerminatingOptions = {},
): Promise<StandingCall> {
  const { core } = lab;
  const wic = lab.wic(name);
  const offer = { body: audioOffer(), contentType: SDP };
  const { sent, answer, call } = await core.calls.call(bindingOf(core, wic), { ...offer, ...options });
  const taken = wic.answers.taken.at(-1);
  const received = wic.mailbox.received('INVITE').at(-1);
  if (!call || !taken || !received) throw new PeerDidNot('set up the call', answer.message.startLine);
  return { name, caller: 'core', ends: { wic: taken, core: call }, invite: sent, received, answer };
}
