import { Then } from '@cucumber/cucumber';
import { check } from '../../src/check/check.ts';
import * as offers from '../../src/check/sdp/offer-to-wic.ts';
import type { SdpStatement } from '../../src/check/sdp/statement.ts';
import { hasSdp, holds } from '../../src/check/sdp.ts';
import { endOf } from '../../src/run/offers/offer-answer.ts';
import { isInitial } from '../support/descriptions.ts';
import { lastExchange, offerAcross, sentOffer } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

type Statement = (across: offers.OfferToWic) => SdpStatement;

/** What holds of the last offer of the core where it arrives on W2. */
const statements: Readonly<Record<string, readonly Statement[]>> = {
  'has ICE in each line': [offers.hasIce],
  'has 3ge2ae applied in each RTP line': [offers.hasIndicator],
  'has port zero where the core has it': [offers.keepsDisabledLines],
  'is not bundled': [offers.isNotBundled],
  'has well-formed ICE': [offers.hasWellFormedIce, offers.hasNoNamedDefault],
  'is DTLS-SRTP with 3ge2ae applied': [offers.isDtlsSrtp, offers.hasIndicator],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`the offer of the far user to {wic} ${words}`, function (this: Scenario, name: string) {
    judge(this, name, all);
  });
}

/** In a later offer the role that was negotiated is a warning at most. */
Then('the offer of the far user to {wic} is DTLS-SRTP', function (this: Scenario, name: string) {
  const cap = isInitial(lastExchange(this, name)) ? undefined : 'warning';
  const role: Statement = (across) => ({ ...offers.leavesRoleOpen(across), cap });
  judge(this, name, [offers.isDtlsSrtp, role]);
});

Then(
  'secure RTP of the far user is converted for {wic}, or refused',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const { final, offer, offerReceived } = exchange;
    if (!offerReceived || !hasSdp(offerReceived.message)) {
      check({
        title: 'An offer of secure RTP that does not reach the WIC is refused',
        ok: final !== undefined && [488, 606].includes(final.message.status),
        expected: ['488', '606', 'UDP/TLS/RTP/SAVPF with 3ge2ae applied on W2'],
        received: endOf(exchange),
        evidence: { message: final?.id ?? offer.id, line: 1 },
      });
      return;
    }
    judge(this, name, [offers.isDtlsSrtp, offers.hasIndicator]);
  },
);

function judge(scenario: Scenario, name: string, all: readonly Statement[]): void {
  const exchange = lastExchange(scenario, name);
  const offer = offerAcross(exchange);
  const across = { sdp: offer.sdp, core: sentOffer(exchange) };
  for (const statement of all) holds(offer, statement(across));
}
