import type { Exchange } from '../../src/peers/call.ts';
import type { Sent } from '../../src/peers/seen.ts';
import type { Registration } from '../../src/peers/wic/registration.ts';
import type { Attempt } from '../../src/run/attempt.ts';
import type { CallAttempt } from '../../src/run/call-attempt.ts';
import type { Delivery } from '../../src/run/delivery.ts';
import type { Handshake } from '../../src/run/handshake.ts';
import type { ConsentChecks } from '../../src/run/media/consent.ts';
import type { Intruder } from '../../src/run/media/intruder.ts';
import type { MediaCall } from '../../src/run/media/media-call.ts';
import type { Notification } from '../../src/run/notification.ts';
import type { OfferAnswer } from '../../src/run/offers/offer-answer.ts';
import type { FarCall } from '../../src/run/offers/standing-far-call.ts';
import type { WicCall } from '../../src/run/offers/wic-call.ts';
import type { Outgoing, TwoInOne } from '../../src/run/outgoing.ts';
import type { RegisterAttempt } from '../../src/run/register-attempt.ts';
import type { WithoutCertificate } from '../../src/run/without-certificate.ts';
import type { SipRequest } from '../../src/sip/message.ts';

/** What the steps of a scenario remember, by the name of the WIC that did it; the last one counts. */
export class Notes {
  readonly #registrations = new Map<string, Registration[]>();
  readonly #exchanges = new Map<string, Exchange[]>();
  readonly #attempts = new Map<string, Attempt[]>();
  readonly #handshakes = new Map<string, Handshake[]>();
  readonly #deliveries = new Map<string, Delivery[]>();
  readonly #outgoing = new Map<string, Outgoing[]>();
  readonly #twoInOne = new Map<string, TwoInOne[]>();
  readonly #sent = new Map<string, Sent<SipRequest>[]>();
  readonly #withoutCertificate = new Map<string, WithoutCertificate[]>();
  readonly #registerAttempts = new Map<string, RegisterAttempt[]>();
  readonly #calls = new Map<string, CallAttempt[]>();
  readonly #notifications = new Map<string, Notification[]>();
  readonly #closings = new Set<string>();
  readonly #offerAnswers = new Map<string, OfferAnswer[]>();
  readonly #wicCalls = new Map<string, WicCall[]>();
  readonly #farCalls = new Map<string, FarCall[]>();
  readonly #intruders = new Map<string, (readonly Intruder[])[]>();
  readonly #consentChecks = new Map<string, (readonly (readonly ConsentChecks[])[])[]>();
  readonly #mediaCalls = new Map<string, MediaCall[]>();

