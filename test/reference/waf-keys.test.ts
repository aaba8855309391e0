import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CompactJWSHeaderParameters, exportJWK, type FlattenedJWSInput, generateKeyPair } from 'jose';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { Deviation } from '../../src/reference/deviations.ts';
import { WafKeys } from '../../src/reference/waf-keys.ts';

const { publicKey } = await generateKeyPair('ES256');
const jwk = await exportJWK(publicKey);

/** Keys at a WAF that publishes what it is told to, and how often it was asked. */
function setUp(published: string[]): { clock: ManualClock; keys: WafKeys; asked(): number } {
  const clock = new ManualClock(1_000_000_000);
  let asked = 0;
  const get = async (): Promise<unknown> => {
    asked += 1;
    return { keys: published.map((kid) => ({ ...jwk, alg: 'ES256', kid })) };
  };
  const keys = new WafKeys('https://waf.example/jwks', {
    client: { get },
    clock,
    deviation: new Deviation(undefined),
  });
  return { clock, keys, asked: () => asked };
}

function signedBy(kid: string): [CompactJWSHeaderParameters, FlattenedJWSInput] {
  return [
    { alg: 'ES256', kid },
    { payload: '', signature: '' },
  ];
}

/** Lets everything happen that waits for no clock. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('keys are fetched once, and anew after ten minutes', async () => {
  const { clock, keys, asked } = setUp(['a', 'b']);
  await Promise.all([keys.keyFor(...signedBy('a')), keys.keyFor(...signedBy('b'))]);
  await keys.keyFor(...signedBy('a'));
  assert.equal(asked(), 1);
  clock.advance(600_000);
  await keys.keyFor(...signedBy('a'));
  assert.equal(asked(), 2);
});

test('a key that the WAF has changed to is found, and unknown ones do not make it ask all the time', async () => {
  const published = ['a'];
  const { clock, keys, asked } = setUp(published);
  await keys.keyFor(...signedBy('a'));
  published.push('new');
  const found = keys.keyFor(...signedBy('new'));
  const unknown = Array.from({ length: 20 }, (_, n) =>
    keys.keyFor(...signedBy(`mallory${n}`)).then(
      () => 'found',
      () => 'unknown',
    ),
  );
  await settled();
  assert.equal(asked(), 1);
  clock.advance(250);
  assert.ok(await found);
  assert.deepEqual(new Set(await Promise.all(unknown)), new Set(['unknown']));
  assert.equal(asked(), 2);
  clock.advance(250);
  await assert.rejects(keys.keyFor(...signedBy('mallory')), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  assert.equal(asked(), 3);
});

test('a key that was taken back is gone when the keys are fetched again', async () => {
  const published = ['a'];
  const { clock, keys } = setUp(published);
  await keys.keyFor(...signedBy('a'));
  published[0] = 'b';
  clock.advance(250);
  await keys.keyFor(...signedBy('b'));
  const gone = assert.rejects(keys.keyFor(...signedBy('a')), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  await settled();
  clock.advance(250);
  await gone;
});
