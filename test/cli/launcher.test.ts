import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { allOnPath } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { launcher, root, runToEnd } from '../support/w2conf.ts';

/** A Node below 24 that this machine has besides ours; skips the test when there is none. */
function oldNode(t: TestContext): string | undefined {
  const found = allOnPath('node').find((path) => {
    const major = /^v(\d+)\./.exec(runToEnd(path, ['--version']).stdout)?.[1];
    return !path.includes('node_modules') && Number(major) < 24;
  });
  if (found === undefined) t.skip('there is no Node below 24 on PATH');
  return found;
}

/** Starts a script through the launcher on an older Node and waits for the line that says it listens. */
async function started(node: string, script: string, detached = false): Promise<ChildProcess> {
  const child = spawn(node, [launcher, '--script', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached,
  });
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  return child;
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

test('runs in the process of a Node that is new enough', (t) => {
  const folder = temporaryFolder(t, { 'pid.ts': 'const pid: number = process.ppid;\nconsole.log(pid);\n' });
  const { code, stdout } = runToEnd(process.execPath, [launcher, '--script', join(folder, 'pid.ts')]);
  assert.equal(code, 0);
  assert.equal(Number(stdout), process.pid);
});

test('prints the version under an older Node', (t) => {
  const node = oldNode(t);
  if (node === undefined) return;
  assert.deepEqual(runToEnd(node, [launcher, '--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
});

test('runs a script with its arguments on Node 24 and passes its exit code', (t) => {
  const node = oldNode(t);
  if (node === undefined) return;
  const folder = temporaryFolder(t, {
    'say.ts':
      'const words: string[] = process.argv.slice(2);\n' +
      'console.log(JSON.stringify({ words, major: Number(process.versions.node.split(".")[0]) }));\n' +
      'process.exit(7);\n',
  });
  const { code, stdout } = runToEnd(node, [launcher, '--script', join(folder, 'say.ts'), '--select', 'a b']);
  assert.equal(code, 7);
  assert.deepEqual(JSON.parse(stdout), { words: ['--select', 'a b'], major: 24 });
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`hands ${signal} on and ends with the code that the script chooses`, async (t) => {
    const node = oldNode(t);
    if (node === undefined) return;
    const folder = temporaryFolder(t, {
      'wait.ts': `process.on('${signal}', () => process.exit(9));\nsetInterval(() => {}, 1000);\nconsole.log('ready');\n`,
    });
    const child = await started(node, join(folder, 'wait.ts'));
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [9, null]);
  });
}

test('outlives the script when both get the signal, as from Ctrl-C', async (t) => {
  const node = oldNode(t);
  if (node === undefined) return;
  const folder = temporaryFolder(t, {
    // Ends by itself some turns after the signal: a launcher that died of the signal would not see code 9.
    'slow.ts':
      "process.on('SIGINT', () => setTimeout(() => process.exit(9), 200));\n" +
      "setInterval(() => {}, 1000);\nconsole.log('ready');\n",
  });
  const child = await started(node, join(folder, 'slow.ts'), true);
  assert.ok(child.pid);
  process.kill(-child.pid, 'SIGINT');
  assert.deepEqual(await once(child, 'exit'), [9, null]);
});

test('ends by the signal that ended the script', async (t) => {
  const node = oldNode(t);
  if (node === undefined) return;
  const folder = temporaryFolder(t, { 'wait.ts': "setInterval(() => {}, 1000);\nconsole.log('ready');\n" });
  const child = await started(node, join(folder, 'wait.ts'));
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGTERM']);
});

test('says what to do when the Node of the platform package is missing', (t) => {
  const node = oldNode(t);
  if (node === undefined) return;
  const folder = temporaryFolder(t, { 'package.json': '{"type":"module"}', 'src/cli/main.ts': '' });
  mkdirSync(join(folder, 'bin'));
  copyFileSync(launcher, join(folder, 'bin', 'w2conf.js'));
  const { code, stderr } = runToEnd(node, [join(folder, 'bin', 'w2conf.js'), 'run']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error: w2conf needs Node 24 or newer; this is Node \d+\..*is missing\nremedy: run `npm ci`/,
  );
  assert.doesNotMatch(stderr, /^\s+at /m);
});

test('says what to do when a package was never built', (t) => {
  const folder = temporaryFolder(t, { 'node_modules/w2conf/package.json': '{"type":"module"}' });
  const bin = join(folder, 'node_modules', 'w2conf', 'bin');
  mkdirSync(bin);
  copyFileSync(launcher, join(bin, 'w2conf.js'));
  const { code, stderr } = runToEnd(process.execPath, [join(bin, 'w2conf.js')]);
  assert.equal(code, 2);
  assert.match(stderr, /main\.js is missing\nremedy: /);
});

test('refuses a script that does not exist', () => {
  const { code, stderr } = runToEnd(process.execPath, [launcher, '--script', 'no/such.ts']);
  assert.equal(code, 2);
  assert.equal(stderr, 'error: there is no file no/such.ts\nremedy: name an existing file\n');
});
