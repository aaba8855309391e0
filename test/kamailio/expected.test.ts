import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';
import { assertExpected, expected, folder } from './verdicts.ts';

test('Kamailio as a process gets exactly the verdicts that are written down', (t) => {
  if (requires(t, 'kamailio') === undefined) return;
  const out = temporaryFolder(t);
  const profile = join(folder, 'profile.yaml');
  assertExpected(w2conf(['run', '--sut', 'process', '--profile', profile, '--out', out]), out);
});

test('every verdict that is written down says why', () => {
  for (const [id, { why }] of Object.entries(expected)) assert.match(why, /\S/, id);
});
