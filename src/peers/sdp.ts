import { parseSdp } from '../sdp/description.ts';
import { type CoreMediaParameters, coreAnswer, coreOffer } from './core/descriptions.ts';
import { wicAnswer } from './wic/offers/answer.ts';
import type { WicMediaParameters } from './wic/offers/parameters.ts';

/** Content type of a session description. */
export const SDP = 'application/sdp';

/** Plain audio of the far user in a new call. */
export function audioOffer(): string {
  return coreOffer('audio');
}

/**
 * What a user answers that takes all it can: DTLS-SRTP as a WIC does, all else as the far user does.
 * @param parameters those of the call for either way; of a new call unless given
 * @throws SdpParseError when the offer cannot be read
 */
export function audioAnswer(
  offer: string,
  { wic, core }: { readonly wic?: WicMediaParameters; readonly core?: CoreMediaParameters } = {},
): string {
  const secured = parseSdp(offer).media.some(({ proto }) => proto.startsWith('UDP/TLS/'));
  return secured ? wicAnswer(offer, {}, wic) : coreAnswer(offer, {}, core);
}
