import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradictions, coverage } from '../../src/catalogue/coverage.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const catalogue = loadCatalogue();
const scenario = {
  requirement: 'EPC-6.4.1-1c3',
  name: 'no identity',
  uri: 'features/epcscf/6.4.1-digest.feature',
  line: 12,
};
const means = {
  scenarios: [scenario],
  faults: [
    { name: 'marks-everything', kills: ['EPC-6.4.1-1c3'] },
    { name: 'no-path', kills: ['EPC-T5221-1'] },
  ],
  variants: [{ name: 'compact', exercises: ['EPC-6.4.1-1c3', 'EPC-T5221-1'] }],
};

function row(id: string) {
  const found = coverage(catalogue, means).find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

test('a row with a scenario is tested', () => {
  assert.deepEqual(row('EPC-6.4.1-1c3'), {
    id: 'EPC-6.4.1-1c3',
    clause: '6.4.1',
    entity: 'eP-CSCF',
    modality: 'shall-not',
    level: 'warning',
    condition: 'sipDigest',
    state: 'tested',
    references: [
      { spec: '24.371', clause: '6.4.1 1) c)' },
      { spec: '33.203', clause: 'O.4.3' },
    ],
    scenarios: [{ name: 'no identity', uri: 'features/epcscf/6.4.1-digest.feature', line: 12 }],
    faults: ['marks-everything'],
    variants: ['compact'],
  });
});

test('the level is that of the edition', () => {
  const later = coverage(catalogue, means, 'R12').find(({ id }) => id === 'EPC-6.4.1-1c3');
  assert.equal(later?.level, 'fail');
});

test('a row without scenario says why', () => {
  assert.equal(row('EPC-T5221-1').state, 'untested');
  assert.equal(row('EPC-T5221-1').reason, 'no scenario judges it');
  assert.deepEqual([row('WIC-7.1-1').state, row('WIC-7.1-1').condition], ['untested', null]);
  assert.match(
    row('WIC-7.1-1').reason ?? '',
    /the WIC as system under test is not driven yet \(since 2026-11-20\)/,
  );
  assert.equal(row('EPC-4.1-1').state, 'untestable');
  assert.equal(row('EPC-6A.1-1').state, 'aggregate');
  assert.match(row('EPC-6A.1-1').reason ?? '', /EPC-6A\.3-\*/);
});

test('contradictions are found', () => {
  const found = contradictions(catalogue, {
    scenarios: [scenario, { ...scenario, requirement: 'EPC-4.1-1' }, { ...scenario, requirement: 'EPC-0' }],
    faults: means.faults,
    variants: means.variants,
  });
  const at = 'features/epcscf/6.4.1-digest.feature:12 judges';
  for (const expected of [
    `${at} EPC-4.1-1, which the catalogue calls untestable`,
    `${at} EPC-0, which is not in the catalogue`,
    'EPC-T5221-1 has neither a scenario nor a reason why not',
    'fault no-path kills EPC-T5221-1, which no scenario judges',
    'variant compact exercises EPC-T5221-1, which no scenario judges',
  ]) {
    assert.ok(found.includes(expected), expected);
  }
  assert.ok(!found.some((sentence) => sentence.startsWith('EPC-6.4.1-1c3')));
});

test('where every judged row has a scenario nothing is contradicted', () => {
  const scenarios = catalogue.requirements
    .filter(({ standing }) => standing.kind === 'judged')
    .map(({ id }) => ({ ...scenario, requirement: id }));
  assert.deepEqual(contradictions(catalogue, { ...means, scenarios }), []);
});
