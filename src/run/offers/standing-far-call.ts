import { Dialog } from '../../endpoint/dialog.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { AnswerChoice } from '../../peers/answer-choice.ts';
import { acknowledging, isReliable, RELIABLE } from '../../peers/call/prack.ts';
import type { AnswerScript } from '../../peers/call/script.ts';
import { Call } from '../../peers/call.ts';
import {
  type CoreMediaParameters,
  type CoreShape,
  coreAnswer,
  coreMediaParameters,
  coreOffer,
} from '../../peers/core/descriptions.ts';
import { SDP } from '../../peers/sdp.ts';
import type { Seen, Sent } from '../../peers/seen.ts';
import { wicAnswer } from '../../peers/wic/offers/answer.ts';
import { type WicShape, wicOffer } from '../../peers/wic/offers/offer.ts';
import {
  type WicMediaParameters,
  wicMediaParameters,
  withFreshIce,
} from '../../peers/wic/offers/parameters.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import { tagOf, to } from '../../sip/headers/index.ts';
import type { HeaderInit, SipMessage, SipRequest, SipResponse } from '../../sip/message.ts';
import { unlessMissing } from '../attempt.ts';
import { bindingOf } from '../delivery.ts';
import type { Lab } from '../lab.ts';
import { type OfferAnswer, unlessUnreadable, withSdp } from './offer-answer.ts';

/** What carries a later offer. */
export type Carrier = 'INVITE' | 'UPDATE';

/** A call of the far user to a WIC, as an exchange of offers and answers after the other, from either side. */
export class FarCall {
  readonly #lab: Lab;
  readonly #wic: Wic;
  #far: CoreMediaParameters = coreMediaParameters();
  #near: WicMediaParameters = wicMediaParameters();
  #farCall: Call | undefined;
  #nearCall: Call | undefined;
  /** What the WIC answered last. */
  #answer: string | undefined;

  constructor(lab: Lab, name: string) {
    this.#lab = lab;
    this.#wic = lab.wic(name);
  }

