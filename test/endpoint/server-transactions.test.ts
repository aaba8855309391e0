import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagOf, to } from '../../src/sip/headers/index.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { answer, bench, request, t1 } from './support.ts';

function only<T>(items: readonly T[]): T {
  assert.equal(items.length, 1);
  return items[0] as T;
}

test('a repeated non-INVITE is absorbed until there is an answer, then answered again; timer J ends it', () => {
  const { clock, layer, link, requests } = bench('udp');
  const register = request('REGISTER');
  layer.receive(register, link);
  const transaction = only(requests);
  layer.receive(register, link);
  assert.deepEqual(link.log, []);
  transaction.respond(answer(register, 100));
  layer.receive(register, link);
  assert.deepEqual(link.log, ['100', '100']);
  transaction.respond(answer(register, 200));
  transaction.respond(answer(register, 500));
  clock.advance(64 * t1 - 1);
  layer.receive(register, link);
  assert.deepEqual(link.log, ['100', '100', '200', '200']);
  assert.equal(requests.length, 1);
  clock.advance(1);
  assert.equal(clock.pending, 0);
  layer.receive(register, link);
  assert.equal(requests.length, 2);
});

test('on a reliable transport timer J is zero', () => {
  const { clock, layer, link, requests } = bench('tcp');
  const register = request('REGISTER');
  layer.receive(register, link);
  only(requests).respond(answer(register, 200));
  assert.equal(clock.pending, 0);
});

