import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { OwnLine } from '../../src/run/record.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { start } from '../run/process.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { left } from './docker.ts';
import { type Fronted, fronted, relay, servername } from './fronted.ts';

/** Where a run of these is started: the profile of the relay in front of a reference, and a folder for its results. */
interface Arranged {
  readonly front: Fronted;
  readonly profile: string;
  readonly out: string;
}

async function arranged(t: TestContext, ready = 'websocket'): Promise<Arranged> {
  const core = { host: '127.0.0.1', port: await freePort('127.0.0.1') };
  const front = await fronted('127.0.0.1', core);
  t.after(() => front.stop());
  const folder = temporaryFolder(t, { 'ca.pem': front.ca });
  const profile = join(folder, 'relay.yaml');
  const environment = { RELAY_AT: '{w2.host}:{w2.port}', RELAY_TO: front.to };
  writeFileSync(
    profile,
    JSON.stringify({
      sut: {
        name: 'relay',
        driver: 'container',
        container: { build: relay, environment, ready, startWithin: '60s' },
      },
      w2: { url: 'wss://127.0.0.1:0/', ca: './ca.pem', servername },
      mw: { listen: core, sut: ready === 'options' ? 'udp:127.0.0.1:9' : front.mw },
      pics: { webAuth: false },
      pixit: { t1: '50ms', guard: '100ms' },
    }),
  );
  return { front, profile, out: join(folder, 'out') };
}

function recordIn(out: string): OwnLine[] {
  return readFileSync(join(out, 'record.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { w2conf?: OwnLine }).w2conf)
    .filter((line) => line !== undefined);
}

test('a container that dies makes its scenario inconclusive, is started again, and the run goes on', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const { front, profile, out } = await arranged(t);
  const selection = ['EPC-6.4.1-1a', 'EPC-6.4.1-1b', 'EPC-6.4.1-1c', 'EPC-T5221-2'];
  const selectors = selection.flatMap((id) => ['--select', id]);
  // One connection says that it serves, one is the preflight's.
  front.dieAfter(3);
  const { code, stdout, stderr } = await start(['run', '--profile', profile, ...selectors, '--out', out])
    .ended;
  assert.equal(code, 5, stdout + stderr);

  const own = recordIn(out);
  const said = own.flatMap(({ check }) => (check?.title === 'the SUT survives the scenario' ? [check] : []));
  assert.deepEqual(
    said.map(({ received }) => received),
    ['it ended with exit code 9'],
  );
  assert.equal(own.filter(({ log }) => log?.text === 'this is the end').length, 1);
  assert.equal(own.filter(({ log }) => log?.text === 'the SUT is up again').length, 1);
  assert.equal(own.find(({ footer }) => footer)?.footer?.complete, true);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
    requirements: { id: string; verdict: string }[];
  };
  const verdicts = report.requirements.filter(({ id }) => selection.includes(id)).map((it) => it.verdict);
  assert.deepEqual(verdicts.toSorted(), ['inconclusive', 'pass', 'pass', 'pass']);
  assert.deepEqual(left(front.to), []);
});

test('Ctrl-C while a container starts leaves nothing, and a record that says so', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const { front, profile, out } = await arranged(t, 'options');
  const run = start(['run', '--profile', profile, '--select', '6.4.1', '--out', out]);
  while (left(front.to).length === 0) await tick();
  run.signal('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  assert.equal(code, 4, stdout + stderr);
  assert.equal(recordIn(out).find(({ footer }) => footer)?.footer?.complete, false);
  assert.deepEqual(left(front.to), []);
});

test('Ctrl-C while scenarios run leaves nothing', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const { front, profile, out } = await arranged(t);
  const run = start(['run', '--profile', profile, '--select', '6.4.1', '--out', out]);
  const scenario = Promise.withResolvers<void>();
  run.onLine(() => scenario.resolve());
  await scenario.promise;
  assert.equal(left(front.to).length, 1);
  run.signal('SIGINT');
  const { code, stdout, stderr } = await run.ended;
  assert.equal(code, 4, stdout + stderr);
  assert.deepEqual(left(front.to), []);
});

test('what cannot be started ends with its last lines, code 3 and no stack', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const { front, profile, out } = await arranged(t);
  const { code, stdout, stderr } = await start([
    ...['run', '--sut', 'image:localhost:9/none:1', '--profile', profile, '--out', out],
  ]).ended;
  assert.equal(code, 3, stdout + stderr);
  assert.match(stdout, /there is no image localhost:9\/none:1, and it cannot be pulled/);
  assert.doesNotMatch(stdout + stderr, /^ +at /m);
  assert.deepEqual(left(front.to), []);
});

async function tick(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  await promise;
}