  /** A registration round that ended with 200. */
  addRegistration(wic: string, registration: Registration): void {
    append(this.#registrations, wic, registration);
  }

  registration(wic: string): Registration {
    return last(this.#registrations, wic, 'registered');
  }

  registrations(wic: string): readonly Registration[] {
    return this.#registrations.get(wic) ?? [];
  }

  /** A request that got its final response. */
  addExchange(wic: string, exchange: Exchange): void {
    append(this.#exchanges, wic, exchange);
  }

  exchange(wic: string): Exchange {
    return last(this.#exchanges, wic, 'sent a request');
  }

  /** A stimulus to which any reaction is legal. */
  addAttempt(wic: string, attempt: Attempt): void {
    append(this.#attempts, wic, attempt);
  }

  attempt(wic: string): Attempt {
    return last(this.#attempts, wic, 'tried anything');
  }

  /** An opening handshake that may be refused. */
  addHandshake(wic: string, handshake: Handshake): void {
    append(this.#handshakes, wic, handshake);
  }

  handshake(wic: string): Handshake {
    return last(this.#handshakes, wic, 'opened a WebSocket');
  }

  /** A request of a WIC to which any reaction is legal, with what came of it to Mw. */
  addOutgoing(wic: string, outgoing: Outgoing): void {
    append(this.#outgoing, wic, outgoing);
  }

  outgoing(wic: string): Outgoing {
    return last(this.#outgoing, wic, 'tried to send a request');
  }

  /** All of one WIC, in order. */
  allOutgoing(wic: string): readonly Outgoing[] {
    return this.#outgoing.get(wic) ?? [];
  }

  /** Two MESSAGEs of a WIC in one WebSocket message. */
  addTwoInOne(wic: string, two: TwoInOne): void {
    append(this.#twoInOne, wic, two);
  }

  twoInOne(wic: string): TwoInOne {
    return last(this.#twoInOne, wic, 'sent two MESSAGEs in one WebSocket message');
  }

  /** A request that the core sent to a WIC. */
  addDelivery(wic: string, delivery: Delivery): void {
    append(this.#deliveries, wic, delivery);
  }

  delivery(wic: string): Delivery {
    return last(this.#deliveries, wic, 'been sent a request');
  }

  /** A connection opened without a client certificate. */
  addWithoutCertificate(wic: string, connection: WithoutCertificate): void {
    append(this.#withoutCertificate, wic, connection);
  }

  withoutCertificate(wic: string): WithoutCertificate {
    return last(this.#withoutCertificate, wic, 'connected without a certificate');
  }

  /** A request whose answer a later step awaits. */
  addSent(wic: string, sent: Sent<SipRequest>): void {
    append(this.#sent, wic, sent);
  }

  sent(wic: string): Sent<SipRequest> {
    return last(this.#sent, wic, 'sent anything');
  }

  /** A REGISTER to which any reaction is legal. */
  addRegisterAttempt(wic: string, attempt: RegisterAttempt): void {
    append(this.#registerAttempts, wic, attempt);
  }

  /** Those of one WIC, in order. */
  registerAttempts(wic: string): readonly [RegisterAttempt, ...RegisterAttempt[]] {
    last(this.#registerAttempts, wic, 'tried to register');
    return this.#registerAttempts.get(wic) as [RegisterAttempt, ...RegisterAttempt[]];
  }

  registerAttempt(wic: string): RegisterAttempt {
    return last(this.#registerAttempts, wic, 'tried to register');
  }

  /** A call to which any reaction is legal. */
  addCall(wic: string, call: CallAttempt): void {
    append(this.#calls, wic, call);
  }

  call(wic: string): CallAttempt {
    return last(this.#calls, wic, 'called');
  }

  /** Those of one WIC, in order. */
  calls(wic: string): readonly CallAttempt[] {
    return this.#calls.get(wic) ?? [];
  }

  /** A NOTIFY to the eP-CSCF about a WIC. */
  addNotification(wic: string, notification: Notification): void {
    append(this.#notifications, wic, notification);
  }

  notification(wic: string): Notification {
    return last(this.#notifications, wic, 'been the subject of a NOTIFY');
  }

  /** A call of a WIC whose media really flow. */
  addMediaCall(wic: string, call: MediaCall): void {
    append(this.#mediaCalls, wic, call);
  }

  mediaCall(wic: string): MediaCall {
    return last(this.#mediaCalls, wic, 'had a call with media');
  }

  /** Who tried to get through to the eIMS-AGW beside a WIC. */
  addIntruders(wic: string, intruders: readonly Intruder[]): void {
    append(this.#intruders, wic, intruders);
  }

  intruders(wic: string): readonly Intruder[] {
    return last(this.#intruders, wic, 'been imitated');
  }

  /** What became of consent checks, by line and component. */
  addConsentChecks(wic: string, checks: readonly (readonly ConsentChecks[])[]): void {
    append(this.#consentChecks, wic, checks);
  }

  consentChecks(wic: string): readonly (readonly ConsentChecks[])[] {
    return last(this.#consentChecks, wic, 'sent consent checks');
  }

  /** An exchange of offer and answer, begun by a WIC or with one. */
  addOfferAnswer(wic: string, exchange: OfferAnswer): void {
    append(this.#offerAnswers, wic, exchange);
  }

  offerAnswer(wic: string): OfferAnswer {
    return last(this.#offerAnswers, wic, 'exchanged descriptions');
  }

  /** Those of one WIC, in order. */
  offerAnswers(wic: string): readonly OfferAnswer[] {
    return this.#offerAnswers.get(wic) ?? [];
  }

  /** A call of a WIC in which it may offer anew. */
  addWicCall(wic: string, call: WicCall): void {
    append(this.#wicCalls, wic, call);
  }

  wicCall(wic: string): WicCall {
    return last(this.#wicCalls, wic, 'called the far user');
  }

  /** A call of the far user to a WIC, in which either side may offer anew. */
  addFarCall(wic: string, call: FarCall): void {
    append(this.#farCalls, wic, call);
  }

  farCall(wic: string): FarCall {
    return last(this.#farCalls, wic, 'been called by the far user');
  }

  /** The WIC closes its connection, since the eP-CSCF did not. */
  closing(wic: string): void {
    this.#closings.add(wic);
  }

  hasClosed(wic: string): boolean {
    return this.#closings.has(wic);
  }
}

function append<T>(notes: Map<string, T[]>, wic: string, note: T): void {
  notes.set(wic, [...(notes.get(wic) ?? []), note]);
}

function last<T>(notes: ReadonlyMap<string, readonly T[]>, wic: string, what: string): T {
  const note = notes.get(wic)?.at(-1);
  if (note === undefined) throw new Error(`WIC ${wic} has not ${what} in an earlier step`);
  return note;
}
