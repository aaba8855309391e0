import type { TransactionLayer } from '../endpoint/transactions.ts';
import type { SipRequest } from '../sip/message.ts';
import type { FaultTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import type { ResponseHandlers, Sending } from './rfc3261-16-proxy.ts';

export const faults = {
  'retransmits-over-websocket': {
    kills: ['WS-7118-5-3'],
    about: 'repeats a request to a WIC every T1 until it is answered',
  },
} as const satisfies FaultTable;

/** The way to the WICs: each request goes over the WebSocket of its flow. */
export class WicSide {
  readonly #layer: TransactionLayer;
  readonly #cscf: () => EpCscf;

  constructor(layer: TransactionLayer, cscf: () => EpCscf) {
    this.#layer = layer;
    this.#cscf = cscf;
  }

  /** Sends a request, to which the own Via is added. */
  send(flow: Flow, request: SipRequest, handlers: ResponseHandlers): Sending {
    const sent = this.#withVia(flow, request);
    if (!this.#cscf().deviation.is('retransmits-over-websocket')) {
      return this.#layer.send(sent, flow.link, handlers);
    }
    const stop = this.#repeat(flow, sent);
    return this.#layer.send(sent, flow.link, {
      ...handlers,
      response(response) {
        stop();
        handlers.response(response);
      },
    });
  }

  /** Sends an ACK to a 2xx. */
  acknowledge(flow: Flow, ack: SipRequest): void {
    if (flow.link.open) flow.link.send(this.#withVia(flow, ack).bytes);
  }

  #withVia(flow: Flow, request: SipRequest): SipRequest {
    const { own, ids } = this.#cscf();
    return request.prepend('Via', `${own.viaAtW2(flow.secure)};branch=${ids.branch()}`);
  }

  #repeat(flow: Flow, request: SipRequest): () => void {
    const { clock, timers } = this.#cscf();
    let stopped = false;
    const again = (): void => {
      if (stopped || !flow.link.open) return;
      flow.link.send(request.bytes);
      clock.after(timers.T1, again);
    };
    clock.after(timers.T1, again);
    return () => {
      stopped = true;
    };
  }
}
