import { hasSdp } from '../../check/sdp.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { coreAnswer } from '../../peers/core/descriptions.ts';
import { SDP } from '../../peers/sdp.ts';
import { wicAnswer } from '../../peers/wic/offers/answer.ts';
import { type WicShape, wicOffer } from '../../peers/wic/offers/offer.ts';
import type { SipResponse } from '../../sip/message.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';
import { type OfferAnswer, unlessUnreadable, withSdp } from './offer-answer.ts';

/**
 * The far user calls a WIC without offer, so that the WIC offers in its 200 and the answer comes in the ACK.
 * @throws PeerDidNot when the WIC gets another INVITE than that, or none, or the call is not set up
 */
export async function callWicWithoutOffer(lab: Lab, name: string, shape: WicShape): Promise<OfferAnswer> {
  const { core } = lab;
  const wic = lab.wic(name);
  let offer: SipResponse | undefined;
  wic.answers.next('INVITE', {
    statuses: [180, 200],
    describe: ({ body }) => (body.length > 0 ? wicAnswer(body) : wicOffer(shape)),
    sent(response) {
      if (response.status === 200) offer = response;
    },
  });
  const sent = core.calls.originate('INVITE', bindingOf(core, wic));
  const final = await core.final(sent);
  if (final.message.status >= 300) throw new PeerDidNot('put the call through', final.message.startLine);
  const [invite] = wic.mailbox.received('INVITE');
  if (!offer || !invite || hasSdp(invite.message))
    throw new PeerDidNot('send the WIC an INVITE without offer');
  const { body } = final.message;
  const answer = body.length === 0 ? undefined : unlessUnreadable(() => coreAnswer(body));
  const dialog = Dialog.uac(sent.message, final.message);
  core.send(dialog.request('ACK', answer === undefined ? {} : { body: answer, contentType: SDP }));
  const ack = await wic.next('ACK');
  return {
    offeredBy: 'wic',
    carrier: '200 to an INVITE without offer',
    offer: { ...wic.connection.lastSent, message: offer },
    offerReceived: final,
    answer,
    answersReceived: withSdp([ack]),
    final,
  };
}
