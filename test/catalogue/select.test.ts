import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { parseSelector, SelectorError, takes } from '../../src/catalogue/select.ts';

const catalogue = loadCatalogue();

/** The ids that the selectors take. */
function taken(...texts: string[]): string[] {
  const selectors = texts.map((text) => parseSelector(catalogue, text));
  return catalogue.requirements.filter((row) => takes(selectors, row)).map(({ id }) => id);
}

function clausesOf(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => catalogue.find(id)?.clause ?? ''))];
}

test('nothing selected is everything', () => {
  assert.equal(taken().length, catalogue.requirements.length);
});

test('a clause takes what is below it by whole components', () => {
  assert.deepEqual(clausesOf(taken('6.4')), ['6.4.1', '6.4.2']);
  assert.deepEqual(clausesOf(taken('6')), ['6.1', '6.2.1', '6.2.2', '6.4.1', '6.4.2']);
  assert.deepEqual(clausesOf(taken('6A')), ['6A.1', '6A.2', '6A.3']);
  assert.deepEqual(clausesOf(taken('6a.3')), ['6A.3']);
  assert.deepEqual(clausesOf(taken('24.371:7.4.3')), ['7.4.3']);
});

test('a clause without rows takes nothing', () => {
  assert.deepEqual(taken('5'), []);
});

test('a base clause takes the rows that rest on it, by whole components too', () => {
  const registration = taken('24.229:5.2.2.1');
  assert.ok(registration.includes('EPC-T5221-1') && registration.includes('EPC-6.4.2-9'));
  assert.ok(!registration.includes('EPC-T523-1'));
  const deregistration = taken('24.229:5.2.5');
  assert.ok(deregistration.includes('EPC-6A.3-1') && deregistration.includes('EPC-6A.3-10'));
  const websocket = taken('RFC 7118:5');
  assert.ok(websocket.includes('WS-7118-5-1') && websocket.includes('WS-7118-5.1-1'));
  assert.deepEqual(taken('rfc7118:5'), websocket);
  assert.deepEqual(taken('TS 24.229:5.2.5'), deregistration);
  assert.ok(!taken('24.229:5.1').some((id) => id.startsWith('EPC-')));
});

test('an id takes its row, a former id the row that has it now', () => {
  assert.deepEqual(taken('EPC-6.4.1-1a'), ['EPC-6.4.1-1a']);
  assert.deepEqual(taken('GEN-7.1-4'), ['EPC-7.4.1-P9']);
});

test('a tag expression sees the tags of rows and scenarios', () => {
  assert.deepEqual(taken('@req:EPC-6.4.1-1a or @req:EPC-6.4.1-1b'), ['EPC-6.4.1-1a', 'EPC-6.4.1-1b']);
  assert.deepEqual(clausesOf(taken('@clause:6A.3 and not @req:EPC-6A.3-1')), ['6A.3']);
  const requirement = catalogue.find('EPC-6.4.1-1a');
  assert.ok(requirement);
  const slow = [parseSelector(catalogue, '@slow')];
  assert.equal(takes(slow, requirement, ['@slow']), true);
  assert.equal(takes(slow, requirement, ['@fast']), false);
});

test('several selectors are a union', () => {
  assert.deepEqual(taken('EPC-6.4.1-1a', 'EPC-6A.3-1'), ['EPC-6.4.1-1a', 'EPC-6A.3-1']);
  assert.equal(taken('6.4.1', '6.4').length, taken('6.4').length);
});

test('selectors say what they are', () => {
  const kinds = ['6.4', '24.229:5.2.3', 'EPC-T523-1', '@req:X'].map(
    (text) => parseSelector(catalogue, text).kind,
  );
  assert.deepEqual(kinds, ['clause', 'base', 'requirement', 'tags']);
});

for (const [text, near] of [
  ['6.40', '6.4'],
  ['EPC-6.4.1-1z', 'EPC-6.4.1-1a'],
  ['24.229:5.2.2.3', '24.229:5.2.2.2'],
  ['X.3.1', '6A.3'],
] as const) {
  test(`${text} is unknown, and ${near} is offered`, () => {
    assert.throws(
      () => parseSelector(catalogue, text),
      (error) =>
        error instanceof SelectorError && error.nearest.includes(near) && error.message.includes(text),
    );
  });
}

test('what is no tag expression is refused', () => {
  assert.throws(() => parseSelector(catalogue, '@req:X and'), SelectorError);
});
