import { loadCatalogue } from '../../src/catalogue/load.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { conduct, type RunOrder } from '../../src/run/conduct.ts';
import type { RecordLine } from '../../src/run/record.ts';
import { root } from './w2conf.ts';

type Order = Pick<RunOrder, 'profile' | 'selected' | 'selection' | 'preflight'> &
  Partial<Pick<RunOrder, 'root'>>;

/** Conducts a run in this process, one scenario at a time. @returns the text of its record */
export async function conducted(order: Order): Promise<string> {
  const lines: RecordLine[] = [];
  await conduct({
    root,
    tool: toolInfo(),
    catalogue: loadCatalogue(),
    edition: order.profile.edition,
    parallel: 1,
    seed: 1,
    write: (line) => lines.push(line),
    ...order,
  }).finished;
  return lines.map((line) => JSON.stringify(line)).join('\n');
}
