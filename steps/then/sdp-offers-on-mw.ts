import { Then } from '@cucumber/cucumber';
import { isWellFormed } from '../../src/check/sdp/both-sides.ts';
import * as offers from '../../src/check/sdp/core-offer.ts';
import type { SdpStatement } from '../../src/check/sdp/statement.ts';
import { holds } from '../../src/check/sdp.ts';
import { lastExchange, offerAcross, sentOffer } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

/** What holds of an offer of the WIC where it arrives on Mw. */
const statements: Readonly<Record<string, readonly ((across: offers.TowardsCore) => SdpStatement)[]>> = {
  'has the lines that the WIC offers without bundle-only, and no others': [offers.hasExactlyOfferedLines],
  'has port zero where the WIC has it': [offers.keepsRemovedLines],
  'should have no bundle-only line': [offers.hasNoBundleOnlyLine],
  'has no BUNDLE group': [offers.hasNoBundleGroup],
  'still has the LS group': [offers.keepsLsGroup],
  'has no address of the WIC': [offers.hasNoAddressOfWic],
  'should not have the address of the WIC in its origin line': [offers.hasForeignOrigin],
  'has nothing of the ICE of the WIC': [offers.hasNoIceOfWic],
  'should have no ICE at all': [offers.hasNoIce],
  'has no fingerprint': [offers.hasNoFingerprint],
  'has no fingerprint at session level': [offers.hasNoSessionFingerprint],
  'is plain RTP in every line': [offers.isPlainRtp, offers.isUnprotected],
  'should have nothing else of DTLS': [offers.hasNothingOfDtls],
  'should have no rtcp-mux': [offers.hasNoMux],
  'should have nothing that only WebRTC knows': [offers.hasNothingOfWebRtc],
  'is well-formed': [isWellFormed],
  'is converted like the first one': [
    offers.hasNoFingerprint,
    offers.isPlainRtp,
    offers.hasNoAddressOfWic,
    offers.hasNoIceOfWic,
    offers.hasNoBundleGroup,
  ],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`the offer of {wic} on Mw ${words}`, function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const offer = offerAcross(exchange);
    const across = { sdp: offer.sdp, wic: sentOffer(exchange) };
    for (const statement of all) holds(offer, statement(across));
  });
}

/** The source documents name the fingerprint only; the published text has setup removed as well. */
Then('the offer of {wic} on Mw has no setup', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  const offer = offerAcross(exchange);
  const cap = this.lab.parameters.edition === 'D' ? 'warning' : undefined;
  holds(offer, { ...offers.hasNoSetup({ sdp: offer.sdp, wic: sentOffer(exchange) }), cap });
});
