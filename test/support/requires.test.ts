import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { requires } from './requires.ts';
import { temporaryFolder } from './temporary.ts';

/** What `requires` does in this environment: its result and the reason of the skip, if any. */
function asked(environment: Readonly<Record<string, string>>) {
  const before = { ...process.env };
  const skipped: (string | undefined)[] = [];
  delete process.env.W2CONF_REQUIRE;
  Object.assign(process.env, environment);
  try {
    const context = { skip: (message?: string) => skipped.push(message) } as unknown as TestContext;
    return { path: requires(context, 'tshark'), skipped };
  } finally {
    process.env = before;
  }
}

test('a program that is there is found', (t) => {
  const folder = temporaryFolder(t, { tshark: '' });
  chmodSync(join(folder, 'tshark'), 0o755);
  assert.deepEqual(asked({ PATH: folder }), { path: join(folder, 'tshark'), skipped: [] });
});

test('a program that is missing skips the test with one line', (t) => {
  const found = asked({ PATH: temporaryFolder(t) });
  assert.deepEqual(found, { path: undefined, skipped: ['tshark is not installed'] });
});

test('a program that is missing fails the test where everything is required', (t) => {
  const environment = { PATH: temporaryFolder(t), W2CONF_REQUIRE: 'all' };
  assert.throws(() => asked(environment), { message: 'tshark is not installed, and W2CONF_REQUIRE=all' });
});
