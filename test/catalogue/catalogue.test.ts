import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { applies, dependsOn, existsIn } from '../../src/catalogue/requirement.ts';
import { type Pics, picsNames, picsTable } from '../../src/profile/pics.ts';
import { editions } from '../../src/profile/profile.ts';
import { firstIds } from './first-ids.ts';

const catalogue = loadCatalogue();
const rows = catalogue.requirements;

test('no id is claimed twice, present or former', () => {
  const ids = rows.flatMap(({ id, formerly }) => [id, ...formerly]);
  assert.deepEqual(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    [],
  );
});

test('every id of the first list is still known', () => {
  assert.equal(firstIds.length, 260);
  assert.deepEqual(
    firstIds.filter((id) => !catalogue.find(id)),
    [],
  );
});

test('every obligation that the review added is known', () => {
  const added = Array.from({ length: 24 }, (_, index) => `N${index + 1}`);
  assert.deepEqual(
    added.filter((id) => !catalogue.find(id)),
    [],
  );
  assert.deepEqual(
    rows.filter(({ id }) => added.includes(id)),
    [],
  );
});

test('what was not read may not fail anybody', () => {
  const loud = rows.filter(
    ({ evidence, level }) => evidence === 'memory' && editions.some((edition) => level[edition] === 'fail'),
  );
  assert.deepEqual(loud, []);
});

test("notes and editor's notes are warnings at most where only they speak", () => {
  const loud = rows.filter(
    ({ references, level }) =>
      references.every(({ spec }) => spec === '24.371') &&
      references.every(({ clause }) => /NOTE|Editor's note/.test(clause)) &&
      level.D === 'fail',
  );
  assert.deepEqual(loud, []);
});

test('every row refers to the clause of TS 24.371 that leads to it', () => {
  for (const { id, references } of rows) {
    assert.ok(
      references.some(({ spec }) => spec === '24.371'),
      `${id} has no reference to 24.371`,
    );
    assert.equal(
      new Set(references.map(({ spec, clause }) => `${spec}:${clause}`)).size,
      references.length,
      `${id} repeats a reference`,
    );
  }
});

test('every reference names a specification and a clause of it', () => {
  for (const { id, references } of rows) {
    for (const { spec, clause } of references) {
      assert.match(spec, /^(\d{2}\.\d{3}|RFC \d{4})$/, id);
      assert.match(clause, /^[0-9A-Z]+(\.[0-9A-Z]+)*( \S.*)?$/, id);
    }
  }
});

test('references to TS 24.371 name clauses that the documents have, or say which release has them', () => {
  const numbers = new Set(catalogue.clauses.map(({ number }) => number));
  for (const { id, references } of rows) {
    for (const { clause } of references.filter(({ spec }) => spec === '24.371')) {
      const [number = '', ...item] = clause.split(' ');
      assert.ok(numbers.has(number) || item.includes('R17'), `${id}: ${clause}`);
    }
  }
});

test('a row that stays unjudged says why, a judged one how', () => {
  for (const { id, standing, stimulus } of rows) {
    if (standing.kind === 'judged') assert.ok(stimulus, `${id} has no stimulus`);
    if (standing.kind === 'untestable') assert.match(standing.why, /\w.{30}/, id);
    if (standing.kind === 'untested') assert.match(standing.since, /^\d{4}-\d\d-\d\d$/, id);
  }
});

test('what cannot do harm is judged only where a later edition, or the record, wants to know', () => {
  const known = ['EPC-6.1-4', 'EPC-6.1-5b', 'EPC-6.4.2-10', 'EPC-7.4.1-e5', 'EPC-7.4.1-i', 'EPC-7.4.2-c2'];
  assert.deepEqual(
    rows
      .filter(({ standing, level }) => standing.kind === 'judged' && level.D === 'info')
      .map(({ id }) => id)
      .filter((id) => !known.includes(id)),
    [],
  );
});

test('aggregates are of plain rows', () => {
  for (const { id, standing } of rows) {
    if (standing.kind !== 'aggregate') continue;
    for (const child of standing.ids) {
      const kind = rows.find((row) => row.id === child)?.standing.kind;
      assert.ok(kind && kind !== 'aggregate', `${id} has ${child}`);
    }
  }
});

test('the WIC is not judged yet', () => {
  assert.deepEqual(
    rows.filter(
      ({ entity, standing }) => entity !== 'eP-CSCF' && entity !== 'both' && standing.kind === 'judged',
    ),
    [],
  );
});

test('in the clauses without SDP only what cannot be observed stays unjudged', () => {
  const unjudged = rows.filter(
    ({ clause, entity, standing }) =>
      ['4.1', '6.4.1', '6.4.2', '6A.3', '7.4.3'].includes(clause) &&
      entity !== 'WIC' &&
      standing.kind !== 'judged',
  );
  assert.deepEqual(
    unjudged.map(({ id }) => id),
    [
      'EPC-4.1-1',
      'EPC-4.1-2',
      'EPC-4.1-3',
      'EPC-4.1-4',
      'WS-7118-7-2',
      'EPC-6.4.2-12',
      'EPC-6A.3-13',
      'EPC-7.4.3-6',
    ],
  );
  assert.equal(catalogue.find('EPC-6.1-3')?.standing.kind, 'judged');
});

test('a condition decides whether a row applies, and with varies how often it runs', () => {
  const pics = Object.fromEntries(picsNames.map((name) => [name, picsTable[name].initial])) as Pics;
  const proceed = catalogue.find('EPC-7.4.3-Ab');
  assert.ok(proceed);
  assert.equal(applies(proceed, pics), false);
  assert.equal(applies(proceed, { ...pics, emergencyPolicy: 'proceed', originCountry: 'pani' }), true);
  assert.deepEqual(dependsOn(proceed), ['sipDigest', 'emergencyPolicy', 'originCountry']);
  const inspect = catalogue.find('EPC-7.4.3-1');
  assert.ok(inspect);
  assert.equal(applies(inspect, pics), true);
  assert.deepEqual(dependsOn(inspect), ['sipDigest', 'emergencyPolicy', 'originCountry']);
});

test('levels and rows may differ by edition', () => {
  assert.deepEqual(catalogue.find('EPC-6.4.1-1c3')?.level, { D: 'warning', R12: 'fail', R17: 'fail' });
  assert.deepEqual(catalogue.find('EPC-6.4.1-1c')?.level, { D: 'fail', R12: 'fail', R17: 'fail' });
  const late = catalogue.find('WIC-6.2.2-5');
  assert.ok(late);
  assert.deepEqual(
    editions.filter((edition) => existsIn(late, edition)),
    ['R17'],
  );
});

test('the catalogue cannot be changed, and its hash is that of its files', () => {
  assert.ok(Object.isFrozen(catalogue) && Object.isFrozen(rows) && Object.isFrozen(rows[0]?.references));
  assert.match(catalogue.hash, /^[0-9a-f]{64}$/);
  assert.equal(loadCatalogue().hash, catalogue.hash);
});
