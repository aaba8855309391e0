/** The trace of a record, by scenario. */
import type { TraceEvent } from '../trace/event.ts';
import { isOwnLine, type ScenarioKey, type TraceLine } from './record.ts';
import type { RunRecord } from './record-file.ts';

export interface Traces {
  /** What crossed the interfaces in one scenario, in order of time. */
  of(scenario: { readonly record: number; readonly key: ScenarioKey }): readonly TraceEvent[];
  /** Every event of every record in order of time, orphans included. */
  readonly all: readonly TraceEvent[];
}

/** @param records in the order in which they were judged */
export function tracesOf(records: readonly RunRecord[]): Traces {
  const perRecord = records.map(eventsOf);
  const grouped = perRecord.map((events) => Map.groupBy(events, ({ scenario }) => scenario));
  return {
    of: ({ record, key }) => grouped[record]?.get(key) ?? [],
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
