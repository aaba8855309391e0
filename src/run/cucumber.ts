import { PassThrough } from 'node:stream';
import type { ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { loadConfiguration, loadSupport, runCucumber } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import type { LabParameters } from './lab-parameters.ts';
import type { ScenarioInfo } from './scenarios.ts';

/** One Cucumber run: the scenarios of one configuration. */
export interface CucumberRun {
  /** Folder that holds `features` and `steps`. */
  readonly root: string;
  readonly scenarios: readonly ScenarioInfo[];
  readonly parameters: LabParameters;
  /** Worker threads; 0 runs the scenarios in this thread. */
  readonly parallel: number;
  onEnvelope(envelope: Envelope): void;
}

/** Loading step definitions twice in a process yields none the second time, so they are kept. */
let support: ISupportCodeLibrary | undefined;

/**
 * Runs the scenarios and hands every Cucumber message to `onEnvelope`.
 * @throws Error when the feature files or the step definitions cannot be loaded: a bug of the harness
 */
export async function runInCucumber(run: CucumberRun): Promise<void> {
  const errors = new PassThrough();
  let complaint = '';
  errors.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const environment = { cwd: run.root, stdout: new PassThrough().resume(), stderr: errors };
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        paths: pathsWithLines(run.scenarios),
        import: ['steps/**/*.{ts,js}'],
        // There has to be one, and this one does next to nothing: what is reported comes from the messages.
        format: ['rerun'],
        parallel: run.parallel,
        worldParameters: { lab: JSON.stringify(run.parameters) },
      },
    },
    environment,
  );
  support ??= await loadSupport(runConfiguration, environment);
  const parseErrors: string[] = [];
  await runCucumber({ ...runConfiguration, support }, environment, (envelope) => {
    if (envelope.parseError) parseErrors.push(envelope.parseError.message);
    run.onEnvelope(envelope);
  });
  if (parseErrors.length > 0) throw new Error(`feature files do not parse: ${parseErrors.join('; ')}`);
  if (complaint.includes('Error')) throw new Error(`Cucumber failed: ${complaint.trim()}`);
}

function pathsWithLines(scenarios: readonly ScenarioInfo[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, at]) => `${uri}:${at.join(':')}`);
}
