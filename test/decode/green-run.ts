import { loadCatalogue } from '../../src/catalogue/load.ts';
import { select } from '../../src/cli/selection.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { parseRecord, type RunRecord } from '../../src/run/record-file.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { conducted } from '../support/conducted.ts';
import { root } from '../support/w2conf.ts';

/** The record of a run of everything against the reference. */
export async function greenRun(): Promise<RunRecord> {
  const profile = referenceProfile();
  const selected = select([], loadCatalogue(), readScenarios(root), profile.edition);
  const text = await conducted({ profile, selected, selection: [], preflight: true });
  return parseRecord(text, 'record.ndjson');
}
