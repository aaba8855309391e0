import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { makeCertificates } from '../../src/net/certificates.ts';
import { openWebSocket } from '../../src/net/ws-client.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { launcher, w2conf } from '../support/w2conf.ts';

const addresses = ['--w2', '127.0.0.1:0', '--mw', 'udp:127.0.0.1:0', '--core', 'udp:127.0.0.1:5070'];

interface Ready {
  readonly ready: boolean;
  readonly w2: string;
  readonly mw: string;
  readonly ca: string;
}

/** Starts the command, hands its ready line to `use`, ends it with a signal and gives its exit code. */
async function whileRunning(
  args: readonly string[],
  signal: NodeJS.Signals,
  use: (ready: Ready) => Promise<void>,
): Promise<number> {
  const child = spawn(process.execPath, [launcher, 'reference', ...addresses, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    await use(JSON.parse(line) as Ready);
  } finally {
    child.kill(signal);
  }
  const [code] = (await exited) as [number];
  return code;
}

async function connects({ w2, ca }: Ready): Promise<void> {
  const link = await openWebSocket(
    { url: w2, ca: readFileSync(ca, 'utf8'), protocols: ['sip'], maxMs: 5000 },
    { message() {} },
  );
  assert.equal(link.handshake.protocol, 'sip');
}

test('the reference says where it is, serves, and ends on SIGTERM and SIGINT with a connection open', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    let file = '';
    const code = await whileRunning([], signal, async (ready) => {
      file = ready.ca;
      assert.equal(ready.ready, true);
      assert.match(ready.mw, /^udp:127\.0\.0\.1:\d+$/);
      await connects(ready);
    });
    assert.equal(code, 0);
    assert.equal(existsSync(file), false, 'its CA file is gone');
  }
});

test('a given certificate is used, and named as what to trust', async (t) => {
  const folder = temporaryFolder(t);
  const { cert, key, ca } = await makeCertificates({ hosts: ['127.0.0.1'] });
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  writeFileSync(certFile, cert + ca);
  writeFileSync(keyFile, key);
  const code = await whileRunning(['--cert', certFile, '--key', keyFile], 'SIGTERM', async (ready) => {
    assert.equal(ready.ca, certFile);
    await connects(ready);
  });
  assert.equal(code, 0);
  assert.ok(existsSync(certFile));
});

test('it takes the tokens of the WAF of its profile, which a run in another process opens', async (t) => {
  const folder = temporaryFolder(t);
  const { cert, key } = await makeCertificates({ hosts: ['127.0.0.1'] });
  writeFileSync(join(folder, 'waf-cert.pem'), cert);
  writeFileSync(join(folder, 'waf-key.pem'), key);
  const core = await freePort('127.0.0.1');
  const file = join(folder, 'profile.yaml');
  const shared = {
    waf: {
      cert: './waf-cert.pem',
      key: './waf-key.pem',
      listen: { port: await freePort('127.0.0.1') },
      thirdParty: { port: await freePort('127.0.0.1') },
      wwsf: { port: await freePort('127.0.0.1') },
    },
    pics: { thirdPartyWaf: true },
    pixit: { t1: '100ms', guard: '100ms' },
  };
  writeFileSync(file, JSON.stringify(shared));
  await whileRunning(['--core', `udp:127.0.0.1:${core}`, '--profile', file], 'SIGTERM', async (ready) => {
    const mw = { listen: { host: '127.0.0.1', port: core }, sut: ready.mw };
    writeFileSync(file, JSON.stringify({ ...shared, w2: { url: ready.w2, ca: ready.ca }, mw }));
    const selected = ['EPC-6.4.2-1', 'EPC-6.4.2-2a', 'EPC-6.4.2-10'].flatMap((id) => ['--select', id]);
    const run = ['run', '--sut', 'remote', '--profile', file, ...selected, '--out', join(folder, 'out')];
    const { code, stdout, stderr } = w2conf(run);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /Totals +3 pass/);
  });
});

test('without a certificate of the WAF it says that it takes no tokens', async (t) => {
  const file = join(temporaryFolder(t), 'profile.yaml');
  writeFileSync(file, 'pics: { webAuth: true }\n');
  const child = spawn(process.execPath, [launcher, 'reference', ...addresses, '--profile', file]);
  const exited = once(child, 'exit');
  const [said] = (await once(createInterface(child.stderr), 'line')) as [string];
  assert.match(said, /without waf\.cert .* takes no access tokens/);
  child.kill();
  await exited;
});

test('a port in use is one clear message and exit code 3, on either side', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as { port: number };
  const taken = [
    { args: ['--w2', `127.0.0.1:${port}`, '--mw', 'udp:127.0.0.1:0'], says: `--w2 127.0.0.1:${port}` },
    { args: ['--w2', '127.0.0.1:0', '--mw', `udp:127.0.0.1:${port}`], says: `--mw udp:127.0.0.1:${port}` },
  ];
  for (const { args, says } of taken) {
    const { code, stdout, stderr } = w2conf(['reference', ...args, '--core', 'udp:127.0.0.1:5070']);
    assert.equal(code, 3);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      new RegExp(`^error: the reference cannot listen at ${says} \\(EADDRINUSE\\)\nremedy: `),
    );
  }
  squatter.close();
});

const mistakes: readonly [args: readonly string[], message: RegExp][] = [
  [['--fault', 'no-pth'], /no fault or variant no-pth; did you mean no-path\?/],
  [['--variant', 'no-path'], /no-path is a fault, not a legal variant/],
  [['--fault', 'headers-compact'], /headers-compact is a legal variant, not a fault/],
  [['--cert', 'no/such.pem', '--key', 'no/such.pem'], /such\.pem cannot be read \(ENOENT\)/],
  [['--cert', 'package.json', '--key', 'package.json'], /key and certificate cannot be used/],
];

for (const [args, message] of mistakes) {
  test(`w2conf reference ${args.join(' ')}: one message, no stack, exit code 2`, () => {
    const { code, stdout, stderr } = w2conf(['reference', ...addresses, ...args]);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });
}
