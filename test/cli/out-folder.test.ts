import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';

function refused(args: readonly string[], out: string, code: string): void {
  const ended = w2conf([...args, '--out', out]);
  assert.equal(ended.code, 2, ended.stderr);
  assert.equal(
    ended.stderr,
    `error: ${out}: no folder that can be made or written to (${code})\nremedy: name another folder with --out\n`,
  );
  assert.equal(ended.stdout, '');
}

test('a folder below a file cannot be made', (t) => {
  const folder = temporaryFolder(t, { file: '' });
  refused(['run'], join(folder, 'file'), 'ENOTDIR');
  refused(['run'], join(folder, 'file', 'a', 'b'), 'ENOTDIR');
  refused(['faults'], join(folder, 'file', 'a'), 'ENOTDIR');
});

test('a folder that nobody can make is refused at once', { skip: !existsSync('/proc/self') }, () => {
  refused(['run'], '/proc/x', 'ENOENT');
  refused(['run'], '/proc/x/y', 'ENOENT');
  refused(['faults'], '/proc/x', 'ENOENT');
});

test('a folder that may not be written to is refused', (t: TestContext) => {
  if (process.getuid?.() === 0) return t.skip('root may write everywhere');
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o555);
  refused(['run'], folder, 'EACCES');
  refused(['run'], join(folder, 'a'), 'EACCES');
});

test('a folder is made with those above it, and nothing else stays in it than results', (t) => {
  const out = join(temporaryFolder(t), 'a', 'b');
  const { code, stderr } = w2conf(['run', '--select', 'WS-7118-6-1', '--out', out]);
  assert.equal(code, 0, stderr);
  const files = ['junit.xml', 'record.ndjson', 'report.html', 'report.json', 'trace.pcapng'];
  assert.deepEqual(readdirSync(out).toSorted(), files);
});
