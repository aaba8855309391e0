import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openAgw } from '../../src/reference/agw/open.ts';
import type { ReferenceConfig } from '../../src/reference/config.ts';
import { Deviation } from '../../src/reference/deviations.ts';

const config = {
  w2: { host: 'localhost', port: 0 },
  mw: { transport: 'udp', host: '0.0.0.0', port: 0 },
  core: { transport: 'udp', host: '127.0.0.1', port: 5070 },
  iceLite: false,
} as Partial<ReferenceConfig> as ReferenceConfig;

it('an eIMS-AGW without media has addresses of its own for every line, with the hosts of W2 and Mw', async () => {
  const agw = await openAgw(config, new Deviation(undefined));
  const lines = [await agw.reserve('1'), await agw.reserve('2')];
  const ports = lines.flatMap(({ access, core }) => [access.rtp, access.rtcp, core.rtp, core.rtcp]);
  assert.equal(new Set(ports).size, 8);
  const [line] = lines;
  assert.ok(line);
  assert.match(line.access.host, /^(127\.0\.0\.1|::1)$/);
  assert.equal(line.core.host, '127.0.0.1');
  assert.equal(line.access.lite, false);
  assert.match(agw.fingerprint.value, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.deepEqual(
    line.access.candidates(false).map(({ component, port }) => [component, port]),
    [
      [1, line.access.rtp],
      [2, line.access.rtcp],
    ],
  );
  assert.equal(line.access.candidates(true).length, 1);
  await agw.stop();
});

it('an eIMS-AGW has other credentials after an ICE restart, long enough for RFC 8445 5.3', async () => {
  const agw = await openAgw(config, new Deviation(undefined));
  const line = await agw.reserve('1');
  const before = line.access.credentials;
  assert.ok(before.ufrag.length >= 4 && before.pwd.length >= 22);
  const renewed = line.restartIce();
  assert.notEqual(renewed.pwd, before.pwd);
  assert.deepEqual(line.access.credentials, renewed);
});

it('media stand where the operator says', async () => {
  const agw = await openAgw(
    {
      ...config,
      media: {
        access: { host: '127.0.0.2', ports: [22_000, 22_099] },
        core: { host: '127.0.0.3', ports: [22_000, 22_099] },
        consentExpiry: 1000,
      },
    },
    new Deviation(undefined),
  );
  const { access, core } = await agw.reserve('1');
  assert.deepEqual([access.host, core.host], ['127.0.0.2', '127.0.0.3']);
  assert.ok(access.rtp >= 22_000 && access.rtcp <= 22_099);
  await agw.stop();
});
