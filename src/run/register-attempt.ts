import type { Seen, Sent } from '../peers/seen.ts';
import type { RegisterOptions } from '../peers/wic/request-options.ts';
import type { Closed } from '../peers/wic/w2-connection.ts';
import { to } from '../sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { sameUri } from '../sip/uri.ts';
import { attempt, reaction } from './attempt.ts';
import { registerBystander } from './bystander.ts';
import type { Lab } from './lab.ts';

/** A REGISTER to which any reaction is legal, with what came of it to Mw. */
export interface RegisterAttempt {
  /** Absent when the connection was closed before. */
  readonly sent?: Sent<SipRequest>;
  readonly answer?: Seen<SipResponse>;
  readonly closed?: Closed;
  /** The REGISTERs that reached Mw because of it. */
  readonly atMw: readonly Seen<SipRequest>[];
}

/**
 * Sends a REGISTER, awaits how it ends, and takes down what reached Mw since then. When nothing did, another WIC
 * registers before that is believed.
 * @throws PeerDidNot when the SUT does not serve that other WIC, so that absence would prove nothing
 */
export async function attemptRegister(
  lab: Lab,
  name: string,
  options: RegisterOptions = {},
): Promise<RegisterAttempt> {
  const wic = lab.wic(name);
  // One that is closing cannot be sent on any more, and it takes a moment until it is closed.
  if (!wic.connection.open) return { atMw: [], closed: await wic.connection.closedWithin(lab.bound) };
  const before = lab.core.registers().length;
  const tried = await attempt(wic, wic.ua.registerRequest(options));
  if (tried.answer?.message.status === 200) wic.ua.granted(tried.answer.message);
  const early = lab.core.registers().slice(before);
  if (early.length > 0) return { ...tried, atMw: early };
  const { impus } = (await registerBystander(lab)).identity;
  const late = lab.core.registers().slice(before);
  return {
    ...tried,
    atMw: late.filter(({ message }) => !impus.some((impu) => sameUri(impu, to(message).uri))),
  };
}

/** Registers as far as the SUT lets it: the first REGISTER, and the one that answers its challenge. */
export async function attemptRegistration(
  lab: Lab,
  name: string,
  options: RegisterOptions = {},
): Promise<readonly RegisterAttempt[]> {
  const first = await attemptRegister(lab, name, options);
  const { answer } = first;
  if (answer?.message.status !== 401 || !lab.wic(name).ua.credentials.take(answer.message)) return [first];
  return [first, await attemptRegister(lab, name, { ...options, authorization: 'answer' })];
}

/** Where in the trace it shows how a REGISTER ended. */
export function endOf({ answer, closed, sent }: RegisterAttempt): { readonly message: string } | undefined {
  const id = answer?.id ?? closed?.id ?? sent?.id;
  return id === undefined ? undefined : { message: id };
}

/** One line on how it ended, for the report; the same whether the connection was closed before or after it was sent. */
export function ending(tried: RegisterAttempt): string {
  return reaction(tried);
}

/**
 * Sends a REGISTER and awaits its arrival at Mw, but no answer.
 * @throws PeerDidNot when it does not arrive
 */
export async function sendRegister(
  lab: Lab,
  name: string,
  options: RegisterOptions = {},
): Promise<Sent<SipRequest>> {
  const earlier = new Set(lab.core.registers().map(({ message }) => message));
  const wic = lab.wic(name);
  const request = wic.ua.registerRequest(options);
  const sent = wic.send(request);
  const impu = to(request).uri;
  await lab.core.next('REGISTER', (seen) => !earlier.has(seen) && sameUri(to(seen).uri, impu));
  return sent;
}
