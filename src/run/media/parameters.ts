import { type CoreMediaParameters, coreMediaParameters } from '../../peers/core/descriptions.ts';
import { type WicMediaParameters, wicMediaParameters } from '../../peers/wic/offers/parameters.ts';
import type { SetupRole } from '../../sdp/dtls.ts';
import type { MediaLine } from './media-line.ts';

/** What a WIC with these ends says of them, in an offer or, with its role in DTLS, in an answer. */
export function wicParameters(ends: readonly MediaLine[], setup?: SetupRole): WicMediaParameters {
  return wicMediaParameters({
    lines: ends.map(({ wic }) => ({
      address: wic.rtp.host,
      port: wic.rtp.port,
      rtcpPort: wic.rtcp.port,
      candidates: wic.candidates(false),
      ...wic.credentials,
      fingerprints: [wic.fingerprint()],
      ...(setup && { setup }),
    })),
  });
}

/** What a far user with these ends says of them. */
export function farParameters(ends: readonly MediaLine[]): CoreMediaParameters {
  return coreMediaParameters({
    lines: ends.map(({ far }) => ({
      address: far.rtp.host,
      port: far.rtp.port,
      rtcpPort: far.rtcp.port,
    })),
  });
}
