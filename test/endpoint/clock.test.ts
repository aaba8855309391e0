import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock, systemClock } from '../../src/endpoint/clock.ts';

test('calls are made in the order of their time, at their time', () => {
  const clock = new ManualClock(1000);
  const calls: string[] = [];
  clock.after(30, () => calls.push(`c${clock.now()}`));
  clock.after(10, () => calls.push(`a${clock.now()}`));
  clock.after(10, () => calls.push(`b${clock.now()}`));
  clock.advance(29);
  assert.deepEqual(calls, ['a1010', 'b1010']);
  clock.advance(1);
  assert.deepEqual(calls, ['a1010', 'b1010', 'c1030']);
  assert.equal(clock.now(), 1030);
});

test('a call asked for on the way is made on the way', () => {
  const clock = new ManualClock();
  const at: number[] = [];
  const again = (): void => {
    at.push(clock.now());
    clock.after(10, again);
  };
  clock.after(10, again);
  clock.advance(35);
  assert.deepEqual(at, [10, 20, 30]);
  assert.equal(clock.pending, 1);
});

test('a call can be taken back, also by another call', () => {
  const clock = new ManualClock();
  const calls: string[] = [];
  const cancel = clock.after(20, () => calls.push('late'));
  clock.after(10, cancel);
  clock.advance(100);
  assert.deepEqual(calls, []);
  assert.equal(clock.pending, 0);
});

test('the system clock calls once and can be stopped', async () => {
  const calls: string[] = [];
  const stop = systemClock.after(0, () => calls.push('stopped'));
  stop();
  await new Promise<void>((resolve) => systemClock.after(1, resolve));
  assert.deepEqual(calls, []);
  assert.ok(Math.abs(systemClock.now() - Date.now()) < 60_000);
});
