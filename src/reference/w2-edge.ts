import type { TransactionLayer } from '../endpoint/transactions.ts';
import type { Link, LinkEvents } from '../net/link.ts';
import type { WssLink } from '../net/ws-server.ts';
import { StreamFramer } from '../sip/frame.ts';
import { type SipMessage, SipRequest } from '../sip/message.ts';
import { parseMessage, SipParseError } from '../sip/parse.ts';
import { releaseCalls } from './5.2.8-call-release.ts';
import type { ReferenceConfig } from './config.ts';
import type { Deviation } from './deviations.ts';
import type { EpCscf } from './ep-cscf.ts';
import { Flow } from './flows.ts';
import { stampSource } from './rfc3581-via.ts';
import { isTaken, isUsable } from './rfc7118-websocket.ts';
import { SipWebSocket } from './sip-websocket.ts';
import { wireForm } from './wire-form.ts';

/** Where WebSocket messages become SIP messages of a connection, and back. */
export class W2Edge {
  readonly events: LinkEvents<WssLink>;
  readonly #config: ReferenceConfig;
  readonly #deviation: Deviation;
  readonly #links = new Map<WssLink, Link>();
  #inside: { readonly cscf: EpCscf; readonly layer: TransactionLayer } | undefined;

  constructor(config: ReferenceConfig, deviation: Deviation) {
    this.#config = config;
    this.#deviation = deviation;
    this.events = {
      opened: (link) => this.#opened(link),
      message: (link, bytes, info) => this.#received(link, bytes, info.binary === true),
      closed: (link) => this.#closed(link),
    };
  }

  open(cscf: EpCscf, layer: TransactionLayer): void {
    this.#inside = { cscf, layer };
  }

  #opened(link: WssLink): void {
    const inside = this.#inside;
    if (!inside || !isUsable(this.#config, this.#deviation, link)) return;
    const form = wireForm(this.#deviation, 'w2');
    const present = form
      ? (bytes: Uint8Array) => form(parseMessage(bytes, 'message'))
      : (bytes: Uint8Array) => bytes;
    const dressed = new SipWebSocket(link, this.#deviation, present);
    this.#links.set(link, dressed);
    inside.cscf.flows.add(new Flow(inside.cscf.ids.flowToken(), dressed));
  }

  #received(link: WssLink, bytes: Uint8Array, binary: boolean): void {
    const dressed = this.#links.get(link);
    if (!this.#inside || !dressed) return;
    for (const message of this.#read(bytes)) {
      if (!isTaken(this.#deviation, binary, message.has('Content-Length'))) continue;
      const whole = withLength(message);
      const stamped = whole instanceof SipRequest ? stampSource(whole, dressed, this.#deviation) : whole;
      this.#inside.layer.receive(stamped, dressed);
    }
    if (this.#deviation.is('unreadable-closed') && this.#read(bytes).length === 0) link.close(1007);
  }

  /** The SIP message in a WebSocket message, if there is one; several with a deviation. */
  #read(bytes: Uint8Array): SipMessage[] {
    if (this.#deviation.is('joined-messages-served')) return splitMessages(bytes);
    const message = readMessage(bytes);
    if (!message) return [];
    const bodyless = this.#deviation.is('body-lost-without-length') && !message.has('Content-Length');
    return [bodyless ? message.withBody('') : message];
  }

  #closed(link: WssLink): void {
    const dressed = this.#links.get(link);
    if (!this.#inside || !dressed) return;
    this.#links.delete(link);
    const { cscf, layer } = this.#inside;
    const flow = cscf.flows.of(dressed);
    if (flow) {
      flow.stopExpiry();
      flow.stopTokenTimer();
      releaseCalls(cscf, flow);
      cscf.dialogs.forgetFlow(flow);
      cscf.calls.forgetFlow(flow);
      if (!cscf.deviation.is('association-outlives-connection')) cscf.flows.remove(dressed);
    }
    layer.linkClosed(dressed);
  }
}

/** What a WebSocket may leave out is needed where a stream leads on (RFC 7118 5, RFC 3261 18.3). */
function withLength(message: SipMessage): SipMessage {
  return message.has('Content-Length')
    ? message
    : message.with('Content-Length', String(message.body.length));
}

/** Cuts at Content-Length, as on a stream. */
function splitMessages(bytes: Uint8Array): SipMessage[] {
  const whole = readMessage(bytes);
  if (whole) return [whole];
  try {
    return new StreamFramer().push(bytes).flatMap((frame) => readMessage(frame.bytes) ?? []);
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    return [];
  }
}

/** One SIP message out of one WebSocket message; anything else is dropped, as RFC 3261 18.3 has it for garbage. */
function readMessage(bytes: Uint8Array): SipMessage | undefined {
  try {
    const message = parseMessage(bytes, 'message');
    return message.has('Via') ? message : undefined;
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}