test('an INVITE that the user leaves alone gets 100 after 200 ms, and keeps it for repetitions', () => {
  const { clock, layer, link, requests } = bench('udp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  clock.advance(199);
  layer.receive(invite, link);
  assert.deepEqual(link.log, []);
  clock.advance(1);
  layer.receive(invite, link);
  assert.deepEqual(link.log, ['100', '100']);
  only(requests).respond(answer(invite, 180));
  layer.receive(invite, link);
  assert.deepEqual(link.log, ['100', '100', '180', '180']);
  clock.advance(1000 * t1);
  assert.equal(link.sent.length, 4);
});

test('no 100 once the user has answered, nor when it is not wanted', () => {
  const answered = bench('udp');
  answered.layer.receive(request('INVITE'), answered.link);
  only(answered.requests).respond(answer(request('INVITE'), 183));
  answered.clock.advance(t1);
  assert.deepEqual(answered.link.log, ['183']);
  const silent = bench('udp', { trying: false });
  silent.layer.receive(request('INVITE'), silent.link);
  silent.clock.advance(100 * t1);
  assert.deepEqual(silent.link.log, []);
});

test('timer G repeats a rejection of INVITE, doubling up to T2, until timer H ends it', () => {
  const { clock, layer, link, requests } = bench('udp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  only(requests).respond(answer(invite, 486));
  const times: number[] = [];
  let seen = 0;
  for (let elapsed = 0; elapsed <= 70; elapsed += 0.5) {
    for (; seen < link.sent.length; seen += 1) times.push(elapsed);
    clock.advance(t1 / 2);
  }
  assert.deepEqual(times, [0, 1, 3, 7, 15, 23, 31, 39, 47, 55, 63]);
  assert.equal(clock.pending, 0);
});

test('a reliable transport repeats nothing, but timer H still waits for the ACK', () => {
  const { clock, layer, link, requests } = bench('tcp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  only(requests).respond(answer(invite, 486));
  clock.advance(64 * t1 - 1);
  assert.deepEqual(link.log, ['486']);
  assert.equal(clock.pending, 1);
  clock.advance(1);
  assert.equal(clock.pending, 0);
});

test('the ACK to a rejection stops timer G and is not told; timer I absorbs more of them', () => {
  const { clock, layer, link, requests, acks } = bench('udp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  only(requests).respond(answer(invite, 486));
  layer.receive(invite, link);
  assert.deepEqual(link.log, ['486', '486']);
  const ack = request('ACK', { to: '<sip:bob@ims.example>;tag=bob' });
  layer.receive(ack, link);
  clock.advance(10 * t1 - 1);
  layer.receive(ack, link);
  layer.receive(invite, link);
  assert.deepEqual(link.log, ['486', '486']);
  assert.equal(acks.length, 0);
  assert.equal(requests.length, 1);
  clock.advance(1);
  assert.equal(clock.pending, 0);
});

test('on a reliable transport timer I is zero', () => {
  const { clock, layer, link, requests, acks } = bench('tcp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  only(requests).respond(answer(invite, 404));
  layer.receive(request('ACK'), link);
  assert.equal(clock.pending, 0);
  assert.equal(acks.length, 0);
});

test('after 2xx an INVITE that comes again is absorbed, each 2xx goes out, and timer L ends it', () => {
  for (const transport of ['udp', 'tcp'] as const) {
    const { clock, layer, link, requests, acks } = bench(transport);
    const invite = request('INVITE');
    layer.receive(invite, link);
    const transaction = only(requests);
    transaction.respond(answer(invite, 200));
    layer.receive(invite, link);
    assert.deepEqual(link.log, ['200']);
    transaction.respond(answer(invite, 200));
    transaction.respond(answer(invite, 486));
    transaction.respond(answer(invite, 180));
    assert.deepEqual(link.log, ['200', '200']);
    layer.receive(request('ACK', { branch: 'z9hG4bKack' }), link);
    layer.receive(request('ACK'), link);
    assert.equal(acks.length, 2);
    clock.advance(64 * t1 - 1);
    layer.receive(invite, link);
    assert.equal(requests.length, 1);
    clock.advance(1);
    assert.equal(clock.pending, 0);
    transaction.respond(answer(invite, 200));
    assert.deepEqual(link.log, ['200', '200']);
  }
});

test('CANCEL is answered with 200 under the To tag of the INVITE and told once; 487 is for the user', () => {
  const { layer, link, requests } = bench('udp');
  const invite = request('INVITE');
  layer.receive(invite, link);
  const transaction = only(requests);
  let told = 0;
  transaction.onCancel(() => {
    told += 1;
    transaction.respond(answer(invite, 487));
  });
  transaction.respond(answer(invite, 180));
  assert.equal(transaction.cancelled, false);
  const cancel = request('CANCEL');
  layer.receive(cancel, link);
  assert.equal(transaction.cancelled, true);
  layer.receive(cancel, link);
  assert.equal(told, 1);
  assert.deepEqual(link.log, ['180', '200', '487', '200']);
  const [, ok] = link.sent;
  assert.ok(ok);
  assert.equal(tagOf(to(ok)), 'bob');
  assert.equal(requests.length, 1);
  let late = 0;
  transaction.onCancel(() => {
    late += 1;
  });
  assert.equal(late, 1);
});

test('CANCEL without its request gets 481; after a final response and for other methods it changes nothing', () => {
  const { layer, link, requests } = bench('udp');
  layer.receive(request('CANCEL', { branch: 'z9hG4bKunknown' }), link);
  const invite = request('INVITE');
  layer.receive(invite, link);
  requests[0]?.respond(answer(invite, 200));
  layer.receive(request('CANCEL'), link);
  layer.receive(request('OPTIONS', { branch: 'z9hG4bKoptions' }), link);
  layer.receive(request('CANCEL', { branch: 'z9hG4bKoptions' }), link);
  assert.deepEqual(link.log, ['481', '200', '200', '200']);
  assert.deepEqual(
    requests.map(({ cancelled }) => cancelled),
    [false, false],
  );
});

test('requests are told apart by branch, sent-by and method', () => {
  const { layer, link, requests } = bench('udp');
  layer.receive(request('OPTIONS'), link);
  layer.receive(request('OPTIONS', { host: '192.0.2.3' }), link);
  layer.receive(request('OPTIONS', { branch: 'z9hG4bKtwo' }), link);
  layer.receive(request('MESSAGE'), link);
  layer.receive(request('OPTIONS', { host: '192.0.2.2:5062' }), link);
  layer.receive(request('OPTIONS'), link);
  assert.equal(requests.length, 5);
});

test('without the magic cookie what RFC 2543 keeps the same tells requests apart', () => {
  const { layer, link, requests } = bench('udp');
  layer.receive(request('OPTIONS', { branch: '1' }), link);
  layer.receive(request('OPTIONS', { branch: '1' }), link);
  layer.receive(request('OPTIONS', { branch: '1', cseq: 8 }), link);
  assert.equal(requests.length, 2);
});

test('a message whose transaction cannot be told is a stray', () => {
  const { layer, link, requests, strays } = bench('udp');
  const options = request('OPTIONS');
  layer.receive(options.without('Via'), link);
  layer.receive(options.with('CSeq', 'seven'), link);
  layer.receive(answer(options, 200).without('Via'), link);
  layer.receive(answer(options, 200), link);
  assert.equal(strays.length, 4);
  assert.equal(requests.length, 0);
});

test('an answer over a link that is gone is dropped', () => {
  const { clock, layer, link, requests } = bench('tcp');
  layer.receive(request('REGISTER', { branch: 'z9hG4bKa' }), link);
  layer.receive(request('INVITE', { branch: 'z9hG4bKb' }), link);
  layer.receive(request('REGISTER', { branch: 'z9hG4bKc' }), link);
  link.close();
  requests[0]?.respond(answer(request('REGISTER', { branch: 'z9hG4bKa' }), 200));
  layer.linkClosed(link);
  for (const transaction of requests) transaction.respond(answer(transaction.request, 200));
  assert.deepEqual(link.log, []);
  assert.equal(clock.pending, 0);
});

test('a transaction gives the very request that came in, and its link', () => {
  const { layer, link, requests, acks } = bench('udp');
  const invite = request('INVITE');
  const ack = request('ACK', { branch: 'z9hG4bKack' });
  layer.receive(invite, link);
  layer.receive(ack, link);
  assert.equal(only(requests).request, invite);
  assert.equal(only(requests).link, link);
  assert.equal(only(acks), ack);
  assert.ok(only(acks) instanceof SipRequest);
});
