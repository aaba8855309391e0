import { Then } from '@cucumber/cucumber';
import * as ice from '../../src/check/sdp/rfc5245.ts';
import { holds } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { endOf } from '../../src/run/offers/offer-answer.ts';
import type { SessionDescription } from '../../src/sdp/description.ts';
import { describedOn, isInitial, onW2 } from '../support/descriptions.ts';
import { answersAcross } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

/** What holds of everything that the eP-CSCF describes to the WIC. */
const statements = {
  'has well-formed candidates': [ice.hasCandidates, ice.hasTidyCandidates],
  'has ice-lite at session level only': [ice.hasLiteAtSessionLevel, ice.saysLite],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`each description that {wic} gets ${words}`, function (this: Scenario, name: string) {
    for (const { subject, offers } of onW2(this, name))
      for (const statement of all) holds(subject, statement({ sdp: subject.sdp, offers }));
  });
}

Then(
  'each call of {wic} has well-formed ICE credentials of its own',
  function (this: Scenario, name: string) {
    const calls = onW2(this, name).filter(({ exchange }) => isInitial(exchange));
    const before: SessionDescription[] = [];
    let last: (typeof calls)[number] | undefined;
    for (const each of calls) {
      const { subject, offers, exchange } = each;
      const description = { sdp: subject.sdp, offers };
      if (last && last.exchange !== exchange) before.push(last.subject.sdp);
      holds(subject, ice.hasCredentials(description));
      holds(subject, ice.hasNewPasswords({ ...description, earlier: before }));
      last = each;
    }
  },
);

Then('the restart of ICE gets {wic} other ICE credentials', function (this: Scenario, name: string) {
  const [restart, ...earlier] = this.notes.offerAnswers(name).toReversed();
  if (!restart) throw new Error(`WIC ${name} has restarted nothing`);
  const { final } = restart;
  if (final && final.message.status >= 300) throw new PeerDidNot('accept the restart of ICE', endOf(restart));
  const before = describedOn('wic', earlier.slice(0, 1)).at(-1)?.subject.sdp;
  if (!before) throw new Error(`WIC ${name} had no call before`);
  for (const answer of answersAcross(restart))
    holds(answer, ice.hasRestarted({ sdp: answer.sdp, offers: false, before }));
});
