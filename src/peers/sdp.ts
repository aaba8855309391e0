import { parseSdp } from '../sdp/description.ts';
import { coreAnswer, coreMediaParameters, coreOffer } from './core/descriptions.ts';
import { wicAnswer } from './wic/offers/answer.ts';

/** Content type of a session description. */
export const SDP = 'application/sdp';

/** Plain audio of the far user. */
export function audioOffer({ version = 1 }: { readonly version?: number } = {}): string {
  return coreOffer('audio', coreMediaParameters({ version }));
}

/**
 * What a user answers that takes all it can: DTLS-SRTP as a WIC does, all else as the far user does.
 * @throws SdpParseError when the offer cannot be read
 */
export function audioAnswer(offer: string): string {
  const secured = parseSdp(offer).media.some(({ proto }) => proto.startsWith('UDP/TLS/'));
  return secured ? wicAnswer(offer) : coreAnswer(offer);
}
