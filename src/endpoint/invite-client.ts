import type { SipRequest, SipResponse } from '../sip/message.ts';
import { ClientMachine } from './client-machine.ts';
import { ackFor } from './hop-by-hop.ts';
import type { ClientHandlers, MachineContext } from './machine.ts';

type State = 'Calling' | 'Proceeding' | 'Completed' | 'Accepted';

export interface InviteClientContext extends MachineContext {
  /** Sends the CANCEL of this INVITE in a transaction of its own. */
  sendCancel(): void;
}

/** INVITE client transaction: RFC 3261 17.1.1 with the state Accepted of RFC 6026 7.2. */
export class InviteClient extends ClientMachine<State> {
  readonly #sendCancel: () => void;
  #cancel: 'no' | 'wanted' | 'sent' = 'no';
  #interval: number;

  constructor(request: SipRequest, context: InviteClientContext, handlers: ClientHandlers) {
    super(request, 'Calling', context, handlers);
    this.#sendCancel = () => context.sendCancel();
    this.#interval = context.timers.A;
  }

  override get pending(): boolean {
    return this.state === 'Calling' || this.state === 'Proceeding';
  }

  override start(): void {
    this.running.start('timeout', this.context.timers.B, () => this.timedOut());
    if (!this.context.reliable) this.#retransmitLater();
    this.transmit(this.request);
  }

  override receive(response: SipResponse): void {
    const success = response.status >= 200 && response.status < 300;
    if (this.pending) {
      if (response.status < 200) this.#provisional(response);
      else if (success) this.#accepted(response);
      else this.#rejected(response);
    } else if (this.state === 'Accepted' && success) {
      this.handlers.response(response);
    } else if (this.state === 'Completed' && response.status >= 300) {
      this.transmit(ackFor(this.request, response));
    }
  }

  /** Asks for CANCEL, which has to wait for a provisional response and is pointless after a final one (9.1). */
  cancel(): void {
    if (!this.pending || this.#cancel !== 'no') return;
    this.#cancel = 'wanted';
    if (this.state === 'Proceeding') this.#cancelNow();
  }

  #provisional(response: SipResponse): void {
    this.running.stop('retransmit');
    if (this.#cancel !== 'sent') this.running.stop('timeout');
    this.become('Proceeding');
    if (this.#cancel === 'wanted') this.#cancelNow();
    this.handlers.response(response);
  }

  #accepted(response: SipResponse): void {
    this.become('Accepted');
    this.terminateAfter(this.context.timers.M);
    this.handlers.response(response);
  }

  #rejected(response: SipResponse): void {
    this.become('Completed');
    this.transmit(ackFor(this.request, response));
    this.terminateAfter(this.context.timers.D(this.context.reliable));
    this.handlers.response(response);
  }

  /** The peer may not know CANCEL: without a final response the INVITE counts as cancelled after 64·T1 (9.1). */
  #cancelNow(): void {
    this.#cancel = 'sent';
    this.running.start('timeout', this.context.timers.bound, () => this.timedOut());
    this.#sendCancel();
  }

  #retransmitLater(): void {
    this.running.start('retransmit', this.#interval, () => {
      this.#interval *= 2;
      this.#retransmitLater();
      this.transmit(this.request);
    });
  }
}
