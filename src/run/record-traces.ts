/** What a record has of each scenario besides its checks: the trace, and the log of the SUT. */
import type { TraceEvent } from '../trace/event.ts';
import { isOwnLine, type LogLine, type ScenarioKey, type TraceLine } from './record.ts';
import type { RunRecord } from './record-file.ts';

interface ScenarioInRecord {
  /** Index of the record. */
  readonly record: number;
  readonly key: ScenarioKey;
}

export interface Traces {
  /** What crossed the interfaces in one scenario, in order of time. */
  of(scenario: ScenarioInRecord): readonly TraceEvent[];
  /** What the SUT wrote while that scenario ran, where w2conf started it. */
  log(scenario: ScenarioInRecord): readonly LogLine[];
  /** Every event of every record in order of time, orphans included. */
  readonly all: readonly TraceEvent[];
}

/** @param records in the order in which they were judged */
export function tracesOf(records: readonly RunRecord[]): Traces {
  const perRecord = records.map(eventsOf);
  const grouped = perRecord.map((events) => Map.groupBy(events, ({ scenario }) => scenario));
  const logs = records.map(({ lines }) =>
    Map.groupBy(
      lines.flatMap((line) => {
        const log = isOwnLine(line) ? line.w2conf.log : undefined;
        return log ? log.scenarios.map((scenario) => ({ scenario, log })) : [];
      }),
      ({ scenario }) => scenario,
    ),
  );
  return {
    of: ({ record, key }) => grouped[record]?.get(key) ?? [],
    log: ({ record, key }) => (logs[record]?.get(key) ?? []).map(({ log }) => log),
    all: perRecord.flat().sort((a, b) => a.at - b.at),
  };
}

function eventsOf({ lines }: RunRecord): TraceEvent[] {
  return lines
    .flatMap((line) => (isOwnLine(line) && line.w2conf.trace ? [decoded(line.w2conf.trace)] : []))
    .sort((a, b) => a.at - b.at);
}

function decoded({ text, base64, ...event }: TraceLine): TraceEvent {
  if (text !== undefined) return { ...event, bytes: Buffer.from(text, 'utf8') };
  if (base64 !== undefined) return { ...event, bytes: Buffer.from(base64, 'base64') };
  return event;
}
