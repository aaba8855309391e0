import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { ConnectionFailed, LinkClosed } from '../../src/net/link.ts';
import { listenMw, type MwListener } from '../../src/net/mw-listener.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { Happenings, options, recorder, text } from './events.ts';

const anywhere = { host: '127.0.0.1', port: 0 };

async function pair(): Promise<{
  a: MwListener;
  b: MwListener;
  atA: Happenings;
  atB: Happenings;
  end(): Promise<void>;
}> {
  const atA = new Happenings();
  const atB = new Happenings();
  const a = await listenMw(anywhere, atA.events);
  const b = await listenMw(anywhere, atB.events);
  return { a, b, atA, atB, end: async () => void (await Promise.all([a.close(), b.close()])) };
}

test('UDP and TCP are bound to one port', async () => {
  const { a, b, atB, end } = await pair();
  (await a.linkTo('udp', b.address)).send(options('over-udp'));
  (await a.linkTo('tcp', b.address)).send(options('over-tcp'));
  const first = await atB.next('message');
  const second = await atB.next('message');
  assert.deepEqual([first.link.transport, second.link.transport].sort(), ['tcp', 'udp']);
  await end();
});

test('a port that is taken is the error of the operating system', async () => {
  const { a, end } = await pair();
  await assert.rejects(listenMw(a.address, new Happenings().events), { code: 'EADDRINUSE' });
  await end();
});

test('a port that only UDP has taken frees TCP again', async () => {
  const at = { host: '127.0.0.1', port: await freePort('127.0.0.1') };
  const udp = createSocket('udp4');
  udp.bind(at.port, at.host);
  await once(udp, 'listening');
  await assert.rejects(listenMw(at, new Happenings().events), { code: 'EADDRINUSE' });
  udp.close();
  await once(udp, 'close');
  const listener = await listenMw(at, new Happenings().events);
  assert.equal(listener.address.port, at.port);
  await listener.close();
});

test('a UDP link is the same for every datagram between two addresses, and answers go back over it', async () => {
  const { a, b, atA, atB, end } = await pair();
  const link = await a.linkTo('udp', b.address);
  link.send(options('one'));
  link.send(options('two'));
  const one = await atB.next('message');
  const two = await atB.next('message');
  assert.equal(one.link, two.link);
  assert.deepEqual(one.link.remote, a.address);
  assert.equal(one.link.reliable, false);
  one.link.send(options('back'));
  const back = await atA.next('message');
  assert.equal(back.link, link);
  assert.equal(link.id, `udp 127.0.0.1:${a.address.port}-127.0.0.1:${b.address.port}`);
  await end();
});

test('a host name is resolved, so that answers find their link', async () => {
  const { a, b, atA, atB, end } = await pair();
  const link = await a.linkTo('udp', { host: 'localhost', port: b.address.port });
  link.send(options('by-name'));
  (await atB.next('message')).link.send(options('answer'));
  assert.equal((await atA.next('message')).link, link);
  await end();
});

test('a live TCP connection is used again from both ends, also by callers at the same time', async () => {
  const { a, b, atA, atB, end } = await pair();
  const [link, same] = await Promise.all([a.linkTo('tcp', b.address), a.linkTo('tcp', b.address)]);
  assert.equal(link, same);
  assert.equal(await a.linkTo('tcp', b.address), link);
  const { link: accepted } = await atB.next('opened');
  assert.deepEqual(accepted.remote, link.local);
  assert.equal(await b.linkTo('tcp', accepted.remote), accepted);
  accepted.send(options('reverse'));
  assert.equal((await atA.next('message')).link, link);
  link.close();
  assert.equal((await atB.next('closed')).info.clean, true);
  assert.equal((await atA.next('closed')).info.clean, true);
  const again = await a.linkTo('tcp', b.address);
  assert.notEqual(again, link);
  assert.notEqual(again.id, link.id);
  await end();
});

