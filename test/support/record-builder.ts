/** Builds run records by hand, line by line as a run would write them. */
import type { Envelope } from '@cucumber/messages';
import {
  type CheckLine,
  type Configuration,
  type FactLine,
  type Footer,
  type Header,
  type OutcomeLine,
  type PlannedScenario,
  type RecordLine,
  scenarioKey,
  type TraceLine,
} from '../../src/run/record.ts';
import { parseRecord, type RunRecord } from '../../src/run/record-file.ts';

export const STARTED = Date.UTC(2026, 10, 20, 21, 0, 0);

export interface StepSpec {
  readonly type?: 'Context' | 'Action' | 'Outcome' | 'hook';
  readonly status?: string;
  readonly message?: string;
}

export interface ScenarioSpec {
  readonly requirement: string;
  readonly line: number;
  readonly uri?: string;
  readonly name?: string;
  readonly steps?: readonly StepSpec[];
  readonly checks?: readonly Omit<CheckLine, 'scenario' | 'at'>[];
  readonly facts?: readonly FactLine['name'][];
  readonly outcome?: Omit<OutcomeLine, 'scenario'>;
  readonly trace?: readonly Omit<TraceLine, 'scenario'>[];
  /** Where the scenario stops being reported. */
  readonly upTo?: 'planned' | 'started' | 'finished';
  readonly durationMs?: number;
}

export const passingCheck: Omit<CheckLine, 'scenario' | 'at'> = {
  outcome: 'pass',
  title: 'the REGISTER carries a Path',
  expected: ['a Path header field'],
  received: 'Path: <sip:term@epcscf.example;lr>',
  evidence: { message: 'mw-1', line: 5 },
};

export const violatedCheck: Omit<CheckLine, 'scenario' | 'at'> = {
  ...passingCheck,
  outcome: 'violated',
  received: 'no Path header field',
  evidence: { message: 'mw-1' },
};

/** A scenario in which everything is as it should be. */
export const passing = {
  steps: [{ type: 'Outcome' }],
  checks: [passingCheck],
  facts: ['registration-seen'],
} as const;

export class RecordBuilder {
  readonly #header: Partial<Header>;
  readonly #planned: PlannedScenario[] = [];
  readonly #lines: RecordLine[] = [];
  #configuration = '';
  #count = 0;

  constructor(header: Partial<Header> = {}) {
    this.#header = header;
  }

  configuration(configuration: Configuration): this {
    this.#configuration = configuration.name;
    return this.line({ w2conf: { configuration } });
  }

  line(line: RecordLine): this {
    this.#lines.push(line);
    return this;
  }

  scenario(spec: ScenarioSpec): this {
    const uri = spec.uri ?? 'features/epcscf/6.4.1-digest.feature';
    const scenario = scenarioKey(this.#configuration, uri, spec.line);
    const name = spec.name ?? `scenario at ${spec.line}`;
    const { requirement, line } = spec;
    this.#planned.push({ scenario, requirement, name, uri, line, configuration: this.#configuration });
    const upTo = spec.upTo ?? 'finished';
    if (upTo === 'planned') return this;
    this.#count += 1;
    const id = `${this.#count}`;
    const from = STARTED + this.#count * 1000;
    const steps = spec.steps ?? [{ type: 'Outcome' }];
    this.#cucumber(startOf(id, uri, name, line, steps, from));
    for (const trace of spec.trace ?? []) this.line({ w2conf: { trace: { scenario, ...trace } } });
    for (const name of spec.facts ?? []) this.line({ w2conf: { fact: { scenario, name, at: from } } });
    for (const check of spec.checks ?? []) this.line({ w2conf: { check: { scenario, at: from, ...check } } });
    this.#cucumber(stepsOf(id, steps, from));
    if (upTo === 'started') return this;
    this.line({ w2conf: { outcome: { scenario, ...(spec.outcome ?? { class: 'none' }) } } });
    const timestamp = timeOf(from + (spec.durationMs ?? 12));
    return this.line({ testCaseFinished: { testCaseStartedId: `s${id}`, timestamp, willBeRetried: false } });
  }

  text(footer: Partial<Footer> | null = {}): string {
    const header: Header = {
      format: 1,
      tool: { name: 'w2conf', version: '0.1.0', node: 'v24.0.0' },
      catalogue: { version: '1.0.0', hash: 'aa' },
      sut: { name: 'my-epcscf', driver: 'remote' },
      profile: {},
      edition: 'D',
      seed: 7,
      started: STARTED,
      selection: [],
      selected: [],
      configurations: [{ name: '', pics: {} }],
      planned: this.#planned,
      notApplicable: [],
      ...this.#header,
    };
    const lines: RecordLine[] = [{ w2conf: { header } }, ...this.#lines];
    if (footer) lines.push({ w2conf: { footer: { finished: STARTED + 60_000, complete: true, ...footer } } });
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  record(footer?: Partial<Footer> | null): RunRecord {
    return parseRecord(this.text(footer), 'record.ndjson');
  }

  #cucumber(messages: readonly Envelope[]): void {
    this.#lines.push(...messages);
  }
}

function timeOf(at: number) {
  return { seconds: Math.floor(at / 1000), nanos: (at % 1000) * 1e6 };
}

/** As Cucumber writes them: enumerations are their strings. */
function startOf(
  id: string,
  uri: string,
  name: string,
  line: number,
  steps: readonly StepSpec[],
  from: number,
): Envelope[] {
  const messages = [
    {
      pickle: {
        id: `p${id}`,
        uri,
        location: { line },
        name,
        language: 'en',
        steps: steps.flatMap(({ type }, i) =>
          type === 'hook'
            ? []
            : [{ id: `p${id}-${i}`, astNodeIds: [], type: type ?? 'Context', text: 'a step' }],
        ),
        tags: [],
        astNodeIds: [],
      },
    },
    {
      testCase: {
        id: `c${id}`,
        pickleId: `p${id}`,
        testSteps: steps.map(({ type }, i) =>
          type === 'hook'
            ? { id: `t${id}-${i}`, hookId: 'h' }
            : { id: `t${id}-${i}`, pickleStepId: `p${id}-${i}` },
        ),
      },
    },
    { testCaseStarted: { id: `s${id}`, testCaseId: `c${id}`, attempt: 0, timestamp: timeOf(from) } },
  ];
  return messages as Envelope[];
}

function stepsOf(id: string, steps: readonly StepSpec[], from: number): Envelope[] {
  return steps.map(({ status, message }, i) => ({
    testStepFinished: {
      testCaseStartedId: `s${id}`,
      testStepId: `t${id}-${i}`,
      testStepResult: {
        status: status ?? 'PASSED',
        duration: { seconds: 0, nanos: 0 },
        ...(message !== undefined && { message }),
      },
      timestamp: timeOf(from),
    },
  })) as Envelope[];
}
