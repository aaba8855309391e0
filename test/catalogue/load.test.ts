import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Catalogue, catalogueFrom } from '../../src/catalogue/load.ts';
import { CatalogueError } from '../../src/catalogue/read.ts';

const clauses = `version: 1.2.3
clauses:
  - { number: '6', title: Six, documents: ['004'], empty: nothing yet }
  - { number: '6.4', title: Sixty-four, documents: ['003'] }
`;

/** One row; `extra` replaces or adds lines. */
function row(id: string, extra: Record<string, string> = {}): string {
  const fields = {
    title: 'A title',
    entity: 'eP-CSCF',
    modality: 'shall',
    level: 'fail',
    evidence: 'confirmed',
    paraphrase: 'It does.',
    references: "[{ spec: '24.371', clause: '6.4' }]",
    ...extra,
  };
  const lines = Object.entries(fields).map(([key, value]) => `    ${key}: ${value}\n`);
  return `  - id: ${id}\n${lines.join('')}`;
}

function load(rows: string, headings = clauses, clause = '6.4'): Catalogue {
  return catalogueFrom(
    new Map([
      ['clauses.yaml', headings],
      ['rows/6.4.yaml', `clause: '${clause}'\nrows:\n${rows}`],
    ]),
  );
}

function refused(build: () => unknown, message: RegExp): void {
  assert.throws(build, (error) => {
    assert.ok(error instanceof CatalogueError);
    assert.match(error.message, message);
    return true;
  });
}

test('a row gets its clause, levels per edition, and defaults', () => {
  const catalogue = load(row('EPC-6.4-1', { condition: 'sipDigest', accepts: '[380, silence]' }));
  const [requirement] = catalogue.requirements;
  assert.equal(catalogue.version, '1.2.3');
  assert.equal(requirement?.clause, '6.4');
  assert.deepEqual(requirement?.level, { D: 'fail', R12: 'fail', R17: 'fail' });
  assert.deepEqual(requirement?.editions, ['D', 'R12', 'R17']);
  assert.deepEqual(requirement?.accepts, ['380', 'silence']);
  assert.deepEqual(requirement?.standing, { kind: 'judged' });
});

test('an aggregate knows the rows it stands for, without itself', () => {
  const rows = row('EPC-6.4-1', { aggregate: '[EPC-6.4-*]' }) + row('EPC-6.4-2') + row('EPC-6.4-3');
  const [aggregate] = load(rows).requirements;
  assert.deepEqual(aggregate?.standing, {
    kind: 'aggregate',
    of: ['EPC-6.4-*'],
    ids: ['EPC-6.4-2', 'EPC-6.4-3'],
  });
});

test('a row is found under its former id', () => {
  const catalogue = load(row('EPC-6.4-1b', { formerly: '[N3]' }));
  assert.equal(catalogue.find('N3')?.id, 'EPC-6.4-1b');
  assert.equal(catalogue.find('N4'), undefined);
});

test('the hash follows the text', () => {
  const hash = load(row('EPC-6.4-1')).hash;
  assert.equal(load(row('EPC-6.4-1')).hash, hash);
  assert.notEqual(load(row('EPC-6.4-1', { title: 'Another' })).hash, hash);
});

test('mistakes name file and line', () => {
  refused(() => load(row('EPC-6.4-1', { levle: 'fail' })), /^rows\/6\.4\.yaml:11: unknown key levle$/);
  refused(() => load(row('EPC-6.4-1', { level: 'fatal' })), /^rows\/6\.4\.yaml:7: rows\.0\.level: /);
  refused(() => load(row('EPC-6.4-1', { condition: 'sipDigset' })), /:11: EPC-6\.4-1: sipDigset is no PICS/);
  refused(() => load('  - id: [\n'), /^rows\/6\.4\.yaml:\d+: /);
});

test('what contradicts itself is refused', () => {
  refused(
    () => load(row('EPC-6.4-1', { evidence: 'memory' })),
    /:7: EPC-6\.4-1: a row from memory cannot fail/,
  );
  refused(
    () => load(row('EPC-6.4-1', { evidence: 'memory', level: '{ D: info, R12: warning, R17: fail }' })),
    /a row from memory cannot fail/,
  );
  refused(() => load(row('EPC-6.4-1') + row('EPC-6.4-1')), /EPC-6\.4-1 is also claimed by EPC-6\.4-1/);
  refused(
    () => load(row('EPC-6.4-1') + row('EPC-6.4-2', { formerly: '[EPC-6.4-1]' })),
    /EPC-6\.4-2: EPC-6\.4-1 is also claimed by EPC-6\.4-1/,
  );
  refused(() => load(row('EPC-6.4-1', { aggregate: '[EPC-7*]' })), /no row is called EPC-7\*/);
  refused(
    () => load(row('EPC-6.4-1', { aggregate: '[EPC-*]', untestable: '{ why: because }' })),
    /more than one of untested, untestable and aggregate/,
  );
  refused(
    () => load(row('EPC-6.4-1', { references: "[{ spec: TS 24.229, clause: '5' }]" })),
    /is no specification/,
  );
  refused(() => load(row('EPC-6.4-1', { references: "[{ spec: '24.229', clause: x }]" })), /is no clause/);
});

test('rows and headings must fit', () => {
  refused(() => load(row('EPC-6.4-1'), clauses, '6.5'), /holds clause 6\.5/);
  refused(
    () => load(row('EPC-6.4-1'), clauses.replace("'6.4'", "'6.6'")),
    /clause 6\.4 is not in clauses\.yaml/,
  );
  refused(
    () => load(row('EPC-6.4-1'), clauses.replace(', empty: nothing yet', '')),
    /^clauses\.yaml:3: .* no rows/,
  );
  refused(
    () => load(row('EPC-6.4-1'), clauses.replace("['003']", "['003'], empty: none")),
    /^clauses\.yaml:4: clause 6\.4 has rows, yet/,
  );
});
