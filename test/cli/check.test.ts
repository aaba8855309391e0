import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering } from '../null-suts/answering-suts.ts';
import { withProfile } from '../null-suts/judged.ts';
import { start } from '../run/process.ts';

test('check: an answer that the SUT gives by itself is quoted', async (t) => {
  const { file } = await withProfile(t, answering(403), '500ms');
  const run = start(['check', '--profile', file]);
  const { code, stderr } = await run.ended;
  assert.equal(code, 3);
  assert.match(stderr, /REGISTER reaches the core at .* \(it answered 403 Forbidden\); look at mw\.listen/);
});
