import type { SipMessage, SipResponse } from '../sip/message.ts';
import type { Clock } from './clock.ts';
import type { Timers } from './timers.ts';

/** What every transaction machine is given; the machines themselves know neither links nor keys. */
export interface MachineContext {
  readonly clock: Clock;
  readonly timers: Timers;
  /** The transport retransmits by itself. */
  readonly reliable: boolean;
  /** @throws when the transport cannot send; the machine then ends */
  transmit(message: SipMessage): void;
  /** The transaction is over and will do nothing any more. Called once. */
  terminated(): void;
}

/** What the user of a client transaction is told. */
export interface ClientHandlers {
  /** Every response that the machine does not absorb: all provisional ones, one final one, each 2xx to INVITE. */
  response(response: SipResponse): void;
  /** No final response came in time (RFC 3261 8.1.3.1 treats it as 408). */
  timeout?(): void;
  /** The transport failed (RFC 3261 8.1.3.1 treats it as 503). */
  failed?(error: Error): void;
}

/** The named timers of one transaction. Starting one again restarts it. */
export class TimerSet<Name extends string> {
  readonly #clock: Clock;
  readonly #running = new Map<Name, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(name: Name, ms: number, fire: () => void): void {
    this.stop(name);
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(name);
      fire();
    });
    this.#running.set(name, cancel);
  }

  stop(...names: Name[]): void {
    for (const name of names) {
      this.#running.get(name)?.();
      this.#running.delete(name);
    }
  }

  stopAll(): void {
    this.stop(...this.#running.keys());
  }
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
