import { Then } from '@cucumber/cucumber';
import * as dtls from '../../src/check/sdp/rfc5763.ts';
import { holds } from '../../src/check/sdp.ts';
import { isInitial, onW2, type Sent } from '../support/descriptions.ts';
import type { Scenario } from '../support/world.ts';

/** What holds of everything that the eP-CSCF describes to the WIC. */
const statements = {
  'has a connection attribute in RTP lines': [dtls.hasNoConnection, dtls.hasNoConnectionElsewhere],
  'lacks a well-formed fingerprint for a DTLS line': [dtls.hasFingerprints, dtls.hasModernFingerprints],
  'has another transport than UDP\\/TLS\\/RTP\\/SAVPF in RTP lines': [dtls.isSavpf],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`no description that {wic} gets ${words}`, function (this: Scenario, name: string) {
    for (const { subject, offers } of onW2(this, name))
      for (const statement of all) holds(subject, statement({ sdp: subject.sdp, offers }));
  });
}

Then('each offer that {wic} gets has setup actpass', function (this: Scenario, name: string) {
  for (const { subject, exchange } of onW2(this, name, 'offers')) {
    const cap = isInitial(exchange) ? undefined : 'warning';
    holds(subject, { ...dtls.offersActpass({ sdp: subject.sdp, offers: true }), cap });
  }
});

Then('each answer that {wic} gets has setup active or passive', function (this: Scenario, name: string) {
  let earlier: Sent | undefined;
  for (const each of onW2(this, name, 'answers')) {
    const { subject, exchange } = each;
    const answer = { sdp: subject.sdp, offers: false };
    holds(subject, dtls.answersWithRole(answer));
    if (earlier && !isInitial(exchange))
      holds(subject, dtls.keepsRole({ ...answer, earlier: earlier.subject.sdp }));
    earlier = each;
  }
});

Then(
  'each answer that {wic} gets names rejected lines as the offer does',
  function (this: Scenario, name: string) {
    for (const { subject, offered } of onW2(this, name, 'answers'))
      holds(subject, dtls.repeatsProtoOfRejected({ sdp: subject.sdp, offers: false, offer: offered }));
  },
);

Then(
  'no description that {wic} gets has UDP\\/TLS\\/RTP\\/SAVPF for other media than RTP',
  function (this: Scenario, name: string) {
    for (const { subject, offers, offered } of onW2(this, name))
      holds(subject, dtls.keepsOtherMedia({ sdp: subject.sdp, offers, source: offered }));
  },
);
