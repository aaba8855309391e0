import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from '../../src/profile/nearest.ts';

const known = ['guard', 'response', 'emergencyPolicy', 'regEvent'];

for (const [typed, meant] of [
  ['gaurd', 'guard'],
  ['Response', 'response'],
  ['emergency_policy', 'emergencyPolicy'],
  ['regevents', 'regEvent'],
] as const) {
  test(`${typed} means ${meant}`, () => assert.equal(nearest(typed, known), meant));
}

test('a word that resembles none means none', () => {
  assert.equal(nearest('consentExpiry', known), undefined);
  assert.equal(nearest('x', []), undefined);
});
