import { Then } from '@cucumber/cucumber';
import * as answers from '../../src/check/sdp/answer-to-core.ts';
import type { SdpStatement } from '../../src/check/sdp/statement.ts';
import { holds } from '../../src/check/sdp.ts';
import { answerAcross, answersAcross, lastExchange, sentAnswer, sentOffer } from '../support/sdp.ts';
import type { Scenario } from '../support/world.ts';

type Statement = (across: answers.AnswerToCore) => SdpStatement;

/** What holds of every answer of the WIC where it arrives on Mw. */
const statements: Readonly<Record<string, readonly Statement[]>> = {
  'is plain RTP as the far user offered it': [
    answers.isPlainAsOffered,
    answers.hasNoAddressOfWic,
    answers.hasNothingOfDtls,
    answers.hasNoUnofferedIce,
  ],
  'has its lines in their places, each as the WIC answered it': [answers.keepsRejections],
  'is converted like the first one': [answers.isPlainAsOffered, answers.hasNoAddressOfWic],
};

for (const [words, all] of Object.entries(statements)) {
  Then(`the answer of {wic} on Mw ${words}`, function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const across = { offer: sentOffer(exchange), wic: sentAnswer(exchange) };
    for (const answer of answersAcross(exchange))
      for (const statement of all) holds(answer, statement({ ...across, sdp: answer.sdp }));
  });
}

Then(
  'the answer of {wic} is on Mw, with the addresses of the eIMS-AGW',
  function (this: Scenario, name: string) {
    const exchange = lastExchange(this, name);
    const answer = answerAcross(exchange);
    const across = { sdp: answer.sdp, offer: sentOffer(exchange), wic: sentAnswer(exchange) };
    holds(answer, answers.hasNoAddressOfWic(across));
  },
);
