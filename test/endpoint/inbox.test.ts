import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../src/endpoint/clock.ts';
import { Inbox } from '../../src/endpoint/inbox.ts';
import { PeerDidNot } from '../../src/endpoint/peer-did-not.ts';

const is = (wanted: string) => (item: string) => item === wanted;
const setUp = (): { clock: ManualClock; inbox: Inbox<string> } => {
  const clock = new ManualClock();
  return { clock, inbox: new Inbox<string>({ clock, describe: (item) => `"${item}"` }) };
};

test('what lies there and what comes later are both found', async () => {
  const { clock, inbox } = setUp();
  inbox.push('early');
  assert.equal(await inbox.next('send early', is('early'), 10), 'early');
  const later = inbox.next('send late', is('late'), 10);
  inbox.push('late');
  assert.equal(await later, 'late');
  assert.equal(clock.pending, 0);
});

test('each item satisfies one wait only, the longest waiting first', async () => {
  const { inbox } = setUp();
  inbox.push('x');
  await inbox.next('send x', is('x'), 10);
  const order: string[] = [];
  const first = inbox.next('send x', is('x'), 10).then(() => order.push('first'));
  const second = inbox.next('send x', is('x'), 10).then(() => order.push('second'));
  inbox.push('x');
  await first;
  assert.deepEqual(order, ['first']);
  inbox.push('x');
  await second;
  assert.deepEqual(order, ['first', 'second']);
});

test('items are taken in their order, others stay', async () => {
  const { inbox } = setUp();
  for (const item of ['a1', 'b1', 'a2']) inbox.push(item);
  const a = (item: string): boolean => item.startsWith('a');
  assert.equal(await inbox.next('send a', a, 10), 'a1');
  assert.equal(await inbox.next('send a', a, 10), 'a2');
  assert.equal(await inbox.next('send b', is('b1'), 10), 'b1');
  assert.deepEqual(inbox.all(a), ['a1', 'a2']);
  assert.deepEqual(inbox.all(), ['a1', 'b1', 'a2']);
});

test('a wait in vain says what was awaited, for how long, and what came instead', async () => {
  const { clock, inbox } = setUp();
  inbox.push('other');
  const waiting = inbox.next('send x', is('x'), 10);
  clock.advance(10);
  await assert.rejects(waiting, (error: unknown) => {
    assert.ok(error instanceof PeerDidNot);
    assert.equal(error.what, 'send x');
    assert.equal(error.message, 'The peer did not send x (waited 10 ms; instead came "other")');
    return true;
  });
  inbox.push('x');
  assert.equal(await inbox.next('send x', is('x'), 10), 'x');
});

test('closing ends the waits, but what is there can be taken', async () => {
  const { clock, inbox } = setUp();
  inbox.push('there');
  const waiting = inbox.next('send x', is('x'), 10);
  inbox.close('the connection was closed');
  await assert.rejects(waiting, /did not send x \(the connection was closed/);
  assert.equal(await inbox.next('be there', is('there'), 10), 'there');
  await assert.rejects(inbox.next('send y', is('y'), 10), PeerDidNot);
  assert.equal(clock.pending, 0);
});

test('a match that throws ends its own wait only', async () => {
  const { clock, inbox } = setUp();
  const broken = (): boolean => {
    throw new RangeError('cannot judge');
  };
  const waiting = inbox.next('send x', broken, 10);
  const other = inbox.next('send x', is('x'), 10);
  inbox.push('x');
  await assert.rejects(waiting, RangeError);
  assert.equal(await other, 'x');
  inbox.push('y');
  await assert.rejects(inbox.next('send y', broken, 10), RangeError);
  assert.equal(clock.pending, 0);
});
