import { Dialog } from '../../endpoint/dialog.ts';
import { coreAnswer } from '../../peers/core/descriptions.ts';
import { SDP } from '../../peers/sdp.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import { wicAnswer } from '../../peers/wic/offers/answer.ts';
import { wicOffer } from '../../peers/wic/offers/offer.ts';
import { callId } from '../../sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../../sip/message.ts';
import { unlessMissing } from '../attempt.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';
import { unlessUnreadable, withSdp } from '../offers/offer-answer.ts';

/** An INVITE of the core without offer, to which any reaction is legal. */
export interface WithoutOffer {
  readonly sent: Sent<SipRequest>;
  readonly final?: Seen<SipResponse>;
  /** The INVITE on W2; with an offer where the SUT makes one of its own. */
  readonly invite?: Seen<SipRequest>;
  /** What the WIC described in its 200, when the INVITE came to it. */
  readonly ofWic?: string;
  /** The responses on Mw that have a session description. */
  readonly described: readonly Seen<SipResponse>[];
  /** What the core answered in its ACK, when there was an offer. */
  readonly ofCore?: string;
  /** The ACK on W2. */
  readonly ack?: Seen<SipRequest>;
}

/**
 * The far user calls a WIC without offer, whether the SUT lets it be offered to or offers itself.
 * @throws PeerDidNot when the WIC is not registered
 */
export async function tryWithoutOffer(lab: Lab, name: string): Promise<WithoutOffer> {
  const { core } = lab;
  const wic = lab.wic(name);
  let ofWic: string | undefined;
  wic.answers.next('INVITE', {
    statuses: [180, 200],
    describe({ body }) {
      ofWic = body.length > 0 ? unlessUnreadable(() => wicAnswer(body)) : wicOffer('audio');
      return ofWic;
    },
  });
  const before = wic.mailbox.received('INVITE').length;
  const sent = core.calls.originate('INVITE', bindingOf(core, wic));
  const final = await unlessMissing(core.final(sent));
  const invite = wic.mailbox.received('INVITE').slice(before).at(-1);
  const tried = {
    sent,
    described: withSdp(core.mailbox.responsesTo(sent)),
    ...(invite && { invite }),
    ...(final && { final }),
    ...(ofWic !== undefined && { ofWic }),
  };
  if (!final || final.message.status >= 300) return tried;
  const { body } = final.message;
  const ofCore = body.length === 0 ? undefined : unlessUnreadable(() => coreAnswer(body));
  const described = ofCore === undefined ? {} : { body: ofCore, contentType: SDP };
  core.send(Dialog.uac(sent.message, final.message).request('ACK', described));
  const isOfCall = (ack: SipRequest): boolean =>
    invite !== undefined && callId(ack) === callId(invite.message);
  const ack = await unlessMissing(wic.next('ACK', isOfCall));
  return { ...tried, ...(ofCore !== undefined && { ofCore }), ...(ack && { ack }) };
}
