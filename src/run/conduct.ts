import { randomBytes, randomInt } from 'node:crypto';
import type { Catalogue } from '../catalogue/load.ts';
import type { MwHub } from '../peers/hub/mw-hub.ts';
import { type Configuration, configurations } from '../profile/configurations.ts';
import type { Edition, Profile } from '../profile/profile.ts';
import type { DeviationName } from '../reference/deviations.ts';
import { type Sut, type SutEvents, SutUnreachable } from '../sut/sut.ts';
import { Redactor } from '../trace/redact.ts';
import { Coordinator, type ScenarioEnded } from './coordinator.ts';
import { runInCucumber } from './cucumber.ts';
import { notApplicable, type Planned, plan, type Selected } from './plan.ts';
import { preflight } from './preflight.ts';
import { type Footer, RECORD_FORMAT, type RecordLine, type ToolInfo } from './record.ts';
import { labParameters, openHub, startSut } from './surroundings.ts';
import { SutWatch } from './sut-watch.ts';
import { needsW1, openW1, type W1 } from './w1.ts';

/** Everything a run is made of. */
export interface RunOrder {
  /** Folder that holds `features` and `steps`. */
  readonly root: string;
  readonly tool: ToolInfo;
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly edition: Edition;
  /** The requirements to judge, with the scenarios that verify them. */
  readonly selected: readonly Selected[];
  /** The selectors as the user gave them. */
  readonly selection: readonly string[];
  /** Worker threads; 1 runs the scenarios one after the other in this thread. */
  readonly parallel: number;
  readonly seed?: number | undefined;
  /** Fault or variant of the embedded reference. */
  readonly deviation?: DeviationName | undefined;
  /** Look whether the SUT answers before the first scenario. */
  readonly preflight: boolean;
  /** Leaves the messages out of the record: enough for verdicts, not for reports. */
  readonly untraced?: boolean | undefined;
  /** Takes each line of the record as it arises. */
  write(line: RecordLine): void;
  /** Told once, before the first scenario. */
  onPlanned?(planned: readonly Planned[]): void;
  onEnded?: ScenarioEnded;
  /** Told what the SUT waits for before it can be started, when that takes long. */
  onSlow?(what: string): void;
}

/** A run under way. */
export interface Run {
  /** Resolves when the record has its footer. */
  readonly finished: Promise<void>;
  /** Ends the run at once: stops what was started and closes the record as incomplete. */
  interrupt(reason: string): Promise<void>;
}

/**
 * Conducts one conformance run: opens the core's side of Mw, brings the SUT up in each configuration, has Cucumber
 * run the planned scenarios, and writes everything that happens into the record.
 */
export function conduct(order: RunOrder): Run {
  const run = new Conductor(order);
  return { finished: run.run(), interrupt: (reason) => run.interrupt(reason) };
}

class Conductor {
  readonly #order: RunOrder;
  readonly #id = randomBytes(6).toString('hex');
  readonly #redactor = new Redactor(randomBytes(32));
  readonly #coordinator: Coordinator;
  readonly #seed: number;
  #hub: MwHub | undefined;
  #w1: Promise<W1> | undefined;
  #sut: Promise<Sut> | undefined;
  /** Gives up a start of the SUT that is under way. */
  readonly #starts = new AbortController();
  /** Why the SUT was given up. */
  #gone: string | undefined;
  #closed = false;
  #interrupted = false;
  #ending: Promise<void> | undefined;

