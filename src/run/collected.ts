import { conduct, type RunOrder } from './conduct.ts';
import type { RecordLine } from './record.ts';

/** A run that can be repeated: its seed is fixed, and its scenarios run one after the other. */
export type RepeatableOrder = Omit<RunOrder, 'write' | 'parallel' | 'seed'>;

/** Conducts a run to its end. @returns the lines of its record */
export async function collected(order: RepeatableOrder): Promise<readonly RecordLine[]> {
  const lines: RecordLine[] = [];
  await conduct({ ...order, parallel: 1, seed: 1, write: (line) => lines.push(line) }).finished;
  return lines;
}
