import type { SipRequest, SipResponse } from '../sip/message.ts';
import { ClientMachine } from './client-machine.ts';
import type { ClientHandlers, MachineContext } from './machine.ts';

type State = 'Trying' | 'Proceeding' | 'Completed';

/** Non-INVITE client transaction (RFC 3261 17.1.2). */
export class PlainClient extends ClientMachine<State> {
  #interval: number;

  constructor(request: SipRequest, context: MachineContext, handlers: ClientHandlers) {
    super(request, 'Trying', context, handlers);
    this.#interval = context.timers.E;
  }

  override get pending(): boolean {
    return this.state === 'Trying' || this.state === 'Proceeding';
  }

  override start(): void {
    this.running.start('timeout', this.context.timers.F, () => this.timedOut());
    if (!this.context.reliable) this.#retransmitLater();
    this.transmit(this.request);
  }

  override receive(response: SipResponse): void {
    if (!this.pending) return;
    if (response.status < 200) {
      this.become('Proceeding');
    } else {
      this.become('Completed');
      this.terminateAfter(this.context.timers.K(this.context.reliable));
    }
    this.handlers.response(response);
  }

  #retransmitLater(): void {
    this.running.start('retransmit', this.#interval, () => {
      const { T2 } = this.context.timers;
      this.#interval = this.state === 'Proceeding' ? T2 : Math.min(this.#interval * 2, T2);
      this.#retransmitLater();
      this.transmit(this.request);
    });
  }
}
