import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { contradictions } from '../../src/catalogue/coverage.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { allFaults, allVariants } from '../../src/reference/deviations.ts';
import { readScenarios } from '../../src/run/scenarios.ts';

const root = join(import.meta.dirname, '..', '..');

it('catalogue, scenarios, faults and variants do not contradict each other', () => {
  const found = contradictions(loadCatalogue(), {
    scenarios: readScenarios(root),
    faults: Object.entries(allFaults).map(([name, { kills }]) => ({ name, kills })),
    variants: Object.entries(allVariants).map(([name, { exercises }]) => ({ name, exercises })),
  });
  assert.deepEqual(found, []);
});
