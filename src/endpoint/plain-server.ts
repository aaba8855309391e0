import type { SipRequest, SipResponse } from '../sip/message.ts';
import type { MachineContext } from './machine.ts';
import { ServerMachine } from './server-machine.ts';

type State = 'Trying' | 'Proceeding' | 'Completed';

/** Non-INVITE server transaction (RFC 3261 17.2.2). */
export class PlainServer extends ServerMachine<State> {
  constructor(request: SipRequest, context: MachineContext) {
    super(request, 'Trying', context);
  }

  override get pending(): boolean {
    return this.state === 'Trying' || this.state === 'Proceeding';
  }

  override respond(response: SipResponse): void {
    if (!this.pending) return;
    if (response.status < 200) {
      this.become('Proceeding');
      this.transmit(response);
      return;
    }
    this.become('Completed');
    this.transmit(response);
    this.terminateAfter(this.context.timers.J(this.context.reliable));
  }

  override repeated(): void {
    if (this.state !== 'Trying') this.retransmit();
  }
}
