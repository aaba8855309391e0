/** Gathers from a record all that was said about each scenario, whoever said it and however late. */
import type { Envelope, Pickle, TestCase, TestCaseStarted, Timestamp } from '@cucumber/messages';
import {
  type CheckLine,
  type FactLine,
  isOwnLine,
  type OutcomeLine,
  type OwnLine,
  type PlannedScenario,
  type ScenarioKey,
  scenarioKey,
} from '../run/record.ts';
import type { RunRecord } from '../run/record-file.ts';

/** How one step or hook ended. */
export interface StepEnd {
  /** A Cucumber status: `PASSED`, `FAILED`, `UNDEFINED`, … */
  readonly status: string;
  /** Whether it is a `Then` step (or an `And` below one). */
  readonly isThen: boolean;
  readonly message?: string;
}

export interface ScenarioLog {
  readonly planned: PlannedScenario;
  started: boolean;
  finished: boolean;
  durationMs: number;
  /** Steps in the scenario as written; 0 is a scenario that Cucumber would pass. */
  steps: number;
  readonly ends: StepEnd[];
  readonly checks: CheckLine[];
  readonly facts: Set<FactLine['name']>;
  outcome?: OutcomeLine;
  notRun?: string;
}

export interface RunLog {
  readonly scenarios: ReadonlyMap<ScenarioKey, ScenarioLog>;
  /** What went wrong outside any scenario. */
  readonly errors: readonly string[];
}

export function collect(record: RunRecord): RunLog {
  const collector = new Collector(record.header.planned);
  for (const line of record.lines) {
    if (isOwnLine(line)) collector.own(line.w2conf);
    else collector.cucumber(line);
  }
  return collector;
}

class Collector implements RunLog {
  readonly scenarios = new Map<ScenarioKey, ScenarioLog>();
  readonly errors: string[] = [];
  #configuration = '';
  readonly #pickles = new Map<string, Pickle>();
  readonly #cases = new Map<string, TestCase>();
  readonly #running = new Map<string, { log: ScenarioLog; test: TestCase; from: Timestamp }>();

  constructor(planned: readonly PlannedScenario[]) {
    for (const scenario of planned) {
      this.scenarios.set(scenario.scenario, {
        planned: scenario,
        started: false,
        finished: false,
        durationMs: 0,
        steps: 0,
        ends: [],
        checks: [],
        facts: new Set(),
      });
    }
  }

  own(line: OwnLine): void {
    if (line.configuration) this.#configuration = line.configuration.name;
    if (line.check) this.#log(line.check.scenario, 'a check')?.checks.push(line.check);
    if (line.fact) this.#log(line.fact.scenario, 'a fact')?.facts.add(line.fact.name);
    if (line.outcome) {
      const log = this.#log(line.outcome.scenario, 'an outcome');
      if (log) log.outcome = line.outcome;
    }
    if (line.notRun) {
      const log = this.#log(line.notRun.scenario, 'a reason for not running');
      if (log) log.notRun = line.notRun.reason;
    }
  }

  cucumber(message: Envelope): void {
    if (message.pickle) this.#pickles.set(message.pickle.id, message.pickle);
    if (message.testCase) this.#cases.set(message.testCase.id, message.testCase);
    if (message.testCaseStarted) this.#start(message.testCaseStarted);
    const step = message.testStepFinished;
    if (step) {
      const running = this.#running.get(step.testCaseStartedId);
      const { status, message: text } = step.testStepResult;
      running?.log.ends.push({
        status,
        isThen: this.#isThen(running.test, step.testStepId),
        ...(text !== undefined && { message: text }),
      });
    }
    const end = message.testCaseFinished;
    const running = end && this.#running.get(end.testCaseStartedId);
    if (running) {
      running.log.finished = true;
      running.log.durationMs = Math.max(
        0,
        Math.round(milliseconds(end.timestamp) - milliseconds(running.from)),
      );
    }
    if (message.parseError) {
      const { source, message: text } = message.parseError;
      this.errors.push(`${source.uri ?? 'a feature'} cannot be parsed: ${text}`);
    }
    const hook = message.testRunHookFinished;
    if (hook?.result.status === 'FAILED')
      this.errors.push(`a hook of the run failed: ${hook.result.message ?? ''}`);
    if (message.undefinedParameterType) {
      this.errors.push(`the parameter type ${message.undefinedParameterType.name} is not defined`);
    }
  }

  #start(started: TestCaseStarted): void {
    const test = this.#cases.get(started.testCaseId);
    const pickle = test && this.#pickles.get(test.pickleId);
    if (!test || !pickle) return;
    const log = this.#log(
      scenarioKey(this.#configuration, pickle.uri, pickle.location?.line ?? 0),
      'a test case',
    );
    if (!log) return;
    log.started = true;
    log.steps = pickle.steps.length;
    this.#running.set(started.id, { log, test, from: started.timestamp });
  }

  #isThen(test: TestCase, testStepId: string): boolean {
    const pickleStep = test.testSteps.find((step) => step.id === testStepId)?.pickleStepId;
    const step = this.#pickles.get(test.pickleId)?.steps.find((candidate) => candidate.id === pickleStep);
    return step?.type === 'Outcome';
  }

  #log(key: ScenarioKey, what: string): ScenarioLog | undefined {
    const log = this.scenarios.get(key);
    if (!log) this.errors.push(`the record has ${what} of ${key}, which was not planned`);
    return log;
  }
}

function milliseconds(time: Timestamp): number {
  return time.seconds * 1000 + time.nanos / 1e6;
}
