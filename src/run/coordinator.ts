import { BroadcastChannel } from 'node:worker_threads';
import type { SutEvents } from '../sut/sut.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { Redactor } from '../trace/redact.ts';
import { Absences } from './absences.ts';
import { type CoordinatorMessage, coordinatorChannel, type LabMessage, labChannel } from './lab-messages.ts';
import type { CheckLine, FactLine, OutcomeLine, OwnLine, RecordLine, ScenarioKey } from './record.ts';
import type { SutWatch } from './sut-watch.ts';
import { traceLine } from './trace-line.ts';

/** Told of every scenario that ended, with the worst cap of its violated checks, for the live progress. */
export type ScenarioEnded = (outcome: OutcomeLine, cap: CheckLine['cap']) => void;

export interface CoordinatorOptions {
  /** Names the run; its labs find the coordinator by it. */
  readonly run: string;
  write(line: RecordLine): void;
  readonly redactor: Redactor;
  /** Whether messages are written, too. */
  readonly traced: boolean;
  readonly onEnded: ScenarioEnded;
}

/**
 * The main thread's end of a run: takes what the labs report, wherever they run, and writes it redacted into
 * the record in the order in which it arrived.
 */
export class Coordinator {
  /** What the SUT, where it is ours, tells. */
  readonly sutEvents: SutEvents = {
    log: (text) => this.#log(text),
    died: (how, again) => this.#sutDied(how, again),
  };
  /** Where the SUT is ours: resolves once it is known whether it lives. */
  settled: (() => Promise<void>) | undefined;
  /** Decides whether further scenarios are worth their start. */
  watch: SutWatch | undefined;
  readonly #options: CoordinatorOptions;
  readonly #inbound: BroadcastChannel;
  readonly #outbound: BroadcastChannel;
  readonly #absences = new Absences();
  readonly #running = new Set<ScenarioKey>();
  #endedLast: ScenarioKey | undefined;
  /** The look at the SUT after a scenario that may have killed it. */
  #settling: Promise<void> | undefined;
  readonly #caps = new Map<ScenarioKey, CheckLine['cap']>();
  /** Settles when a SUT that died is up again; undefined while it runs. */
  #restart: Promise<void> | undefined;
  #closed = false;
  readonly #facts = new Map<ScenarioKey, Set<FactLine['name']>>();

  constructor(options: CoordinatorOptions) {
    const { run } = options;
    this.#options = options;
    this.#inbound = new BroadcastChannel(labChannel(run));
    this.#outbound = new BroadcastChannel(coordinatorChannel(run));
    this.#inbound.onmessage = (event) => this.#take((event as { data: LabMessage }).data);
  }

  /** Writes one of our own lines, redacted. */
  own(line: OwnLine): void {
    const { write, redactor } = this.#options;
    write({ w2conf: redactor.value(line) });
  }

  /** Writes a trace event. One that a scenario declared impossible after its end becomes a violated check of it. */
  trace(event: TraceEvent): void {
    const { write, redactor, traced } = this.#options;
    if (traced) write({ w2conf: { trace: traceLine(event, redactor) } });
    for (const check of this.#absences.violatedBy(event)) this.own({ check });
  }

  close(): void {
    this.#closed = true;
    this.#inbound.close();
    this.#outbound.close();
  }

  #take(message: LabMessage): void {
    switch (message.type) {
      case 'trace':
        this.trace(message.event);
        return;
      case 'check':
        this.#noteCap(message.check);
        this.own({ check: message.check });
        return;
      case 'fact': {
        const { scenario, name } = message.fact;
        this.own({ fact: message.fact });
        this.#facts.set(scenario, (this.#facts.get(scenario) ?? new Set()).add(name));
        return;
      }
      case 'absence':
        this.#absences.declare(message.absence);
        return;
      case 'secret':
        this.#options.redactor.addSecret(message.value);
        this.#tell({ type: 'known', scenario: message.scenario });
        return;
      case 'starting':
        void this.#start(message.scenario);
        return;
      case 'ended': {
        const { scenario } = message.outcome;
        this.own({ outcome: message.outcome });
        this.watch?.ended(message.outcome, this.#facts.get(scenario) ?? new Set());
        this.#running.delete(scenario);
        this.#absences.ended(scenario);
        this.#endedLast = scenario;
        if (message.outcome.class !== 'none') this.#settling = this.settled?.();
        this.#options.onEnded(message.outcome, this.#caps.get(scenario));
        this.#tell({ type: 'noted', scenario });
      }
    }
  }

  async #start(scenario: ScenarioKey): Promise<void> {
    await this.#settling;
    await this.#restart;
    const refusal = await this.watch?.refusal();
    if (this.#closed) return;
    if (refusal !== undefined) this.own({ notRun: { scenario, reason: refusal } });
    else this.#running.add(scenario);
    this.#tell({ type: 'start', scenario, ...(refusal !== undefined && { refusal }) });
  }

  /** A line of the SUT belongs to every scenario that ran when it was written, or to the one that had just ended. */
  #log(text: string): void {
    if (this.#closed) return;
    const last = this.#endedLast === undefined ? [] : [this.#endedLast];
    const scenarios = this.#running.size > 0 ? [...this.#running] : last;
    this.own({ log: { at: Date.now(), source: 'sut', text, scenarios } });
  }

  /**
   * No scenario that the SUT did not survive can be decided; those to come wait until it is up again. Connections
   * close before the end of a process is known, so the scenario can be over by then.
   */
  #sutDied(how: string, again: Promise<void>): void {
    if (this.#closed) return;
    this.#log(`the SUT died: ${how}`);
    const last = this.#endedLast === undefined ? [] : [this.#endedLast];
    for (const scenario of this.#running.size > 0 ? this.#running : last) {
      const check: CheckLine = {
        scenario,
        at: Date.now(),
        outcome: 'violated',
        cap: 'inconclusive',
        title: 'the SUT survives the scenario',
        expected: ['it runs until it is stopped'],
        received: how,
      };
      this.#noteCap(check);
      this.own({ check });
    }
    this.#restart = again.then(
      () => this.#log('the SUT is up again'),
      (reason: unknown) => this.watch?.giveUp(reason instanceof Error ? reason.message : String(reason)),
    );
  }

  #tell(message: CoordinatorMessage): void {
    this.#outbound.postMessage(message);
  }

  #noteCap({ scenario, outcome, cap }: CheckLine): void {
    if (outcome === 'pass' || this.#caps.get(scenario) === 'inconclusive') return;
    this.#caps.set(scenario, cap);
  }
}
