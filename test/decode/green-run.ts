import { loadCatalogue } from '../../src/catalogue/load.ts';
import { select } from '../../src/cli/selection.ts';
import { toolInfo } from '../../src/cli/version.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { conduct } from '../../src/run/conduct.ts';
import type { RecordLine } from '../../src/run/record.ts';
import { parseRecord, type RunRecord } from '../../src/run/record-file.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { root } from '../support/w2conf.ts';

/** The record of a run of everything against the reference. */
export async function greenRun(): Promise<RunRecord> {
  const catalogue = loadCatalogue();
  const profile = referenceProfile();
  const lines: RecordLine[] = [];
  await conduct({
    root,
    tool: toolInfo(),
    profile,
    catalogue,
    edition: profile.edition,
    selected: select([], catalogue, readScenarios(root), profile.edition),
    selection: [],
    parallel: 1,
    seed: 1,
    preflight: true,
    write: (line) => lines.push(line),
  }).finished;
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  return parseRecord(text, 'record.ndjson');
}
