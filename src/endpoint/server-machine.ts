import type { SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { type MachineContext, TimerSet } from './machine.ts';

type ServerTimer = 'trying' | 'retransmit' | 'linger';

/** What the INVITE and the non-INVITE server transaction have in common. */
export abstract class ServerMachine<State extends string> {
  readonly request: SipRequest;
  protected readonly context: MachineContext;
  protected readonly running: TimerSet<ServerTimer>;
  #state: State | 'Terminated';
  #last: SipResponse | undefined;

  constructor(request: SipRequest, initial: State, context: MachineContext) {
    this.request = request;
    this.context = context;
    this.running = new TimerSet(context.clock);
    this.#state = initial;
  }

  get state(): State | 'Terminated' {
    return this.#state;
  }

  /** The newest response that was sent. */
  get last(): SipResponse | undefined {
    return this.#last;
  }

  /** The user has given no final response yet. */
  abstract get pending(): boolean;

  /** A response of the user; what the state does not allow any more is dropped (17.2.1, 17.2.2). */
  abstract respond(response: SipResponse): void;

  /** The request came again. */
  abstract repeated(): void;

  terminate(): void {
    if (this.#state === 'Terminated') return;
    this.#state = 'Terminated';
    this.running.stopAll();
    this.context.terminated();
  }

  protected become(state: State): void {
    this.#state = state;
  }

  /** Ends after that time, at once for 0. */
  protected terminateAfter(ms: number): void {
    if (this.#state === 'Terminated') return;
    if (ms === 0) this.terminate();
    else this.running.start('linger', ms, () => this.terminate());
  }

  /** Sends; a transport that cannot ends the transaction, since nobody is there to be told. */
  protected transmit(response: SipResponse): void {
    this.#last = response;
    this.#put(response);
  }

  protected retransmit(): void {
    if (this.#last) this.#put(this.#last);
  }

  #put(message: SipMessage): void {
    try {
      this.context.transmit(message);
    } catch {
      this.terminate();
    }
  }
}
