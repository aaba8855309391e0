import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdentityPool } from '../../../src/peers/wwsf/pool.ts';

const subscription = (user: string) => ({ impi: `${user}@ims.example`, impus: [`sip:${user}@ims.example`] });

test('an identity has one session at a time and comes back last', () => {
  const pool = new IdentityPool([subscription('one'), subscription('two')]);
  assert.equal(pool.assign('a')?.impi, 'one@ims.example');
  assert.equal(pool.assign('a')?.impi, 'one@ims.example', 'who has one keeps it');
  assert.equal(pool.assign('b')?.impi, 'two@ims.example');
  assert.equal(pool.assign('c'), undefined);
  pool.takeBack('c');
  pool.takeBack('a');
  pool.takeBack('a');
  assert.equal(pool.assign('c')?.impi, 'one@ims.example');
  assert.equal(pool.assign('a'), undefined);
});

test('no identity is twice in a pool, not even a public one of two subscriptions', () => {
  const one = subscription('one');
  assert.throws(() => new IdentityPool([one, one]), RangeError);
  const sharing = { impi: 'other@ims.example', impus: one.impus };
  assert.throws(() => new IdentityPool([one, sharing]), RangeError);
});
