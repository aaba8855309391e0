import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { defaultProfile, referenceProfile } from '../../src/profile/defaults.ts';
import { initialProfile } from '../../src/profile/init.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { picsNames } from '../../src/profile/pics.ts';
import type { Profile } from '../../src/profile/profile.ts';

/** What init prints, without the CA, which has no default since it is a file of the user's. */
function initial(): Profile {
  const { file: _, w2, ...profile } = parseProfile(initialProfile, 'my.yaml');
  const { ca: __, ...rest } = w2;
  return { ...profile, w2: rest };
}

test('the profile that init prints says the defaults', () => {
  assert.deepEqual(initial(), defaultProfile('remote'));
});

test('the embedded reference differs from it only in name, driver and short timers', () => {
  const { pixit, ...profile } = initial();
  assert.deepEqual(referenceProfile(), {
    ...profile,
    sut: { name: 'reference', driver: 'reference' },
    pixit: { ...pixit, t1: 50, guard: 50, consentExpiry: 1000, token: { ...pixit.token, leeway: 100 } },
  });
});

test('the profile that init prints names every PICS and explains every key', () => {
  const { pics } = parse(initialProfile) as { pics: Record<string, unknown> };
  assert.deepEqual(Object.keys(pics), [...picsNames]);
  const lines = initialProfile.split('\n');
  const unexplained = lines.filter((line, index) => {
    const hasValue = /^ *[A-Za-z0-9]+: *[^ #]/.test(line);
    return hasValue && !line.includes(' # ') && !lines[index - 1]?.includes('# ');
  });
  assert.deepEqual(unexplained, []);
});
