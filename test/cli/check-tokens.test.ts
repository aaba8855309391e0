import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeCertificates } from '../../src/net/certificates.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { start } from '../run/process.ts';
import { temporaryFolder } from '../support/temporary.ts';

const host = '127.0.0.1';

/** The profile of a SUT that is to run at certain addresses, and the command that starts the reference there. */
async function stranger(t: TestContext): Promise<{ readonly profile: string; readonly reference: string[] }> {
  const ports = [];
  for (let n = 0; n < 6; n += 1) ports.push(await freePort(host));
  const [w2, mw, core, waf, thirdParty, wwsf] = ports;
  const made = await makeCertificates({ hosts: [host] });
  const folder = temporaryFolder(t, { 'cert.pem': made.cert, 'key.pem': made.key, 'ca.pem': made.ca });
  const profile = join(folder, 'stranger.yaml');
  writeFileSync(
    profile,
    [
      'sut: { driver: remote }',
      `w2: { url: "wss://${host}:${w2}/", ca: ca.pem }`,
      `mw: { listen: { port: ${core} }, sut: "udp:${host}:${mw}" }`,
      `waf: { listen: { port: ${waf} }, thirdParty: { port: ${thirdParty} }, wwsf: { port: ${wwsf} }, cert: cert.pem, key: key.pem }`,
      'pixit: { t1: 50ms, guard: 50ms }',
      '',
    ].join('\n'),
  );
  const reference = ['reference', '--w2', `${host}:${w2}`, '--mw', `udp:${host}:${mw}`];
  const keys = ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'key.pem')];
  return { profile, reference: [...reference, '--core', `udp:${host}:${core}`, ...keys] };
}

test('check registers by a token when the SUT knows the WAF, and says what it must know when it does not', async (t) => {
  const { profile, reference } = await stranger(t);
  for (const [told, knows] of [
    [['--profile', profile], true],
    [[], false],
  ] as const) {
    const server = start([...reference, ...told]);
    await server.ready;
    const { code, stdout, stderr } = await start(['check', '--profile', profile]).ended;
    server.signal('SIGTERM');
    await server.ended;
    assert.match(stdout, /tokens of the WAF: issuer https:\/\/127\.0\.0\.1:\d+, keys at .*\/jwks, audience /);
    assert.equal(/ok .* a WIC registers with it/.test(stdout), knows, stderr);
    assert.equal(code, knows ? 0 : 3);
    if (!knows)
      assert.match(stderr, /a WIC registers with it: .*what the SUT is told of the WAF.*issuer https:/);
  }
});
