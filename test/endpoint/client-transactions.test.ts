import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkClosed } from '../../src/net/link.ts';
import { cseq, from, tagOf, to } from '../../src/sip/headers/index.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { answer, bench, listener, request, t1 } from './support.ts';

/** Times at which something was sent within that time, in units of T1. */
function sendTimes(transport: 'udp' | 'tcp', method: string, within = 70): number[] {
  const { clock, layer, link } = bench(transport);
  layer.send(request(method), link, listener());
  const times: number[] = [];
  let seen = 0;
  for (let elapsed = 0; elapsed <= within; elapsed += 0.5) {
    for (; seen < link.sent.length; seen += 1) times.push(elapsed);
    clock.advance(t1 / 2);
  }
  return times;
}

test('timer A doubles until timer B ends it, on UDP only', () => {
  assert.deepEqual(sendTimes('udp', 'INVITE'), [0, 1, 3, 7, 15, 31, 63]);
  assert.deepEqual(sendTimes('tcp', 'INVITE'), [0]);
});

test('timer E doubles up to T2 until timer F ends it, on UDP only', () => {
  assert.deepEqual(sendTimes('udp', 'OPTIONS'), [0, 1, 3, 7, 15, 23, 31, 39, 47, 55, 63]);
  assert.deepEqual(sendTimes('tcp', 'OPTIONS'), [0]);
});

test('timers B and F: a request without answer times out after 64·T1 on every transport', () => {
  for (const transport of ['udp', 'tcp'] as const) {
    for (const method of ['INVITE', 'REGISTER']) {
      const { clock, layer, link } = bench(transport);
      const user = listener();
      layer.send(request(method), link, user);
      clock.advance(64 * t1 - 1);
      assert.deepEqual(user.heard, []);
      clock.advance(1);
      assert.deepEqual(user.heard, ['timeout']);
      assert.equal(clock.pending, 0);
    }
  }
});

test('a provisional response stops timers A and B', () => {
  const { clock, layer, link } = bench('udp');
  const user = listener();
  const invite = request('INVITE');
  layer.send(invite, link, user);
  layer.receive(answer(invite, 180), link);
  clock.advance(1000 * t1);
  assert.deepEqual(link.log, ['INVITE']);
  layer.receive(answer(invite, 183), link);
  assert.deepEqual(user.heard, ['180', '183']);
});

test('a provisional response slows timer E down to T2 but does not stop timer F', () => {
  const { clock, layer, link } = bench('udp');
  const user = listener();
  const register = request('REGISTER');
  layer.send(register, link, user);
  layer.receive(answer(register, 100), link);
  clock.advance(t1);
  assert.equal(link.sent.length, 2);
  clock.advance(8 * t1 - 1);
  assert.equal(link.sent.length, 2);
  clock.advance(1);
  assert.equal(link.sent.length, 3);
  clock.advance(55 * t1);
  assert.deepEqual(user.heard, ['100', 'timeout']);
});

test('a final response to a non-INVITE is told once; timer K absorbs the others', () => {
  const { clock, layer, link, strays } = bench('udp');
  const user = listener();
  const register = request('REGISTER');
  layer.send(register, link, user);
  layer.receive(answer(register, 200), link);
  clock.advance(10 * t1 - 1);
  layer.receive(answer(register, 200), link);
  layer.receive(answer(register, 404), link);
  assert.deepEqual(user.heard, ['200']);
  assert.equal(strays.length, 0);
  clock.advance(1);
  assert.equal(clock.pending, 0);
  layer.receive(answer(register, 200), link);
  assert.equal(strays.length, 1);
});

test('on a reliable transport timers K and D are zero', () => {
  for (const method of ['REGISTER', 'INVITE']) {
    const { clock, layer, link, strays } = bench('tcp');
    const user = listener();
    const sent = request(method);
    layer.send(sent, link, user);
    layer.receive(answer(sent, 404), link);
    assert.equal(clock.pending, 0);
    layer.receive(answer(sent, 404), link);
    assert.deepEqual(user.heard, ['404']);
    assert.equal(strays.length, 1);
  }
});

test('each final response of 300 or above to INVITE is acknowledged, and told once; timer D ends it', () => {
  const { clock, layer, link, strays } = bench('udp');
  const user = listener();
  const invite = request('INVITE', { routes: ['<sip:p1.example;lr>', '<sip:p2.example;lr>'] });
  layer.send(invite, link, user);
  layer.receive(answer(invite, 486), link);
  clock.advance(64 * t1 - 1);
  layer.receive(answer(invite, 486), link);
  layer.receive(answer(invite, 200), link);
  assert.deepEqual(user.heard, ['486']);
  assert.deepEqual(link.log, ['INVITE', 'ACK', 'ACK']);
  const [, ack] = link.sent;
  assert.ok(ack instanceof SipRequest);
  assert.deepEqual(validateMessage(ack), []);
  assert.equal(ack.uri, invite.uri);
  assert.deepEqual(ack.values('Via'), invite.values('Via').slice(0, 1));
  assert.deepEqual(ack.values('Route'), invite.values('Route'));
  assert.deepEqual(cseq(ack), { number: 7, method: 'ACK' });
  assert.equal(tagOf(to(ack)), 'bob');
  assert.equal(tagOf(from(ack)), 'alice');
  assert.equal(ack.value('Call-ID'), 'call-1');
  clock.advance(1);
  assert.equal(clock.pending, 0);
  layer.receive(answer(invite, 486), link);
  assert.equal(strays.length, 1);
});

