import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timers } from '../../src/endpoint/timers.ts';

test('with the default T1 the timers have the values of RFC 3261 table 4 and RFC 6026', () => {
  const t = timers(500);
  assert.deepEqual([t.T1, t.T2, t.T4], [500, 4000, 5000]);
  assert.deepEqual([t.A, t.E, t.G], [500, 500, 500]);
  assert.deepEqual([t.B, t.F, t.H, t.L, t.M, t.bound], Array(6).fill(32_000));
  assert.ok(t.C > 180_000);
  assert.deepEqual([t.D(false), t.I(false), t.J(false), t.K(false)], [32_000, 5000, 32_000, 5000]);
  assert.deepEqual([t.D(true), t.I(true), t.J(true), t.K(true)], [0, 0, 0, 0]);
  assert.equal(t.trying, 200);
});

test('all timers follow T1', () => {
  const slow = timers(500);
  const fast = timers(5);
  for (const name of ['T1', 'T2', 'T4', 'A', 'B', 'C', 'E', 'F', 'G', 'H', 'L', 'M', 'trying'] as const) {
    assert.equal(fast[name] * 100, slow[name]);
  }
  for (const name of ['D', 'I', 'J', 'K'] as const) assert.equal(fast[name](false) * 100, slow[name](false));
});