test('segments on TCP are glued and cut into messages', async () => {
  const { a, atA, end } = await pair();
  const socket = connect(a.address.port, '127.0.0.1');
  const glued = Buffer.concat([options('first', 'v=0\r\n'), options('second')]);
  const cut = glued.length - 30;
  socket.write(glued.subarray(0, cut));
  const first = await atA.next('message');
  socket.write(glued.subarray(cut));
  const second = await atA.next('message');
  assert.equal(first.text, text(options('first', 'v=0\r\n')));
  assert.equal(second.text, text(options('second')));
  socket.destroy();
  await end();
});

test('who accepted a TCP connection answers a keep-alive, who opened it does not', async () => {
  const { a, b, atA, atB, end } = await pair();
  const link = await a.linkTo('tcp', b.address);
  link.send(Buffer.from('\r\n\r\n'));
  assert.equal((await atB.next('keepalive')).text, '\r\n\r\n');
  const pong = await atA.next('keepalive');
  assert.equal(pong.text, '\r\n');
  const { link: accepted } = await atB.next('opened');
  accepted.send(Buffer.concat([Buffer.from('\r\n\r\n'), options('after')]));
  assert.equal((await atA.next('message')).link, link);
  link.send(options('fence'));
  await atB.next('message');
  assert.equal(atB.count('keepalive'), 1);
  await end();
});

test('line ends in a datagram are no message', async () => {
  const { a, b, atB, end } = await pair();
  const link = await a.linkTo('udp', b.address);
  link.send(Buffer.from('\r\n\r\n'));
  link.send(options('after'));
  await atB.next('message');
  assert.equal(atB.count('keepalive'), 1);
  assert.equal(atB.count('message'), 1);
  await end();
});

test('what cannot be framed is garbage and ends the connection', async () => {
  const { a, atA, end } = await pair();
  const socket = connect(a.address.port, '127.0.0.1');
  socket.write('OPTIONS sip:x SIP/2.0\r\nContent-Length: many\r\n\r\n');
  const garbage = await atA.next('garbage');
  assert.match(garbage.why, /Content-Length/);
  await once(socket, 'close');
  await atA.next('closed');
  assert.equal(atA.count('message'), 0);
  await end();
});

test('a reset connection is closed uncleanly, and sending on it is refused', async () => {
  const { a, atA, end } = await pair();
  const socket = connect(a.address.port, '127.0.0.1');
  const { link } = await atA.next('opened');
  socket.resetAndDestroy();
  const { info } = await atA.next('closed');
  assert.equal(info.clean, false);
  assert.match(info.reason ?? '', /ECONNRESET/);
  assert.equal(link.open, false);
  assert.throws(() => link.send(options('late')), LinkClosed);
  await end();
});

test('nobody there: the code of the system', async () => {
  const port = await freePort('127.0.0.1');
  const { a, end } = await pair();
  const failure = await a.linkTo('tcp', { host: '127.0.0.1', port }).catch((error: unknown) => error);
  assert.ok(failure instanceof ConnectionFailed);
  assert.equal(failure.code, 'ECONNREFUSED');
  await assert.rejects(a.linkTo('udp', { host: 'no.such.host.invalid', port }), ConnectionFailed);
  await end();
});

test('a datagram too long for UDP ends the link with the reason', async () => {
  const { a, b, atA, atB, end } = await pair();
  const link = await a.linkTo('udp', b.address);
  link.send(Buffer.alloc(70_000, 65));
  const { info } = await atA.next('closed');
  assert.match(info.reason ?? '', /EMSGSIZE/);
  assert.equal(link.open, false);
  const fresh = await a.linkTo('udp', b.address);
  assert.equal(fresh.id, link.id);
  fresh.send(options('small'));
  await atB.next('message');
  await end();
});

