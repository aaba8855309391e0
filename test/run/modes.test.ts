import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeCertificates } from '../../src/net/certificates.ts';
import { referenceProfile } from '../../src/profile/defaults.ts';
import { comesOverIpv6, IPV6_LOOPBACK } from '../../src/profile/reach.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { host } from '../null-suts/null-sut.ts';
import { w2conf } from '../support/w2conf.ts';
import { evidenceIn, scenariosPerWorker, verdictsIn } from './evidence.ts';
import { start } from './process.ts';

/** Everything is run once, serially and with the reference inside; the other ways of running are held against it. */
const folder = mkdtempSync(join(tmpdir(), 'w2conf-'));
const serial = join(folder, 'serial');
const profile = join(folder, 'profile.yaml');
let corePort = 0;
let webPorts: readonly number[] = [];
let serialCode: number | null = null;

function writeProfile(w2: string, mw: string, ca?: string): void {
  const caLine = ca === undefined ? '' : `, ca: ${JSON.stringify(ca)}`;
  const [waf, thirdParty, wwsf] = webPorts;
  const web = `listen: { port: ${waf} }, thirdParty: { port: ${thirdParty} }, wwsf: { port: ${wwsf} }`;
  const lines = [
    `w2: { url: "${w2}"${caLine} }`,
    `mw: { listen: { host: "${host}", port: ${corePort} }, sut: "${mw}" }`,
    `waf: { ${web}, cert: web-cert.pem, key: web-key.pem }`,
    // W2 may be of IPv6, media are of IPv4 at both ends.
    `media: { agw: { access: { host: "${host}" }, core: { host: "${host}" } } }`,
    'pics: { originCheck: true, outbound: true, originCountry: pani }',
    'pixit: { t1: 50ms, guard: 100ms, token: { leeway: 100ms } }',
  ];
  writeFileSync(profile, `${lines.join('\n')}\n`);
}

function run(sut: string, out: string, ...more: readonly string[]): number | null {
  return w2conf(['run', '--sut', sut, '--profile', profile, '--seed', '7', '--out', out, ...more]).code;
}

before(async () => {
  corePort = await freePort(host);
  webPorts = [await freePort(host), await freePort(host), await freePort(host)];
  const { cert, key } = await makeCertificates({ hosts: [host] });
  writeFileSync(join(folder, 'web-cert.pem'), cert);
  writeFileSync(join(folder, 'web-key.pem'), key);
  writeProfile(`wss://${host}:8443/`, `udp:${host}:5060`);
  serialCode = run('reference', serial);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the reference passes everything', () => {
  assert.equal(serialCode, 0);
  assert.ok(Object.keys(evidenceIn(serial)).length > 0);
  assert.deepEqual(scenariosPerWorker(serial).length, 1);
});

test('two workers find the same as one, with the same evidence', () => {
  const out = join(folder, 'parallel');
  assert.equal(run('reference', out, '--parallel', '2'), serialCode);
  assert.deepEqual(verdictsIn(out), verdictsIn(serial));
  assert.deepEqual(evidenceIn(out), evidenceIn(serial));
  assert.equal(scenariosPerWorker(out).length, 2);
});

test('a reference in another process gets the verdicts of the one inside', async () => {
  const out = join(folder, 'remote');
  const core = `udp:${host}:${corePort}`;
  // The one inside takes WICs over IPv6, too, where there is IPv6.
  const w2Host = comesOverIpv6(referenceProfile()) ? `[${IPV6_LOOPBACK}]` : host;
  const w2At = `${w2Host}:${await freePort(host)}`;
  const mwAt = `udp:${host}:${await freePort(host)}`;
  const reference = start(['reference', '--w2', w2At, '--mw', mwAt, '--core', core, '--profile', profile]);
  try {
    const { w2, mw, ca } = JSON.parse(await reference.ready) as { w2: string; mw: string; ca: string };
    writeProfile(w2, mw, ca);
    assert.equal(run('remote', out), serialCode);
    assert.deepEqual(verdictsIn(out), verdictsIn(serial));
  } finally {
    reference.signal('SIGTERM');
  }
  assert.equal((await reference.ended).code, 0);
});
