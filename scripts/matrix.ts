/** Makes `docs/matrix`: every fault and every legal variant against every scenario. Takes minutes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsCommand } from '../src/cli/faults.ts';
import { judgedHash } from './judged-hash.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'docs', 'matrix');
const judged = judgedHash(root);
process.exitCode = await faultsCommand({ select: [], full: true, out });
writeFileSync(join(out, 'judged.sha256'), `${judged}\n`);
