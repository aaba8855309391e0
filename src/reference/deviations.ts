import * as register from './5.2.2.1-register.ts';
import * as regEvent from './5.2.3-reg-event.ts';
import * as regNotify from './5.2.5.2-reg-notify.ts';
import * as originatingDialog from './5.2.6.3-dialog.ts';
import * as originating from './5.2.6.3-originating.ts';
import * as terminating from './5.2.6.4-terminating.ts';
import * as inDialog from './5.2.6-in-dialog.ts';
import * as offerAnswer from './5.2.6-offer-answer.ts';
import * as relayedRequest from './5.2.6-relayed-request.ts';
import * as callRelease from './5.2.8-call-release.ts';
import * as emergencyCall from './5.2.10.4-emergency-call.ts';
import * as alternativeService from './5.2.10.5-alternative-service.ts';
import * as association from './6.4.1-association.ts';
import * as digest from './6.4.1-digest.ts';
import * as trustedNode from './6.4.2-trusted-node.ts';
import * as webAuthentication from './6.4.2-web-authentication.ts';
import * as deregistration from './6A.3-deregistration.ts';
import * as originatingSdp from './7.4.1-originating-sdp.ts';
import * as emergency from './7.4.3-emergency.ts';
import * as aka from './33.203-X.2-ims-aka.ts';
import * as gateway from './agw/gateway.ts';
import * as relayedLine from './agw/relayed-line.ts';
import * as b2bua from './b2bua.ts';
import * as coreSide from './core-side.ts';
import * as identity from './identity.ts';
import * as access from './ims-alg/access.ts';
import * as attributeOrder from './ims-alg/attribute-order.ts';
import * as coreAnswer from './ims-alg/core-answer-faults.ts';
import * as coreOffer from './ims-alg/core-offer-faults.ts';
import * as e2aeWanted from './ims-alg/e2ae-wanted.ts';
import * as leaks from './ims-alg/leaks.ts';
import * as mediaCall from './ims-alg/media-call.ts';
import * as plan from './ims-alg/plan.ts';
import * as towardsWic from './ims-alg/towards-wic.ts';
import * as transcoding from './ims-alg/transcoding.ts';
import * as wicAnswer from './ims-alg/wic-answer-faults.ts';
import * as wicDescription from './ims-alg/wic-description-faults.ts';
import * as wicOffer from './ims-alg/wic-offer-faults.ts';
import * as ownUris from './own-uris.ts';
import * as path from './path.ts';
import * as recordRoute from './record-route.ts';
import * as proxy from './rfc3261-16-proxy.ts';
import * as via from './rfc3581-via.ts';
import * as webSocket from './rfc7118-websocket.ts';
import * as route from './route.ts';
import * as signedTokens from './signed-token.ts';
import * as sipWebSocket from './sip-websocket.ts';
import * as claims from './token-claims.ts';
import * as tokens from './token-validation.ts';
import * as trustDomain from './trust-domain.ts';
import * as keys from './waf-keys.ts';
import * as wicSide from './wic-side.ts';
import * as wireForm from './wire-form.ts';

/** Every way in which the reference can be made to break a requirement. */
export const allFaults = {
  ...webSocket.faults,
  ...sipWebSocket.faults,
  ...ownUris.faults,
  ...wicSide.faults,
  ...register.faults,
  ...trustDomain.faults,
  ...via.faults,
  ...digest.faults,
  ...association.faults,
  ...aka.faults,
  ...webAuthentication.faults,
  ...trustedNode.faults,
  ...tokens.faults,
  ...signedTokens.faults,
  ...claims.faults,
  ...regEvent.faults,
  ...regNotify.faults,
  ...identity.faults,
  ...route.faults,
  ...originating.faults,
  ...originatingDialog.faults,
  ...inDialog.faults,
  ...terminating.faults,
  ...recordRoute.faults,
  ...proxy.faults,
  ...deregistration.faults,
  ...emergency.faults,
  ...alternativeService.faults,
  ...offerAnswer.faults,
  ...relayedRequest.faults,
  ...callRelease.faults,
  ...originatingSdp.faults,
  ...plan.faults,
  ...leaks.faults,
  ...coreOffer.faults,
  ...wicAnswer.faults,
  ...wicDescription.faults,
  ...wicOffer.faults,
  ...coreAnswer.faults,
  ...e2aeWanted.faults,
  ...mediaCall.faults,
  ...gateway.faults,
  ...relayedLine.faults,
};

/** Every legal way in which the reference can differ from itself. */
export const allVariants = {
  ...webSocket.variants,
  ...sipWebSocket.variants,
  ...wireForm.variants,
  ...ownUris.variants,
  ...coreSide.variants,
  ...proxy.variants,
  ...b2bua.variants,
  ...recordRoute.variants,
  ...register.variants,
  ...via.variants,
  ...digest.variants,
  ...association.variants,
  ...aka.variants,
  ...webAuthentication.variants,
  ...trustedNode.variants,
  ...tokens.variants,
  ...keys.variants,
  ...regEvent.variants,
  ...regNotify.variants,
  ...originating.variants,
  ...inDialog.variants,
  ...terminating.variants,
  ...identity.variants,
  ...path.variants,
  ...route.variants,
  ...deregistration.variants,
  ...emergency.variants,
  ...emergencyCall.variants,
  ...offerAnswer.variants,
  ...relayedRequest.variants,
  ...originatingSdp.variants,
  ...plan.variants,
  ...attributeOrder.variants,
  ...wicAnswer.variants,
  ...transcoding.variants,
  ...access.variants,
  ...towardsWic.variants,
  ...alternativeService.variants,
  ...gateway.variants,
  ...relayedLine.variants,
  ...wicDescription.variants,
  ...wicOffer.variants,
};

export type FaultName = keyof typeof allFaults;
export type VariantName = keyof typeof allVariants;
export type DeviationName = FaultName | VariantName;

/** Asked by the procedures: whether this reference shows a certain deviation. */
export class Deviation {
  readonly #name: DeviationName | undefined;

  constructor(name: DeviationName | undefined) {
    this.#name = name;
  }

  is(name: DeviationName): boolean {
    return this.#name === name;
  }
}
