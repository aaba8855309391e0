import { loadCatalogue } from '../../src/catalogue/load.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { collected } from '../../src/run/collected.ts';
import type { RunOrder } from '../../src/run/conduct.ts';
import { root } from './w2conf.ts';

type Order = Pick<RunOrder, 'profile' | 'selected' | 'selection' | 'preflight'> &
  Partial<Pick<RunOrder, 'root'>>;

/** Conducts a run in this process, one scenario at a time. @returns the text of its record */
export async function conducted(order: Order): Promise<string> {
  const { edition } = order.profile;
  const lines = await collected({ root, tool: toolInfo(), catalogue: loadCatalogue(), edition, ...order });
  return lines.map((line) => JSON.stringify(line)).join('\n');
}
