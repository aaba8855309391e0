import { Dialog } from '../../endpoint/dialog.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { AnswerChoice } from '../../peers/answer-choice.ts';
import { acknowledging, isReliable, RELIABLE } from '../../peers/call/prack.ts';
import { Call } from '../../peers/call.ts';
import { type CoreMediaParameters, coreAnswer, coreMediaParameters } from '../../peers/core/descriptions.ts';
import { SDP } from '../../peers/sdp.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import { type WicShape, wicOffer } from '../../peers/wic/offers/offer.ts';
import { type WicMediaParameters, wicMediaParameters } from '../../peers/wic/offers/parameters.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import { tagOf, to } from '../../sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../../sip/message.ts';
import { unlessMissing } from '../attempt.ts';
import type { Lab } from '../lab.ts';
import { type OfferAnswer, unlessUnreadable, withSdp } from './offer-answer.ts';

/** How the far user takes a call of a WIC. */
export interface FarUser {
  readonly choice?: AnswerChoice;
  /**
   * Reliable: it answers in a 183 alone, and picks up after the PRACK. Unreliable: it answers in a 183, and again in
   * the 200 (RFC 3261 13.2.1).
   */
  readonly early?: 'reliable' | 'unreliable';
  /** To how many users the call forks, each with an answer of its own; the last one picks up. */
  readonly forks?: number;
}

/** A call of a WIC with the far user, as an exchange of offers and answers after the other. */
export class WicCall {
  readonly #lab: Lab;
  readonly #wic: Wic;
  readonly #callee: string;
  #core = coreMediaParameters();
  #parameters: WicMediaParameters = wicMediaParameters();
  #call: Call | undefined;

  /** @param callee user part of the callee, which no other call of the scenario may have */
  constructor(lab: Lab, name: string, callee: string) {
    this.#lab = lab;
    this.#wic = lab.wic(name);
    this.#callee = callee;
  }

  /** Calls, and awaits how it ends. A call that is set up stands; whether it is shows in the final response. */
  async offer(shape: WicShape, { choice, early, forks = 1 }: FarUser = {}): Promise<OfferAnswer> {
    const { core, parameters } = this.#lab;
    const script = this.#answering(choice, forks);
    core.calls.next('INVITE', {
      when: (request) => this.#isMine(request),
      statuses: early ? [183, 200] : [180, 200],
      ...(early && { early }),
      forks,
      describe: script.describe,
    });
    const request = this.#wic.ua.request('INVITE', `sip:${this.#callee}@${parameters.home.domain}`, {
      body: wicOffer(shape, this.#parameters),
      contentType: SDP,
      headers: early === 'reliable' ? [RELIABLE] : [],
    });
    const sent = this.#wic.send(request);
    const early183 = early === 'reliable' ? await this.#pracked(sent) : undefined;
    const final = early183?.final ?? (await unlessMissing(this.#wic.final(sent)));
    if (final && final.message.status < 300) {
      const dialog = early183?.dialog;
      const made = dialog ?? Dialog.uac(sent.message, final.message);
      if (dialog) made.answered(final.message);
      this.#call = new Call(made, this.#wic);
      this.#call.ack();
    }
    const [offerReceived] = core.received('INVITE', (invite) => this.#isMine(invite));
    return this.#exchange('INVITE', sent, offerReceived, script.answers(), final);
  }

  /**
   * Offers anew in the call that stands.
   * @throws PeerDidNot when none stands
   */
  async reoffer(method: 'INVITE' | 'UPDATE', shape: WicShape): Promise<OfferAnswer> {
    const { core } = this.#lab;
    const call = this.#call;
    if (!call) throw new PeerDidNot('set up the call');
    // The descriptions of both sides may change (RFC 3264 8).
    this.#parameters = { ...this.#parameters, version: this.#parameters.version + 1 };
    this.#core = { ...this.#core, version: this.#core.version + 1 };
    const script = this.#answering();
    core.calls.next(method, { when: isWithinDialog, statuses: [200], describe: script.describe });
    const before = core.received(method, isWithinDialog).length;
    const { sent, answer: final } = await call.request(method, {
      contact: this.#wic.contact,
      body: wicOffer(shape, this.#parameters),
      contentType: SDP,
    });
    if (method === 'INVITE' && final.message.status < 300) call.ack();
    const offerReceived = core.received(method, isWithinDialog)[before];
    const carrier = method === 'INVITE' ? 're-INVITE' : method;
    return this.#exchange(carrier, sent, offerReceived, script.answers(), final);
  }

  /** What the far users answer: an offer that cannot be read is judged later, and gets no answer. */
  #answering(choice: AnswerChoice = {}, forks = 1) {
    const answers: string[] = [];
    return {
      describe: ({ body }: SipRequest): string | undefined => {
        // Those who do not pick up answer first.
        const who = answers.length < forks - 1 ? anotherUser(answers.length) : this.#core;
        const answer = unlessUnreadable(() => coreAnswer(body, choice, who));
        if (answer !== undefined) answers.push(answer);
        return answer;
      },
      answers: () => answers,
    };
  }

  /** Acknowledges a reliable provisional response (RFC 3262 4), unless the final one comes without. */
  async #pracked(
    sent: Sent<SipRequest>,
  ): Promise<{ readonly dialog?: Dialog | undefined; readonly final?: Seen<SipResponse> }> {
    const progress = await unlessMissing(this.#wic.response(sent, 'send the reliable 183', isReliable));
    if (!progress) return {};
    if (progress.message.status >= 200) return { final: progress };
    const { dialog, prack } = acknowledging(sent.message, progress.message);
    await this.#wic.final(this.#wic.send(prack));
    return { dialog };
  }

  #exchange(
    carrier: string,
    offer: Sent<SipRequest>,
    offerReceived: Seen<SipRequest> | undefined,
    answers: readonly string[],
    final: Seen<SipResponse> | undefined,
  ): OfferAnswer {
    const answersReceived = withSdp(this.#wic.mailbox.responsesTo(offer));
    const answer = answers.at(-1);
    const otherAnswers = answers.filter((each) => each !== answer);
    return { offeredBy: 'wic', carrier, offer, offerReceived, answer, otherAnswers, answersReceived, final };
  }

  /** A B2BUA may write other hosts, so the user part counts; it is looked for in URIs that may be malformed. */
  #isMine(request: SipRequest): boolean {
    return [request.uri, request.value('To')].some((text) => text?.includes(`:${this.#callee}@`));
  }
}

function isWithinDialog(request: SipRequest): boolean {
  return tagOf(to(request)) !== undefined;
}

/** Takes media elsewhere than the far user (RFC 5737 addresses). */
function anotherUser(index: number): CoreMediaParameters {
  const line = { address: `198.51.100.${30 + index}` };
  return coreMediaParameters({ lines: [line, line, line, line] });
}