  constructor(order: RunOrder) {
    this.#order = order;
    this.#seed = order.seed ?? randomInt(2 ** 31);
    const write = (line: RecordLine) => {
      if (!this.#closed) order.write(line);
    };
    this.#coordinator = new Coordinator({
      run: this.#id,
      write,
      redactor: this.#redactor,
      traced: order.untraced !== true,
      onEnded: order.onEnded ?? (() => {}),
    });
    for (const secret of secretsOf(order.profile)) this.#secret(secret);
  }

  /** Has a text redacted in everything that is written from now on. */
  readonly #secret = (value: string): void => this.#redactor.addSecret(value);

  async run(): Promise<void> {
    const { profile, selected } = this.#order;
    const all = configurations(profile);
    const planned = plan(selected, all);
    this.#header(all, planned);
    this.#order.onPlanned?.(planned);
    try {
      this.#hub = await openHub(profile, this.#id, (event) => this.#coordinator.trace(event));
      if (needsW1(profile, selected, planned)) this.#w1 = openW1(profile, this.#secret);
      await this.#w1;
      for (const configuration of all) {
        const these = planned.filter((one) => one.configuration === configuration);
        if (these.length > 0 && !this.#closed) await this.#runIn(configuration, these);
      }
      await this.#lateMessages();
      await this.#end(
        this.#gone === undefined ? { complete: true } : { complete: false, reason: this.#gone },
      );
    } catch (reason) {
      // What was under way when the run was interrupted may have failed for just that.
      if (this.#interrupted) return this.#ending;
      if (!(reason instanceof SutUnreachable)) {
        await this.#end({ complete: false, reason: String(reason) });
        throw reason;
      }
      await this.#end({ complete: true, unreachable: reason.message });
    }
  }

  async interrupt(reason: string): Promise<void> {
    this.#interrupted = true;
    await this.#end({ complete: false, reason });
  }

  async #runIn(configuration: Configuration, planned: readonly Planned[]): Promise<void> {
    this.#coordinator.own({ configuration });
    const { profile, deviation, parallel, root, edition, untraced } = this.#order;
    const core = this.#hub?.address ?? profile.mw.listen;
    const { pics } = configuration;
    const events: SutEvents = {
      ...this.#coordinator.sutEvents,
      slow: (what) => this.#order.onSlow?.(what),
    };
    const w1 = await this.#w1;
    const { signal } = this.#starts;
    this.#sut = startSut(profile, { pics, core, waf: w1?.addresses, events, signal }, deviation);
    const sut = await this.#sut;
    if (this.#closed) return;
    this.#coordinator.settled = sut.settled?.bind(sut);
    const run = { id: this.#id, seed: this.#seed, edition, untraced };
    const parameters = labParameters(run, profile, configuration, sut, core, w1?.access);
    if (this.#order.preflight) await preflight(parameters);
    let looks = 0;
    const watch = new SutWatch(() => {
      looks += 1;
      return preflight(parameters, undefined, `look ${looks}`);
    });
    this.#coordinator.watch = watch;
    await runInCucumber({
      root,
      parameters,
      scenarios: planned.map(({ scenario }) => scenario),
      parallel: parallel > 1 ? parallel : 0,
      onEnvelope: (envelope) => {
        if (!this.#closed) this.#order.write(this.#redactor.value(envelope));
      },
    });
    this.#gone ??= watch.gone;
    await this.#stopSut();
  }

  #header(all: readonly Configuration[], planned: readonly Planned[]): void {
    const { tool, catalogue, profile, edition, selected, selection, deviation } = this.#order;
    const { name, driver } = profile.sut;
    this.#coordinator.own({
      header: {
        format: RECORD_FORMAT,
        tool,
        catalogue: { version: catalogue.version, hash: catalogue.hash },
        sut: { name, driver, ...(deviation && { deviation }) },
        profile: JSON.parse(JSON.stringify(profile)),
        edition,
        seed: this.#seed,
        started: Date.now(),
        selection,
        selected: selected.map(({ requirement }) => requirement.id),
        configurations: all,
        planned: planned.map(({ key, scenario, configuration }) => ({
          scenario: key,
          requirement: scenario.requirement,
          name: scenario.name,
          uri: scenario.uri,
          line: scenario.line,
          configuration: configuration.name,
        })),
        notApplicable: notApplicable(selected, all),
      },
    });
  }

  /** What must not arrive may still be under way when the last scenario ends. */
  async #lateMessages(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, this.#order.profile.pixit.guard);
    await promise;
  }

  async #stopSut(): Promise<void> {
    const start = this.#sut;
    this.#sut = undefined;
    const [started] = await Promise.allSettled([start]);
    if (started.status === 'fulfilled') await started.value?.stop();
  }

  async #closeW1(): Promise<void> {
    const [opened] = await Promise.allSettled([this.#w1]);
    if (opened.status === 'fulfilled') await opened.value?.close();
  }

  #end(footer: Omit<Footer, 'finished'>): Promise<void> {
    this.#ending ??= this.#close(footer);
    return this.#ending;
  }

  async #close(footer: Omit<Footer, 'finished'>): Promise<void> {
    this.#coordinator.own({ footer: { finished: Date.now(), ...footer } });
    this.#closed = true;
    this.#coordinator.close();
    this.#starts.abort();
    await Promise.all([this.#stopSut(), this.#hub?.close(), this.#closeW1()]);
  }
}

function secretsOf({ identities, waf, pixit }: Profile): string[] {
  const listed = identities.mode === 'generated' ? [] : identities.list;
  return [
    ...listed.flatMap(({ password, k, opc, token }) => [password, k, opc, token]),
    waf.introspection.secret,
    pixit.token.clientCredentials?.secret,
  ].filter((secret) => secret !== undefined);
}
