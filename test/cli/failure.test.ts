import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { launcher, root, runToEnd } from '../support/w2conf.ts';

const failure = join(root, 'src', 'cli', 'failure.ts');
const exit = join(root, 'src', 'cli', 'exit.ts');

test('a mistake of the user is one message with its remedy, code 2', (t) => {
  const folder = temporaryFolder(t, {
    'a.ts': `import { reportFailure } from ${JSON.stringify(failure)};
import { UserError } from ${JSON.stringify(exit)};
process.exitCode = reportFailure(new UserError('no such thing', 'name another'));
`,
  });
  assert.deepEqual(runToEnd(process.execPath, [launcher, '--script', join(folder, 'a.ts')]), {
    code: 2,
    stdout: '',
    stderr: 'error: no such thing\nremedy: name another\n',
  });
});

test('an engine that was lost with the SUT in it is no bug of ours', (t) => {
  const engine = join(root, 'src', 'sut', 'engine.ts');
  const folder = temporaryFolder(t, {
    'a.ts': `import { reportFailure } from ${JSON.stringify(failure)};
import { unlessLost } from ${JSON.stringify(engine)};
try {
  await unlessLost(Promise.reject(new Error('connect ECONNREFUSED /var/run/docker.sock')));
} catch (reason) {
  process.exitCode = reportFailure(reason);
}
`,
  });
  const { code, stderr } = runToEnd(process.execPath, [launcher, '--script', join(folder, 'a.ts')]);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^error: the container engine does not answer any more \(connect .* may be left; .*docker ps/,
  );
  assert.doesNotMatch(stderr, /bug/);
});

test('a full disk is no bug of ours', { skip: !existsSync('/dev/full') }, (t) => {
  const folder = temporaryFolder(t, {
    'a.ts': `import { writeFileSync } from 'node:fs';
import { reportFailure } from ${JSON.stringify(failure)};
try {
  writeFileSync('/dev/full', 'much');
} catch (reason) {
  process.exitCode = reportFailure(reason);
}
`,
  });
  const { code, stderr } = runToEnd(process.execPath, [launcher, '--script', join(folder, 'a.ts')]);
  assert.equal(code, 3);
  assert.match(stderr, /^error: there is no room for the results: ENOSPC.*\nremedy: .*--out/);
  assert.doesNotMatch(stderr, /bug/);
});

test('an unexpected error is called a bug, code 3, and shows its stack only when asked', (t) => {
  const folder = temporaryFolder(t, {
    'a.ts': `import { reportFailure } from ${JSON.stringify(failure)};
process.exitCode = reportFailure(new TypeError('x is not a function\\nand more'));
`,
  });
  const run = (debug: string | undefined) =>
    runToEnd(process.execPath, [launcher, '--script', join(folder, 'a.ts')], {
      env: { ...process.env, W2CONF_DEBUG: debug },
    });
  const quiet = run(undefined);
  assert.equal(quiet.code, 3);
  assert.match(
    quiet.stderr,
    /^error: x is not a function \(this is a bug of w2conf\)\nremedy: set W2CONF_DEBUG=1/,
  );
  assert.doesNotMatch(quiet.stderr, /^\s+at /m);
  const loud = run('1');
  assert.equal(loud.code, 3);
  assert.match(loud.stderr, /^TypeError: x is not a function\nand more\n\s+at /m);
});