test('closing ends open connections and reports nothing any more', async () => {
  const { a, b, atA, atB } = await pair();
  const link = await a.linkTo('tcp', b.address);
  await atB.next('opened');
  const udp = await a.linkTo('udp', b.address);
  await a.close();
  await a.close();
  assert.equal((await atB.next('closed')).info.clean, true);
  assert.equal(link.open, false);
  assert.throws(() => udp.send(options('late')), LinkClosed);
  await assert.rejects(a.linkTo('udp', b.address), ConnectionFailed);
  assert.equal(atA.count('closed'), 0);
  await b.close();
});

test('closing does not wait for a peer that never closes', async () => {
  const { a, end } = await pair();
  const silent = createServer(() => {});
  silent.listen({ port: 0, host: '127.0.0.1', backlog: 1 });
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const accepted = once(silent, 'connection') as Promise<[Socket]>;
  const link = await a.linkTo('tcp', { host: '127.0.0.1', port });
  assert.equal(link.open, true);
  const [socket] = await accepted;
  socket.pause();
  await end();
  socket.destroy();
  silent.close();
  await once(silent, 'close');
});

test('everything is written into the trace with its direction and addresses', async () => {
  const { wiretap, events } = recorder('Mw', 'core', 'eP-CSCF');
  const at = new Happenings();
  const core = await listenMw(anywhere, at.events, { wiretap });
  const other = new Happenings();
  const sut = await listenMw(anywhere, other.events);
  const link = await sut.linkTo('tcp', core.address);
  link.send(options('in'));
  const { link: accepted, info } = await at.next('message');
  assert.equal(info.trace, 'mw-2');
  assert.equal(accepted.send(options('out')), 'mw-3');
  await other.next('message');
  link.close();
  await at.next('closed');
  assert.deepEqual(
    events.map(({ kind, from, to }) => [kind, from, to]),
    [
      ['open', 'eP-CSCF', 'core'],
      ['sip', 'eP-CSCF', 'core'],
      ['sip', 'core', 'eP-CSCF'],
      ['close', 'eP-CSCF', 'core'],
    ],
  );
  const [, received, sent] = events;
  assert.deepEqual(received?.source, link.local);
  assert.deepEqual(received?.destination, core.address);
  assert.deepEqual(sent?.source, core.address);
  assert.equal(text(sent?.bytes ?? Buffer.alloc(0)), text(options('out')));
  assert.equal(new Set(events.map(({ connection }) => connection)).size, 1);
  assert.ok(events.every((event) => Math.abs(event.at - Date.now()) < 60_000));
  await Promise.all([core.close(), sut.close()]);
});

const withIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

test('IPv6 works as IPv4 does', { skip: withIPv6 ? false : 'no ::1 here' }, async () => {
  const at = new Happenings();
  const core = await listenMw({ host: '::1', port: 0 }, at.events);
  const back = new Happenings();
  const sut = await listenMw({ host: '::1', port: 0 }, back.events);
  for (const transport of ['udp', 'tcp'] as const) {
    const link = await sut.linkTo(transport, { host: '[::1]', port: core.address.port });
    link.send(options(transport));
    const seen = await at.next('message');
    seen.link.send(options(`${transport}-back`));
    assert.equal((await back.next('message')).link, link);
  }
  assert.match((await sut.linkTo('udp', core.address)).id, /^udp \[::1\]:\d+-\[::1\]:\d+$/);
  await Promise.all([core.close(), sut.close()]);
});

test('a socket for both families sends to IPv4 and calls it so', {
  skip: withIPv6 ? false : 'no ::1 here',
}, async () => {
  const at = new Happenings();
  const both = await listenMw({ host: '::', port: 0 }, at.events);
  const v4 = new Happenings();
  const peer = await listenMw(anywhere, v4.events);
  (await both.linkTo('udp', peer.address)).send(options('there'));
  (await v4.next('message')).link.send(options('back'));
  assert.equal((await at.next('message')).link.remote.host, '127.0.0.1');
  await Promise.all([both.close(), peer.close()]);
});
