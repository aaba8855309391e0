import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckLine } from '../../src/run/record.ts';
import { isOwnLine } from '../../src/run/record.ts';
import { type RunRecord, readRecord } from '../../src/run/record-file.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { Normaliser } from '../../src/trace/normalise.ts';

/** Verdicts of a run's requirements and scenarios, from its report. */
export function verdictsIn(folder: string): Readonly<Record<string, string>> {
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    requirements: {
      id: string;
      verdict: string;
      scenarios: { uri: string; line: number; configuration?: string; verdict: string }[];
    }[];
  };
  return Object.fromEntries(
    report.requirements.flatMap(({ id, verdict, scenarios }) => [
      [id, verdict],
      ...scenarios.map(({ configuration = '', uri, line, verdict: own }) => [
        `${configuration}|${uri}:${line}`,
        own,
      ]),
    ]),
  );
}

/**
 * The checks of each scenario with the message that each cites, in the form in which runs are compared. Ordinals
 * start anew in each scenario, since the order of scenarios is not the same in every run.
 */
export function evidenceIn(folder: string): Readonly<Record<string, unknown>> {
  const record = readRecord(join(folder, 'record.ndjson'));
  const traces = tracesOf([record]);
  const checks = Object.groupBy(checksOf(record), ({ scenario }) => scenario);
  return Object.fromEntries(
    Object.entries(checks)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([scenario, some = []]) => {
        const events = new Map(traces.of({ record: 0, key: scenario }).map((event) => [event.id, event]));
        const cited = some.map(({ evidence, ...whole }) => {
          const check = isOfMedia(scenario) ? { ...whole, received: undefined } : whole;
          const event = evidence && events.get(evidence.message);
          if (!event) return check;
          // The message stands for its id, which counts what else crossed the interface meanwhile.
          const { ref, kind, from, to, bytes = new Uint8Array() } = event;
          const text = Buffer.from(bytes).toString();
          return { cited: { ref, kind, from, to, text, line: evidence.line }, ...check };
        });
        return [scenario, new Normaliser().value(cited)];
      }),
  );
}

/** Packets are counted while they pass, so the counts of two runs need not be the same. */
function isOfMedia(scenario: string): boolean {
  return /-media\.feature:/.test(scenario);
}

/** How many scenarios each worker thread started. */
export function scenariosPerWorker(folder: string): readonly number[] {
  const record = readRecord(join(folder, 'record.ndjson'));
  const workers = record.lines.flatMap((line) =>
    isOwnLine(line) || !line.testCaseStarted ? [] : [line.testCaseStarted.workerId],
  );
  return [...Map.groupBy(workers, (worker) => worker).values()].map(({ length }) => length);
}

function checksOf({ lines }: RunRecord): CheckLine[] {
  return lines.flatMap((line) => (isOwnLine(line) && line.w2conf.check ? [line.w2conf.check] : []));
}