  /**
   * Calls, and awaits how it ends. A call that is set up stands; whether it is shows in the final response.
   * @param early the WIC answers in a reliable 183 and picks up after the PRACK
   * @throws PeerDidNot when the WIC is not registered
   */
  async offer(shape: CoreShape, choice: AnswerChoice = {}, early = false): Promise<OfferAnswer> {
    const { core } = this.#lab;
    const taken = this.#wic.answers.taken.length;
    const script = this.#wicAnswers(choice, early ? [183, 200] : [180, 200], early);
    this.#wic.answers.next('INVITE', script.script);
    const body = coreOffer(shape, this.#far);
    const offer = core.calls.originate('INVITE', bindingOf(core, this.#wic), {
      body,
      contentType: SDP,
      headers: early ? [RELIABLE] : [],
    });
    const early183 = early ? await this.#pracked(offer) : undefined;
    const final = early183?.final ?? (await unlessMissing(core.final(offer)));
    if (final && final.message.status < 300) {
      const dialog = early183?.dialog;
      const made = dialog ?? Dialog.uac(offer.message, final.message);
      if (dialog) made.answered(final.message);
      this.#farCall = new Call(made, core);
      this.#farCall.ack();
      this.#nearCall = this.#wic.answers.taken[taken];
    }
    const answersReceived = withSdp(core.mailbox.responsesTo(offer));
    return { offeredBy: 'core', carrier: 'INVITE', offer, ...script.seen(), answersReceived, final };
  }

  /**
   * The far user offers anew in the call that stands.
   * @throws PeerDidNot when none stands, or no final response comes
   */
  async farOffers(method: Carrier, shape: CoreShape): Promise<OfferAnswer> {
    this.#goOn();
    return this.#farRequests(method, shape);
  }

  /**
   * The far user refreshes the session by offering what it offered last (RFC 4028 7.4). Who answers in place of the
   * WIC has to answer as before.
   * @throws PeerDidNot when no call stands, or no final response comes
   */
  async farRefreshes(shape: CoreShape): Promise<OfferAnswer> {
    const before = this.#answer;
    const exchange = await this.#farRequests('INVITE', shape, [
      ['Supported', 'timer'],
      ['Session-Expires', '1800;refresher=uac'],
    ]);
    return { ...exchange, answer: exchange.answer ?? before };
  }

  async #farRequests(
    method: Carrier,
    shape: CoreShape,
    headers: readonly HeaderInit[] = [],
  ): Promise<OfferAnswer> {
    const { core } = this.#lab;
    const call = standing(this.#farCall);
    const script = this.#wicAnswers({}, [200]);
    this.#wic.answers.next(method, { ...script.script, when: isWithinDialog });
    const { sent, answer: final } = await call.request(method, {
      contact: core.contact,
      headers,
      body: coreOffer(shape, this.#far),
      contentType: SDP,
    });
    if (method === 'INVITE' && final.message.status < 300) call.ack();
    const answersReceived = withSdp(core.mailbox.responsesTo(sent));
    return {
      offeredBy: 'core',
      carrier: named(method),
      offer: sent,
      ...script.seen(),
      answersReceived,
      final,
    };
  }

  /**
   * The WIC offers anew in the call that stands.
   * @param restart with other ICE credentials
   * @throws PeerDidNot when none stands, or no final response comes
   */
  async wicOffers(method: Carrier, shape: WicShape, restart = false): Promise<OfferAnswer> {
    const { core } = this.#lab;
    const call = standing(this.#nearCall);
    if (restart) this.#near = withFreshIce(this.#near);
    this.#goOn();
    let answer: string | undefined;
    core.calls.next(method, {
      when: isWithinDialog,
      statuses: [200],
      describe: ({ body }) => {
        answer = unlessUnreadable(() => coreAnswer(body, {}, this.#far));
        return answer;
      },
    });
    const before = core.received(method, isWithinDialog).length;
    const { sent, answer: final } = await call.request(method, {
      contact: this.#wic.contact,
      body: wicOffer(shape, this.#near),
      contentType: SDP,
    });
    if (method === 'INVITE' && final.message.status < 300) call.ack();
    const offerReceived = core.received(method, isWithinDialog)[before];
    const answersReceived = withSdp(this.#wic.mailbox.responsesTo(sent));
    return {
      offeredBy: 'wic',
      carrier: named(method),
      offer: sent,
      offerReceived,
      answer,
      answersReceived,
      final,
    };
  }

  /** The next exchange: the descriptions of both sides may change, so they have the next version (RFC 3264 8). */
  #goOn(): void {
    this.#far = { ...this.#far, version: this.#far.version + 1 };
    this.#near = { ...this.#near, version: this.#near.version + 1 };
  }

  /** How the WIC takes the next offer: one that cannot be read is judged later, and gets no answer. */
  #wicAnswers(choice: AnswerChoice, statuses: readonly number[], early = false) {
    let answer: string | undefined;
    let offerReceived: Seen<SipRequest> | undefined;
    const script: AnswerScript = {
      statuses,
      ...(early && { early: 'reliable' as const }),
      describe: (request) => {
        offerReceived = this.#wic.mailbox.seen(request);
        answer = unlessUnreadable(() => wicAnswer(request.body, choice, this.#near));
        this.#answer = answer;
        return answer;
      },
    };
    return { script, seen: () => ({ offerReceived, answer }) };
  }

  /** Acknowledges a reliable provisional response (RFC 3262 4), unless the final one comes without. */
  async #pracked(
    sent: Sent<SipRequest>,
  ): Promise<{ readonly dialog?: Dialog | undefined; readonly final?: Seen<SipResponse> }> {
    const { core } = this.#lab;
    const progress = await unlessMissing(core.mailbox.response(sent, 'pass the reliable 183 on', isReliable));
    if (!progress) return {};
    if (progress.message.status >= 200) return { final: progress };
    const { dialog, prack } = acknowledging(sent.message, progress.message);
    await core.final(core.send(prack));
    return { dialog };
  }
}

function standing(call: Call | undefined): Call {
  if (call) return call;
  throw new PeerDidNot('set up the call');
}

function named(method: Carrier): string {
  return method === 'INVITE' ? 're-INVITE' : method;
}

function isWithinDialog(request: SipMessage): boolean {
  return tagOf(to(request)) !== undefined;
}
