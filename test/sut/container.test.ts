import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseMwAddress } from '../../src/profile/address.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import type { Profile } from '../../src/profile/profile.ts';
import type { ContainerSettings } from '../../src/profile/start-settings.ts';
import { containerSut } from '../../src/sut/container.ts';
import { type Sut, type SutEvents, SutUnreachable } from '../../src/sut/sut.ts';
import { requires } from '../support/requires.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { runToEnd } from '../support/w2conf.ts';
import { docker, left, networks } from './docker.ts';
import { type Fronted, fronted, relay, servername } from './fronted.ts';
import { listens, picsOf } from './support.ts';

const core = { host: '127.0.0.1', port: 9 };
const quiet: SutEvents = { log: () => {}, died: () => {} };

/** The reference behind a front at this address, until the test ends. */
async function behind(t: TestContext, host = '127.0.0.1'): Promise<Fronted> {
  const front = await fronted(host, core);
  t.after(() => front.stop());
  return front;
}

function profileOf(t: TestContext, front: Fronted, rest: Partial<ContainerSettings> = {}): Profile {
  const profile = defaultProfile('remote');
  const mw = parseMwAddress(front.mw);
  if (!mw) throw new Error(`${front.mw} is no address`);
  const ca = join(temporaryFolder(t), 'ca.pem');
  writeFileSync(ca, front.ca);
  return {
    ...profile,
    sut: {
      name: 'relay',
      driver: 'container',
      container: {
        build: relay,
        network: 'host',
        environment: { RELAY_AT: '{w2.host}:{w2.port}', RELAY_TO: front.to },
        files: {},
        ready: 'websocket',
        startWithin: 20_000,
        stopWithin: 2000,
        ...rest,
      },
    },
    w2: { ...profile.w2, url: 'wss://127.0.0.1:0/', ca, servername },
    mw: { ...profile.mw, sut: mw },
  };
}

const start = (profile: Profile, events = quiet, signal?: AbortSignal): Promise<Sut> =>
  containerSut(profile, { pics: picsOf(profile), core, events, signal });

const portOf = (sut: Sut) => Number(new URL(sut.w2.url).port);

test('a container is built and up when start returns, and gone with its ports when stop does', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const lines: string[] = [];
  const files = { '/etc/relay.cfg': 'core={core.host}:{core.port} cert={tls.cert}\n' };
  const front = await behind(t);
  const profile = profileOf(t, front, { files });
  const sut = await start(profile, { ...quiet, log: (text) => lines.push(text) });
  assert.equal(await listens(portOf(sut)), true);
  await sut.stop();
  assert.equal(await listens(portOf(sut)), false);
  assert.deepEqual(lines, [
    `listening at 127.0.0.1:${portOf(sut)}`,
    'core=127.0.0.1:9 cert=/w2conf/cert.pem',
  ]);
  assert.deepEqual(left(front.to), []);
});

test('a container can be ready by an OPTIONS at Mw', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const front = await behind(t);
  const sut = await start(profileOf(t, front, { ready: 'options' }));
  await sut.stop();
  const nobody = profileOf(t, front, { ready: 'options', startWithin: 2000 });
  const mute = {
    ...nobody,
    mw: { ...nobody.mw, sut: { transport: 'udp', host: '127.0.0.1', port: 9 } },
  } as const;
  await assert.rejects(
    start(mute),
    /no 200 to OPTIONS came from udp:127.0.0.1:9 within 2000 ms; its last lines:/,
  );
  assert.deepEqual(left(front.to), []);
});

test('a container that ends at once is quoted with exit code and last lines', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const front = await behind(t);
  const environment = { RELAY_LAST_WORDS: 'no certificate', RELAY_TO: front.to };
  const profile = profileOf(t, front, { environment });
  await assert.rejects(start(profile), (reason) => {
    assert.ok(reason instanceof SutUnreachable);
    assert.match(
      reason.message,
      /^image w2conf-relay-\w+: it ended with exit code 7; its last lines:\s+no certificate$/,
    );
    return true;
  });
  assert.deepEqual(left(front.to), []);
});

