import { BroadcastChannel } from 'node:worker_threads';
import type { CheckEntry } from '../check/recorder.ts';
import type { TraceEvent } from '../trace/event.ts';
import {
  type Absence,
  type CoordinatorMessage,
  coordinatorChannel,
  type LabMessage,
  labChannel,
} from './lab-messages.ts';
import type { FactLine, OutcomeLine, ScenarioKey } from './record.ts';

/** A thread's way to the coordinator of its run; one for all scenarios of the thread. */
export class LabLink {
  readonly #outbound: BroadcastChannel;
  readonly #inbound: BroadcastChannel;
  readonly #noted = new Map<ScenarioKey, () => void>();

  constructor(run: string) {
    this.#outbound = new BroadcastChannel(labChannel(run));
    this.#inbound = new BroadcastChannel(coordinatorChannel(run));
    this.#inbound.onmessage = (event) => {
      const { scenario } = (event as { data: CoordinatorMessage }).data;
      this.#noted.get(scenario)?.();
      this.#noted.delete(scenario);
    };
    // Labs come and go with their scenarios; an idle link must not keep the thread alive.
    this.#outbound.unref();
    this.#inbound.unref();
  }

  trace(event: TraceEvent): void {
    this.#tell({ type: 'trace', event });
  }

  check(scenario: ScenarioKey, at: number, entry: CheckEntry): void {
    this.#tell({ type: 'check', check: { scenario, at, ...entry } });
  }

  fact(fact: FactLine): void {
    this.#tell({ type: 'fact', fact });
  }

  absence(absence: Absence): void {
    this.#tell({ type: 'absence', absence });
  }

  secret(value: string): void {
    this.#tell({ type: 'secret', value });
  }

  /** Ends the scenario; resolves when the coordinator has written everything that was told before. */
  ended(outcome: OutcomeLine): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#noted.set(outcome.scenario, resolve);
    this.#inbound.ref();
    this.#tell({ type: 'ended', outcome });
    return promise.finally(() => this.#inbound.unref());
  }

  close(): void {
    this.#outbound.close();
    this.#inbound.close();
  }

  #tell(message: LabMessage): void {
    this.#outbound.postMessage(message);
  }
}
