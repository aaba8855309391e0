import type { Dialog, InDialogOptions } from '../endpoint/dialog.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import type { Descriptions } from './descriptions.ts';
import { audioOffer, SDP } from './sdp.ts';
import type { Seen, Sent } from './seen.ts';

/** The peer a dialog belongs to: it puts on the Via and sends. */
export interface DialogAgent {
  /** Contact of requests that refresh the remote target. */
  readonly contact: string;
  /** What it described in its calls. */
  readonly descriptions: Descriptions;
  send(request: SipRequest): Sent<SipRequest>;
  final(sent: Sent<SipRequest>, withinMs?: number): Promise<Seen<SipResponse>>;
}

/** A request and the final response it got. */
export interface Exchange {
  readonly sent: Sent<SipRequest>;
  readonly answer: Seen<SipResponse>;
}

/** A confirmed dialog, whichever side began it. */
export class Call {
  readonly dialog: Dialog;
  readonly #agent: DialogAgent;

  constructor(dialog: Dialog, agent: DialogAgent) {
    this.dialog = dialog;
    this.#agent = agent;
  }

  /** Sends a request in the dialog and awaits its final response. @throws PeerDidNot */
  async request(method: string, options: InDialogOptions = {}): Promise<Exchange> {
    const sent = this.#agent.send(this.dialog.request(method, options));
    const answer = await this.#agent.final(sent);
    this.dialog.answered(answer.message);
    return { sent, answer };
  }

  /** Ends the call. @throws PeerDidNot */
  bye(): Promise<Exchange> {
    return this.request('BYE');
  }

  /** Offers the same media again (RFC 3261 14.1) and acknowledges a 2xx. @throws PeerDidNot */
  async reinvite(options: InDialogOptions = {}): Promise<Exchange> {
    const exchange = await this.request('INVITE', { ...this.offering(), ...options });
    if (exchange.answer.message.status < 300) this.ack();
    return exchange;
  }

  /** What a request carries that offers again what this side described last in the call. */
  offering(): InDialogOptions {
    const { contact, descriptions } = this.#agent;
    return { contact, body: descriptions.offer(this.dialog.callId) ?? audioOffer(), contentType: SDP };
  }

  /** Acknowledges the 2xx to the last INVITE (RFC 3261 13.2.2.4). */
  ack(): Sent<SipRequest> {
    return this.#agent.send(this.dialog.request('ACK'));
  }
}