test('an image that cannot be had or built, or has nothing to run, is said to be so', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const front = await behind(t);
  t.after(() => {
    const made = docker('images', '--format', '{{.Repository}}', 'w2conf-empty-*').trim().split('\n');
    docker('rmi', ...made);
  });
  const folder = temporaryFolder(t, {
    'failing/Dockerfile': 'FROM debian:bookworm-slim\nRUN echo out of luck; false\n',
    'empty/Dockerfile': 'FROM debian:bookworm-slim\nENTRYPOINT ["/nothing/here"]\n',
  });
  const cases: readonly (readonly [Partial<ContainerSettings>, RegExp])[] = [
    [
      { build: join(folder, 'failing') },
      /^the image cannot be built from .*returned a non-zero code: 1.*out of luck/s,
    ],
    [{ build: join(folder, 'empty') }, /: it cannot be started: .*\/nothing\/here/],
    [
      { build: undefined, image: 'localhost:9/none:1' },
      /^there is no image localhost:9\/none:1, and it cannot be pulled: /,
    ],
  ];
  for (const [settings, expected] of cases) {
    await assert.rejects(start(profileOf(t, front, settings)), (reason) => {
      assert.ok(reason instanceof SutUnreachable);
      assert.match(reason.message, expected);
      return true;
    });
  }
  assert.deepEqual(left(front.to), []);
});

test('a container that dies is told at once and comes back at the same addresses', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const front = await behind(t);
  const death = Promise.withResolvers<{ readonly how: string; readonly again: Promise<void> }>();
  const lines: string[] = [];
  const events: SutEvents = {
    log: (text) => lines.push(text),
    died: (how, again) => death.resolve({ how, again }),
  };
  const sut = await start(profileOf(t, front), events);
  front.dieAfter(0);
  const last = connect(portOf(sut), '127.0.0.1').on('error', () => {});
  const { how, again } = await death.promise;
  assert.equal(how, 'it ended with exit code 9');
  assert.equal(lines.at(-1), 'this is the end');
  last.destroy();
  await again;
  assert.equal(await listens(portOf(sut)), true);
  await sut.stop();
  assert.equal(await listens(portOf(sut)), false);
  assert.deepEqual(left(front.to), []);
});

test('a start that is given up leaves nothing', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const giveUp = new AbortController();
  const front = await behind(t);
  const profile = profileOf(t, front, { ready: 'options' });
  const mute = {
    ...profile,
    mw: { ...profile.mw, sut: { transport: 'udp', host: '127.0.0.1', port: 9 } },
  } as const;
  const starting = start(mute, { ...quiet, log: () => giveUp.abort() }, giveUp.signal);
  await assert.rejects(starting, /its start was given up/);
  assert.deepEqual(left(front.to), []);
});

test('a process that ends in the midst of a start leaves nothing', (t) => {
  if (requires(t, 'docker') === undefined) return;
  const program = fileURLToPath(import.meta.resolve('./exits.ts'));
  // A place of this test alone; nobody has to be there.
  const nobody = `127.0.0.1:${process.pid % 1000}`;
  const { code, stdout, stderr } = runToEnd(process.execPath, [program, nobody]);
  assert.equal(code, 130, stderr);
  assert.match(stdout, /^listening at 127\.0\.0\.1:/);
  assert.deepEqual(left(nobody), []);
});

test('a container in a network of its own is reached at its own address', async (t) => {
  if (requires(t, 'docker') === undefined) return;
  const gateway = docker('network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}');
  const front = await behind(t, gateway.trim());
  const sut = await start(profileOf(t, front, { network: 'bridge' }));
  const { hostname, port } = new URL(sut.w2.url);
  assert.match(hostname, /^198\.1[89]\./);
  assert.equal(port, '8443');
  assert.equal(sut.mw.host, hostname);
  assert.equal(networks().length, 1);
  await sut.stop();
  assert.deepEqual(left(front.to), []);
  assert.deepEqual(networks(), []);
});
