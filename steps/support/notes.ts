import type { Exchange } from '../../src/peers/call.ts';
import type { Registration } from '../../src/peers/wic/registration.ts';
import type { Attempt } from '../../src/run/attempt.ts';

/** What the steps of a scenario remember, by the name of the WIC that did it; the last one counts. */
export class Notes {
  readonly #registrations = new Map<string, Registration[]>();
  readonly #exchanges = new Map<string, Exchange[]>();
  readonly #attempts = new Map<string, Attempt[]>();

  /** A registration round that ended with 200. */
  addRegistration(wic: string, registration: Registration): void {
    append(this.#registrations, wic, registration);
  }

  registration(wic: string): Registration {
    return last(this.#registrations, wic, 'registered');
  }

  registrations(wic: string): readonly Registration[] {
    return this.#registrations.get(wic) ?? [];
  }

  /** A request that got its final response. */
  addExchange(wic: string, exchange: Exchange): void {
    append(this.#exchanges, wic, exchange);
  }

  exchange(wic: string): Exchange {
    return last(this.#exchanges, wic, 'sent a request');
  }

  /** A stimulus to which any reaction is legal. */
  addAttempt(wic: string, attempt: Attempt): void {
    append(this.#attempts, wic, attempt);
  }

  attempt(wic: string): Attempt {
    return last(this.#attempts, wic, 'tried anything');
  }
}

function append<T>(notes: Map<string, T[]>, wic: string, note: T): void {
  notes.set(wic, [...(notes.get(wic) ?? []), note]);
}

function last<T>(notes: ReadonlyMap<string, readonly T[]>, wic: string, what: string): T {
  const note = notes.get(wic)?.at(-1);
  if (note === undefined) throw new Error(`WIC ${wic} has not ${what} in an earlier step`);
  return note;
}
