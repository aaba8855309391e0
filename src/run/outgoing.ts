import type { Core } from '../peers/core/core.ts';
import type { Seen } from '../peers/seen.ts';
import type { FrameShape } from '../peers/wic/frames.ts';
import { twoInOne } from '../peers/wic/misbehaviour.ts';
import type { RequestOptions } from '../peers/wic/request-options.ts';
import type { Wic } from '../peers/wic/wic.ts';
import type { SipRequest } from '../sip/message.ts';
import { type Attempt, attempt } from './attempt.ts';
import type { Lab } from './lab.ts';

/** A request of a WIC to which any reaction is legal, with what came of it to Mw. */
export interface Outgoing extends Attempt {
  /** The requests of its method that reached Mw since it was sent. */
  readonly atMw: readonly Seen<SipRequest>[];
}

/** Sends a request, awaits how it ends, and takes down what reached Mw since then. */
export async function sendOutgoing(
  lab: Lab,
  wic: Wic,
  request: SipRequest,
  shape?: FrameShape,
): Promise<Outgoing> {
  const { method } = request;
  const before = lab.core.received(method).length;
  const tried = await attempt(wic, request, shape);
  if (lab.core.received(method).length === before) await lab.guard();
  return { ...tried, atMw: lab.core.received(method).slice(before) };
}

/** A MESSAGE with a text to the far user of the home network. */
export function messageTo(lab: Lab, wic: Wic, text: string, options: RequestOptions = {}): SipRequest {
  const uri = `sip:far-user@${lab.parameters.home.domain}`;
  return wic.ua.request('MESSAGE', uri, { body: text, contentType: 'text/plain', ...options });
}

/** Two MESSAGEs that went out together. */
export interface TwoInOne {
  /** Trace id of the WebSocket message. */
  readonly id: string;
  /** Their bodies, by which they are known at Mw. */
  readonly texts: readonly string[];
}

/** Sends two MESSAGEs in one WebSocket message, which RFC 7118 5 forbids. */
export function sendTwoInOne(lab: Lab, wic: Wic): TwoInOne {
  const texts = ['the first of two in one', 'the second of two in one'];
  const [first, second] = texts.map((text) => messageTo(lab, wic, text)) as [SipRequest, SipRequest];
  return { id: wic.sendRaw(twoInOne(first, second)).id, texts };
}

/** The MESSAGEs at Mw with this text. */
export function messagesWith(core: Core, text: string): Seen<SipRequest>[] {
  return core.received('MESSAGE', (request) => Buffer.from(request.body).toString() === text);
}
