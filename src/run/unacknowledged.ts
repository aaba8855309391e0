import { ackFor } from '../endpoint/hop-by-hop.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Exchange } from '../peers/call.ts';
import { SDP } from '../peers/sdp.ts';
import { wicOffer } from '../peers/wic/offers/offer.ts';
import type { Wic } from '../peers/wic/wic.ts';

/**
 * Calls outside any transaction, so that nothing acknowledges the final response.
 * @throws PeerDidNot without a final response, or when it is a 2xx
 */
export async function inviteWithoutAck(wic: Wic, uri: string): Promise<Exchange> {
  const message = wic.ua.request('INVITE', uri, { body: wicOffer('audio'), contentType: SDP });
  const sent = { ...wic.sendRaw(message.bytes), message };
  const answer = await wic.final(sent);
  if (answer.message.status < 300) {
    throw new PeerDidNot('pass on the refusal of an INVITE', `it answered ${answer.message.status}`);
  }
  return { sent, answer };
}

/** Sends the ACK that was withheld. @throws PeerDidNot when the connection was closed */
export function acknowledge(wic: Wic, { sent, answer }: Exchange): void {
  wic.sendRaw(ackFor(sent.message, answer.message).bytes);
}
