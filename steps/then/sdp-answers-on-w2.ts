import { Then } from '@cucumber/cucumber';
import { isWellFormed } from '../../src/check/sdp/both-sides.ts';
import type { SdpStatement } from '../../src/check/sdp/statement.ts';
import * as answers from '../../src/check/sdp/wic-answer.ts';
import { holds, type SdpSubject } from '../../src/check/sdp.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { acrossToWic, answerAcross, answersAcross, lastExchange } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

type Statement = (across: answers.TowardsWic) => SdpStatement;

/** What holds of the answer that counts: the first in a final or reliable response. */
const ofTheAnswer: Readonly<Record<string, readonly Statement[]>> = {
  'has ICE of the eIMS-AGW in each accepted line': [answers.hasIceOfAgw],
  'has complete candidates in each accepted line': [answers.hasUsableCandidates],
  'is DTLS-SRTP of the eIMS-AGW in each accepted line': [answers.isDtlsSrtpOfAgw],
  'should have a way for RTCP': [answers.hasWayForRtcp],
};

/** What holds of every answer, also of one in an unreliable provisional response. */
const ofEveryAnswer: Readonly<Record<string, readonly Statement[]>> = {
  'has no address of the far user': [answers.hasNoAddressOfCore],
  'has no BUNDLE group': [answers.hasNoBundleGroup],
  'rejects the bundle-only lines and accepts another': [answers.rejectsBundleOnly],
  'should have no bundle-only line': [answers.hasNoBundleOnly],
  "has the lines of its offer in their places, each with the far user's answer": [answers.hasLinesInPlaces],
  'is not the one of the far user': [answers.isConverted],
  'claims no rtcp-mux that was not offered': [answers.claimsOnlyOfferedMux],
  'is well-formed': [isWellFormed],
};

for (const [words, all] of Object.entries(ofTheAnswer)) {
  Then(`the answer to {wic} ${words}`, function (this: Scenario, name: string) {
    judge(this, name, [answerAcross(lastExchange(this, name))], all);
  });
}

for (const [words, all] of Object.entries(ofEveryAnswer)) {
  Then(`every answer to {wic} ${words}`, function (this: Scenario, name: string) {
    judge(this, name, answersAcross(lastExchange(this, name)), all);
  });
}

Then('every answer to {wic} is none of those of the users', function (this: Scenario, name: string) {
  const exchange = lastExchange(this, name);
  const others = (exchange.otherAnswers ?? []).map((text) => parseSdp(text));
  if (others.length === 0) throw new PeerDidNot('let the call fork to users that answer early');
  for (const judged of answersAcross(exchange)) {
    const across = acrossToWic(exchange, judged);
    for (const answer of [across.core.answer, ...others])
      holds(judged, answers.isConverted({ ...across, core: { ...across.core, answer } }));
  }
});

/** Its support is a matter of the PICS. */
Then('the answer to {wic} should take rtcp-mux where declared', function (this: Scenario, name: string) {
  if (!this.lab.parameters.pics.rtcpMux) return;
  judge(this, name, [answerAcross(lastExchange(this, name))], [answers.takesOfferedMux]);
});

function judge(
  scenario: Scenario,
  name: string,
  judged: readonly SdpSubject[],
  statements: readonly Statement[],
): void {
  const exchange = lastExchange(scenario, name);
  for (const each of judged) {
    for (const statement of statements) holds(each, statement(acrossToWic(exchange, each)));
  }
}
