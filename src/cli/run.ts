import { join } from 'node:path';
import { loadCatalogue } from '../catalogue/load.ts';
import { conduct } from '../run/conduct.ts';
import type { Planned } from '../run/plan.ts';
import type { CheckLine, OutcomeLine } from '../run/record.ts';
import { RecordWriter, readRecord } from '../run/record-file.ts';
import { readScenarios } from '../run/scenarios.ts';
import { exitCode } from '../verdict/exit-code.ts';
import { judge } from '../verdict/judge.ts';
import { UserError } from './exit.ts';
import { onInterrupt } from './interrupt.ts';
import type { RunOptions } from './options.ts';
import { makeOutFolder } from './out-folder.ts';
import { type Ending, Progress } from './progress.ts';
import { projectRoot } from './project-root.ts';
import { select } from './selection.ts';
import { sutChoice } from './sut-choice.ts';
import { toolInfo } from './version.ts';
import { readWaivers } from './waiver-file.ts';
import { writeReports } from './write-reports.ts';

/** `w2conf run`: the conformance run, its record, its reports. */
export async function runCommand(options: RunOptions): Promise<number> {
  const { profile, deviation } = sutChoice(options.sut, options.profile);
  if (profile.identities.mode === 'fixed' && options.parallel > 1) {
    throw new UserError(
      'with identities.mode: fixed the scenarios share their users, so they cannot run in parallel',
      'leave --parallel out, or use identities.mode: generated',
    );
  }
  const catalogue = loadCatalogue();
  const waivers = options.waivers === undefined ? [] : readWaivers(options.waivers, catalogue);
  const edition = options.edition ?? profile.edition;
  const selected = select(options.select, catalogue, readScenarios(projectRoot), edition);
  makeOutFolder(options.out);
  const file = join(options.out, 'record.ndjson');
  const record = new RecordWriter(file);
  const live = new LiveRun();
  const run = conduct({
    root: projectRoot,
    tool: toolInfo(),
    profile,
    catalogue,
    edition,
    selected,
    selection: options.select,
    parallel: options.parallel,
    seed: options.seed,
    deviation,
    preflight: options.preflight,
    write: (line) => record.write(line),
    onPlanned: (planned) => live.planned(planned),
    onEnded: (outcome, cap) => live.ended(outcome, cap),
    onSlow: (what) => live.note(what),
  });
  // To the end of the process: the same key press may be delivered once more while the reports are written.
  const interrupted = onInterrupt((signal) => run.interrupt(`interrupted by ${signal}`));
  let failure: unknown;
  await Promise.race([
    run.finished.catch((reason: unknown) => {
      failure = reason;
    }),
    interrupted.done,
  ]);
  live.end();
  record.close();
  const result = judge([readRecord(file)], catalogue, waivers);
  await writeReports(result, [readRecord(file)], catalogue, options.out);
  if (failure) throw failure;
  return exitCode(result);
}

/** Follows a run for the user. */
class LiveRun {
  #progress: Progress | undefined;
  #planned = new Map<string, Planned>();

  planned(planned: readonly Planned[]): void {
    this.#planned = new Map(planned.map((one) => [one.key, one]));
    this.#progress = new Progress(planned.length);
  }

  ended(outcome: OutcomeLine, cap: CheckLine['cap']): void {
    const planned = this.#planned.get(outcome.scenario);
    if (!planned) return;
    const { requirement, name } = planned.scenario;
    const { name: configuration } = planned.configuration;
    this.#progress?.ended(
      ending(outcome, cap),
      requirement,
      configuration ? `${name} [${configuration}]` : name,
    );
  }

  note(text: string): void {
    this.#progress?.note(text);
  }

  end(): void {
    this.#progress?.end();
  }
}

function ending({ class: thrown }: OutcomeLine, cap: CheckLine['cap']): Ending {
  switch (thrown) {
    case 'none':
      return cap ?? 'pass';
    case 'CheckFailed':
      return 'fail';
    case 'PeerDidNot':
      return 'inconclusive';
    case 'error':
      return 'error';
  }
}
