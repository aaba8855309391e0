import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { processSut } from '../../src/sut/process.ts';
import { type Sut, type SutEvents, SutUnreachable } from '../../src/sut/sut.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { exists, listens, mortalProgram, picsOf, processProfile, referenceCommand } from './support.ts';

const core = { host: '127.0.0.1', port: 9 };
const quiet: SutEvents = { log: () => {}, died: () => {} };

const start = (
  command: readonly string[],
  rest: Parameters<typeof processProfile>[1] = {},
  events: SutEvents = quiet,
): Promise<Sut> => {
  const profile = processProfile(command, rest);
  return processSut(profile, { pics: picsOf(profile), core, events });
};

const portOf = (sut: Sut) => Number(new URL(sut.w2.url).port);

test('it is up when start returns, and gone with its ports when stop does', async () => {
  const lines: string[] = [];
  const sut = await start(referenceCommand, {}, { ...quiet, log: (text) => lines.push(text) });
  assert.equal(await listens(portOf(sut)), true);
  assert.match(sut.w2.ca ?? '', /BEGIN CERTIFICATE/);
  await sut.stop();
  assert.equal(await listens(portOf(sut)), false);
  assert.match(lines.join('\n'), /"ready":true/);
});

test('environment and files are filled in, the folder is removed at the end', async (t) => {
  const out = join(temporaryFolder(t), 'seen');
  const script = `printf '%s %s\\n' "$WHERE" "$POLICY" > ${out}; cat "$RUN/my.cfg" >> ${out}; pwd >> ${out}; exit 1`;
  const environment = { WHERE: '{w2.host}:{core.port}', POLICY: '{pics.emergencyPolicy}', RUN: '{run}' };
  const files = { 'my.cfg': 'run={run}\n' };
  await assert.rejects(start(['sh', '-c', script], { environment, files }), SutUnreachable);
  const [first, second = ''] = readFileSync(out, 'utf8').split('\n');
  assert.equal(first, '127.0.0.1:9 reject');
  assert.match(second, /^run=\//);
  assert.equal(existsSync(second.slice('run='.length)), false);
});

test('what ends at once is quoted with exit code and last lines', async () => {
  const failing = start(['sh', '-c', 'echo "no certificate" >&2; exit 7']);
  await assert.rejects(failing, (reason) => {
    assert.ok(reason instanceof SutUnreachable);
    assert.match(reason.message, /exit code 7; its last lines:\s+no certificate/);
    return true;
  });
});

test('a program that does not exist is said to be none', async () => {
  await assert.rejects(start(['/nowhere/epcscf']), /cannot be started: .*ENOENT/);
});

test('what opens no WebSocket is given up and leaves no process', async () => {
  let pid = 0;
  const events = { ...quiet, log: (text: string) => (pid = Number(text)) };
  // Long enough for a shell to say its id on a machine that has other things to do.
  await assert.rejects(
    start(['sh', '-c', 'echo $$; sleep 600'], { startWithin: 2000 }, events),
    /no WebSocket opened at wss:/,
  );
  assert.notEqual(pid, 0);
  assert.equal(exists(pid), false);
});

test('children that ignore SIGTERM are killed with it', async () => {
  const pids: number[] = [];
  const events = { ...quiet, log: (text: string) => pids.push(Number(text)) };
  const child = `sh -c 'echo $$; touch "$RUN/there"; while :; do sleep 1; done'`;
  const parent = `(trap '' TERM; ${child}) & echo $$; until [ -e "$RUN/there" ]; do sleep 0.1; done; exit 1`;
  const rest = { environment: { RUN: '{run}' }, stopWithin: 200 };
  const failing = start(['sh', '-c', parent], rest, events);
  await assert.rejects(failing, SutUnreachable);
  assert.equal(pids.length, 2);
  assert.deepEqual(pids.filter(exists), []);
});

test('one that dies is told at once and comes back at the same addresses', async (t) => {
  const marker = temporaryFolder(t);
  const command = [process.execPath, mortalProgram].concat(
    ['{w2.host}:{w2.port}', '{mw.host}:{mw.port}', '{core.host}:{core.port}'],
    ['{tls.cert}', '{tls.key}', marker, '2'],
  );
  const death = Promise.withResolvers<{ readonly how: string; readonly again: Promise<void> }>();
  const sut = await start(command, {}, { ...quiet, died: (how, again) => death.resolve({ how, again }) });
  await listens(portOf(sut));
  const { how, again } = await death.promise;
  assert.equal(how, 'it ended with exit code 9');
  await again;
  assert.equal(await listens(portOf(sut)), true);
  await sut.stop();
  assert.equal(await listens(portOf(sut)), false);
});
