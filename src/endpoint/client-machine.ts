import type { SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { asError, type ClientHandlers, type MachineContext, TimerSet } from './machine.ts';

type ClientTimer = 'retransmit' | 'timeout' | 'linger' | 'failure';

/** What the INVITE and the non-INVITE client transaction have in common. */
export abstract class ClientMachine<State extends string> {
  readonly request: SipRequest;
  protected readonly context: MachineContext;
  protected readonly handlers: ClientHandlers;
  protected readonly running: TimerSet<ClientTimer>;
  #state: State | 'Terminated';

  constructor(request: SipRequest, initial: State, context: MachineContext, handlers: ClientHandlers) {
    this.request = request;
    this.context = context;
    this.handlers = handlers;
    this.running = new TimerSet(context.clock);
    this.#state = initial;
  }

  get state(): State | 'Terminated' {
    return this.#state;
  }

  /** No final response has come yet. */
  abstract get pending(): boolean;

  abstract start(): void;
  abstract receive(response: SipResponse): void;

  /** The transport failed under the transaction. */
  fail(error: Error): void {
    if (this.#state === 'Terminated') return;
    const pending = this.pending;
    this.terminate();
    if (pending) this.handlers.failed?.(error);
  }

  /** Ends without telling anybody but the owner of the machine. */
  terminate(): void {
    if (this.#state === 'Terminated') return;
    this.#state = 'Terminated';
    this.running.stopAll();
    this.context.terminated();
  }

  protected become(state: State): void {
    this.#state = state;
  }

  protected timedOut(): void {
    this.terminate();
    this.handlers.timeout?.();
  }

  /** Ends after that time, at once for 0. */
  protected terminateAfter(ms: number): void {
    this.running.stopAll();
    if (ms === 0) this.terminate();
    else this.running.start('linger', ms, () => this.terminate());
  }

  /** A failure is told from the clock: the user of a new transaction has not even got it back yet. */
  protected transmit(message: SipMessage): void {
    try {
      this.context.transmit(message);
    } catch (thrown) {
      this.running.stopAll();
      this.running.start('failure', 0, () => this.fail(asError(thrown)));
    }
  }
}
