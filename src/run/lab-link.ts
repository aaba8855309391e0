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
  /** By kind of answer and scenario. */
  readonly #awaited = new Map<string, (answer: CoordinatorMessage) => void>();

  /** Answers have no names, so one secret is told after the other. */
  #secretsTold: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(run: string) {
    this.#outbound = new BroadcastChannel(labChannel(run));
    this.#inbound = new BroadcastChannel(coordinatorChannel(run));
    this.#inbound.onmessage = (event) => {
      const answer = (event as { data: CoordinatorMessage }).data;
      this.#awaited.get(`${answer.type} ${answer.scenario}`)?.(answer);
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

  /** Has a text redacted in everything that is written once this resolves. */
  async secret(scenario: ScenarioKey, value: string): Promise<void> {
    const told = this.#secretsTold.then(() =>
      this.#ask({ type: 'secret', scenario, value }, 'known', scenario),
    );
    this.#secretsTold = told;
    await told;
  }

  /** Asks before a scenario starts; resolves with the reason when the coordinator does not let it run. */
  async starting(scenario: ScenarioKey): Promise<string | undefined> {
    const answer = await this.#ask({ type: 'starting', scenario }, 'start', scenario);
    return answer.type === 'start' ? answer.refusal : undefined;
  }

  /** Ends the scenario; resolves when the coordinator has written everything that was told before. */
  async ended(outcome: OutcomeLine): Promise<void> {
    await this.#ask({ type: 'ended', outcome }, 'noted', outcome.scenario);
  }

  close(): void {
    this.#closed = true;
    this.#outbound.close();
    this.#inbound.close();
  }

  async #ask(
    question: LabMessage,
    type: CoordinatorMessage['type'],
    scenario: ScenarioKey,
  ): Promise<CoordinatorMessage> {
    const { promise, resolve } = Promise.withResolvers<CoordinatorMessage>();
    const key = `${type} ${scenario}`;
    this.#awaited.set(key, resolve);
    this.#inbound.ref();
    this.#tell(question);
    const answer = await promise;
    this.#awaited.delete(key);
    this.#inbound.unref();
    return answer;
  }

  /** Nothing any more once closed: a connection may end later than the lab that opened it. */
  #tell(message: LabMessage): void {
    if (!this.#closed) this.#outbound.postMessage(message);
  }
}
