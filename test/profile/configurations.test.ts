import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurations } from '../../src/profile/configurations.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { parseProfile } from '../../src/profile/load.ts';

test('one nameless configuration when nothing varies', () => {
  const [only, ...others] = configurations(referenceProfile());
  assert.deepEqual(others, []);
  assert.equal(only?.name, '');
  assert.equal(only?.pics.sipDigest, true);
  assert.equal(only?.pics.emergencyPolicy, 'reject');
});

test('one configuration for each value of a list', () => {
  const found = configurations(parseProfile('pics: { emergencyPolicy: [reject, proceed] }', 'my.yaml'));
  assert.deepEqual(
    found.map(({ name, pics }) => [name, pics.emergencyPolicy]),
    [
      ['emergencyPolicy=reject', 'reject'],
      ['emergencyPolicy=proceed', 'proceed'],
    ],
  );
});

test('every combination of several lists; a list of one does not vary', () => {
  const text = 'pics: { emergencyPolicy: [proceed, reject], originCheck: [false, true], gruu: [true] }';
  const found = configurations(parseProfile(text, 'my.yaml'));
  assert.deepEqual(
    found.map(({ name }) => name),
    [
      'originCheck=false,emergencyPolicy=proceed',
      'originCheck=false,emergencyPolicy=reject',
      'originCheck=true,emergencyPolicy=proceed',
      'originCheck=true,emergencyPolicy=reject',
    ],
  );
  assert.ok(found.every(({ pics }) => pics.gruu === true));
});