test('each 2xx to INVITE is told and not acknowledged by the transaction; timer M ends it', () => {
  for (const transport of ['udp', 'tcp'] as const) {
    const { clock, layer, link, strays } = bench(transport);
    const user = listener();
    const invite = request('INVITE');
    layer.send(invite, link, user);
    layer.receive(answer(invite, 200), link);
    clock.advance(64 * t1 - 1);
    layer.receive(answer(invite, 200), link);
    layer.receive(answer(invite, 180), link);
    layer.receive(answer(invite, 486), link);
    assert.deepEqual(user.heard, ['200', '200']);
    assert.deepEqual(link.log, ['INVITE']);
    clock.advance(1);
    assert.equal(clock.pending, 0);
    layer.receive(answer(invite, 200), link);
    assert.equal(strays.length, 1);
  }
});

test('CANCEL waits for a provisional response and takes the way of the INVITE', () => {
  const { layer, link } = bench('udp');
  const user = listener();
  const invite = request('INVITE', { routes: ['<sip:p1.example;lr>'] });
  const transaction = layer.send(invite, link, user);
  transaction.cancel();
  assert.deepEqual(link.log, ['INVITE']);
  layer.receive(answer(invite, 180), link);
  transaction.cancel();
  layer.receive(answer(invite, 180), link);
  assert.deepEqual(link.log, ['INVITE', 'CANCEL']);
  const [, cancel] = link.sent;
  assert.ok(cancel instanceof SipRequest);
  assert.deepEqual(validateMessage(cancel), []);
  assert.equal(cancel.uri, invite.uri);
  assert.deepEqual(cancel.values('Via'), invite.values('Via').slice(0, 1));
  assert.deepEqual(cancel.values('Route'), ['<sip:p1.example;lr>']);
  assert.deepEqual(cseq(cancel), { number: 7, method: 'CANCEL' });
  assert.equal(tagOf(to(cancel)), undefined);
  layer.receive(answer(cancel, 200), link);
  layer.receive(answer(invite, 487), link);
  assert.deepEqual(user.heard, ['180', '180', '487']);
});

test('without final response a cancelled INVITE ends after 64·T1', () => {
  const { clock, layer, link } = bench('tcp');
  const user = listener();
  const invite = request('INVITE');
  const transaction = layer.send(invite, link, user);
  layer.receive(answer(invite, 180), link);
  clock.advance(100 * t1);
  transaction.cancel();
  layer.receive(answer(invite, 183), link);
  clock.advance(64 * t1);
  assert.deepEqual(user.heard, ['180', '183', 'timeout']);
  assert.equal(clock.pending, 0);
});

test('CANCEL after a final response does nothing, and no other method can be cancelled', () => {
  const { layer, link } = bench('udp');
  const invite = request('INVITE');
  const transaction = layer.send(invite, link, listener());
  layer.receive(answer(invite, 200), link);
  transaction.cancel();
  assert.deepEqual(link.log, ['INVITE']);
  const register = layer.send(request('REGISTER'), link, listener());
  assert.throws(() => register.cancel(), TypeError);
});

test('responses are matched by branch and method', () => {
  const { layer, link, strays } = bench('udp');
  const first = listener();
  const second = listener();
  const one = request('OPTIONS', { branch: 'z9hG4bKa' });
  const two = request('OPTIONS', { branch: 'z9hG4bKb' });
  layer.send(one, link, first);
  layer.send(two, link, second);
  layer.receive(answer(two, 200), link);
  layer.receive(answer(request('MESSAGE', { branch: 'z9hG4bKa' }), 200), link);
  assert.deepEqual([first.heard, second.heard], [[], ['200']]);
  assert.equal(strays.length, 1);
  assert.throws(() => layer.send(one, link, first), TypeError);
});

test('a link that is closed already fails the transaction, after send has returned', () => {
  for (const method of ['INVITE', 'REGISTER']) {
    const { clock, layer, link } = bench('tcp');
    const user = listener();
    link.close();
    layer.send(request(method), link, user);
    assert.deepEqual(user.heard, []);
    clock.advance(0);
    assert.deepEqual(user.heard, ['failed: LinkClosed']);
    assert.equal(clock.pending, 0);
  }
});

test('a link that closes fails what is pending on it and nothing else', () => {
  const { clock, layer, link } = bench('tcp');
  const other = bench('tcp').link;
  const users = [listener(), listener(), listener(), listener()] as const;
  const answered = request('INVITE', { branch: 'z9hG4bKd' });
  layer.send(request('INVITE', { branch: 'z9hG4bKa' }), link, users[0]);
  layer.send(request('REGISTER', { branch: 'z9hG4bKb' }), link, users[1]);
  layer.send(request('REGISTER', { branch: 'z9hG4bKc' }), other, users[2]);
  layer.send(answered, link, users[3]);
  layer.receive(answer(answered, 200), link);
  layer.linkClosed(link, new LinkClosed(link));
  const failed = 'failed: LinkClosed';
  assert.deepEqual(
    users.map(({ heard }) => heard),
    [[failed], [failed], [], ['200']],
  );
  layer.close();
  assert.equal(clock.pending, 0);
});

test('a closed layer is silent and takes nothing', () => {
  const { clock, layer, link, requests, strays } = bench('udp');
  const user = listener();
  layer.send(request('INVITE'), link, user);
  layer.receive(request('OPTIONS', { branch: 'z9hG4bKin' }), link);
  layer.close();
  assert.equal(clock.pending, 0);
  clock.advance(100 * t1);
  layer.receive(request('OPTIONS', { branch: 'z9hG4bKin2' }), link);
  assert.deepEqual(user.heard, []);
  assert.deepEqual([requests.length, strays.length], [1, 0]);
  assert.throws(() => layer.send(request('OPTIONS'), link, user), TypeError);
});

test('ACK has no transaction', () => {
  const { layer, link } = bench('udp');
  assert.throws(() => layer.send(request('ACK'), link, listener()), TypeError);
});
