import { respond, type SipRequest, type SipResponse } from '../sip/message.ts';
import type { MachineContext } from './machine.ts';
import { ServerMachine } from './server-machine.ts';

type State = 'Proceeding' | 'Completed' | 'Confirmed' | 'Accepted';

/** INVITE server transaction: RFC 3261 17.2.1 with the state Accepted of RFC 6026 7.1. */
export class InviteServer extends ServerMachine<State> {
  #interval: number;

  /** @param trying send 100 (Trying) when the user is slow */
  constructor(request: SipRequest, context: MachineContext, trying: boolean) {
    super(request, 'Proceeding', context);
    this.#interval = context.timers.G;
    if (!trying) return;
    this.running.start('trying', context.timers.trying, () => this.transmit(respond(request, 100)));
  }

  override get pending(): boolean {
    return this.state === 'Proceeding';
  }

  override respond(response: SipResponse): void {
    const success = response.status >= 200 && response.status < 300;
    if (this.state === 'Accepted' && success) {
      this.transmit(response);
    } else if (this.state === 'Proceeding') {
      this.running.stopAll();
      if (response.status >= 200) this.#final(success);
      this.transmit(response);
    }
  }

  override repeated(): void {
    if (this.state === 'Proceeding' || this.state === 'Completed') this.retransmit();
  }

  /** The ACK to our final response of 300 or above. @returns false when it acknowledges none */
  acknowledged(): boolean {
    if (this.state === 'Completed') {
      this.running.stopAll();
      this.become('Confirmed');
      this.terminateAfter(this.context.timers.I(this.context.reliable));
      return true;
    }
    return this.state === 'Confirmed';
  }

  #final(success: boolean): void {
    const { timers, reliable } = this.context;
    this.become(success ? 'Accepted' : 'Completed');
    this.terminateAfter(success ? timers.L : timers.H);
    if (!success && !reliable) this.#retransmitLater();
  }

  #retransmitLater(): void {
    this.running.start('retransmit', this.#interval, () => {
      this.#interval = Math.min(this.#interval * 2, this.context.timers.T2);
      this.#retransmitLater();
      this.retransmit();
    });
  }
}
