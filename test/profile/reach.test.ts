import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurations } from '../../src/profile/configurations.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { isIpv6Url } from '../../src/profile/reach.ts';

test('a remote SUT is reached over IPv6 when its URL has such an address', () => {
  for (const [url, expected] of [
    ['wss://[2001:db8::1]:8443/', true],
    ['wss://[::1]/', true],
    ['wss://127.0.0.1:8443/', false],
    ['wss://epcscf.example/', false],
  ] as const) {
    assert.equal(isIpv6Url(url), expected, url);
    const [only] = configurations(
      parseProfile(`{ sut: { driver: remote }, w2: { url: '${url}' } }`, 'my.yaml'),
    );
    assert.equal(only?.pics.w2Ipv6, expected, url);
  }
});
