import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadProfile } from '../../src/profile/load.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';

test('init writes what it prints, and the profile loads', (t) => {
  const folder = temporaryFolder(t);
  const written = w2conf(['init', 'my.yaml'], { cwd: folder });
  assert.equal(written.code, 0);
  assert.match(written.stdout, /Next: .* w2conf check --profile my\.yaml/);
  const printed = w2conf(['init'], { cwd: folder });
  assert.equal(printed.code, 0);
  assert.equal(readFileSync(join(folder, 'my.yaml'), 'utf8'), printed.stdout);
  assert.equal(loadProfile(join(folder, 'my.yaml')).w2.ca, join(folder, 'ca.pem'));
});

test('init overwrites nothing', (t) => {
  const folder = temporaryFolder(t, { 'my.yaml': 'edition: R17\n' });
  const { code, stderr } = w2conf(['init', 'my.yaml'], { cwd: folder });
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'error: my.yaml exists already\nremedy: name another file, or remove this one first\n',
  );
  assert.equal(readFileSync(join(folder, 'my.yaml'), 'utf8'), 'edition: R17\n');
});

test('init says when the folder does not exist', (t) => {
  const { code, stderr } = w2conf(['init', 'no/such/my.yaml'], { cwd: temporaryFolder(t) });
  assert.equal(code, 2);
  assert.match(stderr, /cannot be written \(ENOENT\)\nremedy: /);
});
