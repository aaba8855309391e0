import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { root } from '../support/w2conf.ts';

const { clauses, requirements } = loadCatalogue();

/** The numbered headings of each source document. */
const headings = {
  '000': 'X X.1 X.2 X.2.1 X.2.2 X.3 X.3.1 X.3.2',
  '001': '7 7.1 7.2 7.2.1 7.2.2 7.2.3 7.3 7.4 7.4.1 7.4.2 7.4.3',
  '002': '4 4.1',
  '003': '6.1 6.2 6.2.1 6.2.2 6.4 6.4.1 6.4.2 6A.1 6A.2 6A.3 7.1 7.2 7.2.1 7.2.2 7.2.3 7.4 7.4.1 7.4.2 7.4.3',
  '004':
    '1 2 3 3.1 3.2 4 4.1 4.2 4.3 4.4 5 6 6.1 6.2 6.3 6.4 7 7.1 7.2 7.3 7.4 7.5 8 8.1 8.2 8.3 8.4 8.5 ' +
    '9 9.1 9.2 9.3 9.4 9.5 10 10.1 10.2 10.3 10.4 10.5 11 A A.1 A.2 A.3 A.3.1 A.3.2 A.3.3 A.4 A.4.1 A.4.2 ' +
    'A.5 A.5.1 A.5.2',
} as const;

for (const [document, numbers] of Object.entries(headings)) {
  test(`every heading of document ${document} is listed, and no other`, () => {
    const listed = clauses.flatMap((clause) => [
      ...clause.formerly.filter((former) => former.document === document).map(({ number }) => number),
      ...(clause.documents.some((one) => one === document) ? [clause.number] : []),
    ]);
    assert.deepEqual(listed.toSorted(), numbers.split(' ').toSorted());
  });
}

test('earlier numbers lead to the clause of document 003', () => {
  const now = (document: string, number: string) =>
    clauses
      .filter(({ formerly }) =>
        formerly.some((former) => former.document === document && former.number === number),
      )
      .map((clause) => clause.number);
  assert.deepEqual(now('000', 'X.3.1'), ['6A.3']);
  assert.deepEqual(now('000', 'X.2.1'), ['6A.2']);
  assert.deepEqual(now('001', '7.4.2'), ['7.4.1']);
  assert.deepEqual(now('001', '7.4.3'), ['7.4.2']);
  assert.deepEqual(now('001', '7.2.1'), ['7.1']);
});

test('a clause has rows or says why not', () => {
  const filled = new Set(requirements.map(({ clause }) => clause));
  for (const { number, empty } of clauses) assert.equal(empty === undefined, filled.has(number), number);
});

test('rows that stand in for a clause without rows are tested', () => {
  const judged = new Set(readScenarios(root).map(({ requirement }) => requirement));
  const named = clauses.flatMap(({ number, empty = '' }) =>
    (empty.match(/\b(?:EPC|GEN|SDP|VIA|WIC|WS)-[\w.-]*\w/g) ?? []).map((id) => ({ number, id })),
  );
  assert.ok(named.length > 0);
  for (const { number, id } of named) assert.ok(judged.has(id), `${number}: ${id}`);
});

test('requirements come in the order of the clauses', () => {
  const numbers = clauses.map(({ number }) => number);
  const places = requirements.map(({ clause }) => numbers.indexOf(clause));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
});
