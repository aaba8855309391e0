import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { before, test } from 'node:test';
import { type Certificates, makeCertificates } from '../../src/net/certificates.ts';
import { ConnectionFailed, LinkClosed } from '../../src/net/link.ts';
import { connectTo, probeTls } from '../../src/net/tls-client.ts';
import {
  HandshakeRefused,
  openWebSocket,
  type WsClientOptions,
  type WsLink,
} from '../../src/net/ws-client.ts';
import { encodeFrame } from '../../src/net/ws-frame.ts';
import { listenWss, type WssLink, type WssServer, type WssServerOptions } from '../../src/net/ws-server.ts';
import { Happenings, options, patience, recorder, text } from './events.ts';

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates({ hosts: ['epcscf.example', '127.0.0.1', '::1'] });
});

interface Lab {
  readonly server: WssServer;
  readonly atServer: Happenings<WssLink>;
  readonly atClient: Happenings<WsLink>;
  open(change?: Partial<WsClientOptions>): Promise<WsLink>;
  end(): Promise<void>;
}

async function lab(change: Partial<WssServerOptions> = {}): Promise<Lab> {
  const atServer = new Happenings<WssLink>();
  const atClient = new Happenings<WsLink>();
  const server = await listenWss(
    {
      host: '127.0.0.1',
      port: 0,
      key: certificates.key,
      cert: certificates.cert,
      acceptProtocol: (offered) => (offered.includes('sip') ? { protocol: 'sip' } : { refuse: 400 }),
      ...change,
    },
    atServer.events,
  );
  const base = { url: server.url, ca: certificates.ca, protocols: ['sip'], maxMs: patience };
  return {
    server,
    atServer,
    atClient,
    open: (changed) => openWebSocket({ ...base, ...changed }, atClient.events),
    end: () => server.close(),
  };
}

test('a message goes each way over a verified TLS connection', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open({ servername: 'epcscf.example' });
  assert.equal(link.transport, 'wss');
  assert.equal(link.handshake.status, 101);
  assert.equal(link.handshake.protocol, 'sip');
  assert.match(link.tls?.protocol ?? '', /^TLSv1\.[23]$/);
  assert.equal(link.tls?.certificateRequested, false);
  link.send(options('there'));
  const { link: accepted, text: received, info } = await atServer.next('message');
  assert.equal(received, text(options('there')));
  assert.equal(info.binary, false);
  assert.deepEqual(accepted.remote, link.local);
  assert.deepEqual(accepted.local, link.remote);
  assert.equal(accepted.protocol, 'sip');
  accepted.send(options('back'), { binary: true });
  const back = await atClient.next('message');
  assert.equal(back.link, link);
  assert.equal(back.info.binary, true);
  assert.deepEqual(link.observed, { frames: 1, violations: [] });
  await end();
});

test('binary and fragmented messages arrive whole', async () => {
  const { open, atServer, end } = await lab();
  const link = await open();
  link.send(options('binary'), { binary: true });
  const binary = await atServer.next('message');
  assert.equal(binary.info.binary, true);
  link.send(options('pieces'), { fragments: 7 });
  const whole = await atServer.next('message');
  assert.equal(whole.text, text(options('pieces')));
  assert.equal(whole.info.binary, false);
  await end();
});

test('Origin and further header fields reach the decision of the server', async () => {
  const asked: unknown[] = [];
  const { open, atServer, end } = await lab({
    acceptProtocol: (offered, origin, request) => {
      asked.push([offered, origin, request.headers['x-test'], request.target]);
      return origin === 'https://wwsf.example' ? { protocol: 'sip' } : { refuse: 403 };
    },
  });
  const link = await open({
    origin: 'https://wwsf.example',
    headers: { 'X-Test': 'yes' },
    protocols: ['chat', 'sip'],
  });
  assert.deepEqual(asked, [[['chat', 'sip'], 'https://wwsf.example', 'yes', '/']]);
  assert.equal((await atServer.next('opened')).link.request.origin, 'https://wwsf.example');
  link.close();
  const refusal = await open({ origin: 'https://evil.example' }).catch((error: unknown) => error);
  assert.ok(refusal instanceof HandshakeRefused);
  assert.equal(refusal.status, 403);
  assert.equal(refusal.reason, 'Forbidden');
  await end();
});

test('a refusal carries status and header fields', async () => {
  const { open, end } = await lab({
    acceptProtocol: () => ({ refuse: 401, headers: { 'WWW-Authenticate': 'Digest realm="x"' } }),
  });
  const refusal = await open().catch((error: unknown) => error);
  assert.ok(refusal instanceof HandshakeRefused);
  assert.equal(refusal.status, 401);
  assert.equal(refusal.headers['www-authenticate'], 'Digest realm="x"');
  await end();
});

test('no sub-protocol is offered when none is given', async () => {
  const seen: number[] = [];
  const { open, end } = await lab({
    acceptProtocol: (offered) => {
      seen.push(offered.length);
      return { protocol: null };
    },
  });
  const link = await open({ protocols: [] });
  assert.deepEqual(seen, [0]);
  assert.equal(link.handshake.protocol, '');
  assert.equal(link.handshake.headers['sec-websocket-protocol'], undefined);
  await end();
});

test('a sub-protocol that the server should not choose is reported, and the connection goes on', async () => {
  const cases: [offered: string[], chosen: string | null][] = [
    [[], 'sip'],
    [['chat'], 'sip'],
    [['sip'], null],
    [['sip', 'chat'], 'sips'],
  ];
  for (const [offered, chosen] of cases) {
    const { open, atServer, end } = await lab({ acceptProtocol: () => ({ protocol: chosen }) });
    const link = await open({ protocols: offered });
    assert.equal(link.handshake.protocol, chosen ?? '');
    link.send(options('still'));
    assert.equal((await atServer.next('message')).text, text(options('still')));
    await end();
  }
});

test('TLS is verified against the given authority and name', async () => {
  const { open, server, end } = await lab();
  const other = await makeCertificates({ hosts: ['127.0.0.1'] });
  const untrusted = await open({ ca: other.ca }).catch((error: unknown) => error);
  assert.ok(untrusted instanceof ConnectionFailed);
  assert.match(untrusted.code, /CERT|ISSUER|SIGNATURE|VERIFY/);
  const misnamed = await open({ servername: 'other.example' }).catch((error: unknown) => error);
  assert.ok(misnamed instanceof ConnectionFailed);
  assert.equal(misnamed.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
  const unknown = await openWebSocket(
    { url: server.url, protocols: ['sip'], maxMs: patience },
    new Happenings<WsLink>().events,
  ).catch((error: unknown) => error);
  assert.ok(unknown instanceof ConnectionFailed);
  await end();
});

test('a TLS session can be resumed from a new port', async () => {
  const { open, atServer, atClient, end } = await lab();
  const first = await open();
  assert.equal(first.tls?.resumed, false);
  first.send(options('first'));
  (await atServer.next('message')).link.send(options('answer'));
  await atClient.next('message');
  const session = first.tls?.session();
  assert.ok(session);
  const second = await open({ session });
  assert.equal(second.tls?.resumed, true);
  assert.equal(second.tls?.certificateRequested, undefined);
  assert.notEqual(second.local.port, first.local.port);
  await end();
});

test('a request for a client certificate is seen', async () => {
  for (const clientCertificate of ['requested', undefined] as const) {
    const { open, server, end } = await lab(clientCertificate ? { clientCertificate } : {});
    const probe = await probeTls({
      host: '127.0.0.1',
      port: server.port,
      maxMs: patience,
      tls: { ca: certificates.ca },
    });
    assert.equal(probe.certificateRequested, clientCertificate === 'requested');
    assert.ok(probe.certificate);
    const link = await open();
    assert.equal(link.tls?.certificateRequested, clientCertificate === 'requested');
    await end();
  }
});

test('a server that insists on a client certificate gets no WebSocket', async () => {
  const { open, end } = await lab({ clientCertificate: 'required' });
  await assert.rejects(open(), ConnectionFailed);
  await end();
});

test('plain WebSocket works only where the server takes it', async () => {
  const both = await lab({ alsoPlain: true });
  const plainUrl = both.server.url.replace('wss:', 'ws:');
  const plain = await both.open({ url: plainUrl });
  assert.equal(plain.transport, 'ws');
  assert.equal(plain.tls, undefined);
  plain.send(options('plain'));
  const received = await both.atServer.next('message');
  assert.equal(received.link.transport, 'ws');
  const secure = await both.open();
  secure.send(options('secure'));
  assert.equal((await both.atServer.next('message')).link.transport, 'wss');
  await both.end();
  const strict = await lab();
  await assert.rejects(strict.open({ url: strict.server.url.replace('wss:', 'ws:') }), ConnectionFailed);
  await strict.end();
});

test('ping is answered in both directions', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  link.ping(Buffer.from('abc'));
  assert.equal((await atServer.next('ping')).text, 'abc');
  assert.equal((await atClient.next('pong')).text, 'abc');
  (await atServer.next('opened')).link.ping();
  assert.equal((await atClient.next('ping')).text, '');
  await atServer.next('pong');
  assert.equal(link.observed.frames, 2);
  await end();
});

test('the server answers a keep-alive of line ends', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  link.send(Buffer.from('\r\n\r\n'));
  assert.equal((await atServer.next('keepalive')).text, '\r\n\r\n');
  assert.equal((await atClient.next('keepalive')).text, '\r\n');
  assert.equal(atServer.count('message'), 0);
  await end();
});

test('the close handshake gives both sides code and reason', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  link.close(4000, 'done');
  const [server, client] = await Promise.all([atServer.next('closed'), atClient.next('closed')]);
  for (const { info } of [server, client]) {
    assert.equal(info.code, 4000);
    assert.equal(info.reason, 'done');
    assert.equal(info.clean, true);
  }
  assert.equal(link.open, false);
  assert.throws(() => link.send(options('late')), LinkClosed);
  assert.throws(() => link.ping(), LinkClosed);
  await atServer.next('opened');
  const second = await open();
  (await atServer.next('opened')).link.close(1000);
  assert.equal((await atClient.next('closed')).link, second);
  await end();
});

test('a cut connection is 1006', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  link.terminate();
  const { info } = await atServer.next('closed');
  assert.equal(info.code, 1006);
  assert.equal(info.clean, false);
  assert.equal((await atClient.next('closed')).info.code, 1006);
  await end();
});

test('a server that goes away says 1001 and reports nothing more', async () => {
  const { open, atServer, atClient, end } = await lab();
  await open();
  await open();
  await end();
  for (let remaining = 2; remaining > 0; remaining -= 1) {
    assert.equal((await atClient.next('closed')).info.code, 1001);
  }
  assert.equal(atServer.count('closed'), 0);
});

test('closing the server does not wait for who is still in the TLS handshake', async () => {
  const { server, end } = await lab();
  const { socket } = await connectTo({ host: '127.0.0.1', port: server.port, maxMs: patience });
  socket.on('error', () => {});
  const gone = once(socket, 'close');
  await end();
  await gone;
  assert.equal(socket.destroyed, true);
});

test('an unmasked frame from a client is a violation that ends the connection with 1002', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  link.rawWrite(encodeFrame({ opcode: 1, payload: options('bare'), masked: false }));
  await atServer.next('garbage');
  const { link: accepted, info } = await atServer.next('closed');
  assert.equal(info.clean, false);
  assert.deepEqual(
    accepted.observed.violations.map(({ code }) => code),
    ['WS_ERR_EXPECTED_MASK'],
  );
  assert.equal((await atClient.next('closed')).info.code, 1002);
  assert.equal(atServer.count('message'), 0);
  await end();
});

test('a masked frame from a server is seen as such', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  const { link: accepted } = await atServer.next('opened');
  accepted.rawWrite(encodeFrame({ opcode: 1, payload: options('masked'), masked: true }));
  const garbage = await atClient.next('garbage');
  assert.equal(garbage.link, link);
  assert.deepEqual(
    link.observed.violations.map(({ code }) => code),
    ['WS_ERR_UNEXPECTED_MASK'],
  );
  await atClient.next('closed');
  await end();
});

test('raw frames carry what the library would not send', async () => {
  const { open, atServer, end } = await lab();
  const link = await open();
  const two = Buffer.concat([options('one'), options('two')]);
  link.rawWrite(encodeFrame({ opcode: 2, payload: two, masked: true }));
  assert.equal((await atServer.next('message')).text, text(two));
  const long = options('long', 'x'.repeat(70_000));
  link.rawWrite(encodeFrame({ opcode: 1, payload: long, masked: true }));
  assert.equal((await atServer.next('message')).text.length, long.length);
  link.rawWrite(encodeFrame({ opcode: 1, payload: options('cut'), masked: true, fin: false }));
  link.rawWrite(encodeFrame({ opcode: 0, payload: Buffer.from('rest'), masked: true }));
  assert.equal((await atServer.next('message')).text, `${text(options('cut'))}rest`);
  link.rawWrite(encodeFrame({ opcode: 1, payload: Buffer.from('x'), masked: true, reserved: 4 }));
  assert.match((await atServer.next('garbage')).why, /RSV1/);
  await end();
});

test('text that is not UTF-8 ends the connection at the server and is reported by the client', async () => {
  const { open, atServer, atClient, end } = await lab();
  const link = await open();
  const { link: accepted } = await atServer.next('opened');
  const latin1 = Buffer.from([0xe4, 0x20, 0xff]);
  accepted.send(latin1);
  const { info, text: received } = await atClient.next('message');
  assert.equal(info.invalidUtf8, true);
  assert.equal(received, latin1.toString('latin1'));
  accepted.send(latin1, { binary: true });
  assert.equal((await atClient.next('message')).info.invalidUtf8, undefined);
  link.send(latin1);
  await atServer.next('closed');
  assert.deepEqual(
    accepted.observed.violations.map(({ code }) => code),
    ['WS_ERR_INVALID_UTF8'],
  );
  assert.equal((await atClient.next('closed')).info.code, 1007);
  await end();
});

test('a message over the limit ends the connection with 1009', async () => {
  const { open, atClient, end } = await lab({ maxMessage: 1000 });
  const link = await open();
  link.send(Buffer.alloc(1001, 65));
  assert.equal((await atClient.next('closed')).info.code, 1009);
  await end();
});

test('several connections from one chosen local address', async () => {
  const { open, atServer, end } = await lab();
  const links = await Promise.all([1, 2, 3].map(() => open({ localAddress: '127.0.0.1' })));
  assert.equal(new Set(links.map(({ local }) => local.port)).size, 3);
  assert.equal(new Set(links.map(({ id }) => id)).size, 3);
  assert.ok(links.every(({ local }) => local.host === '127.0.0.1'));
  await atServer.next('opened');
  await end();
});

test('what is no WebSocket request is answered in HTTP', async () => {
  const { server, end } = await lab();
  const { socket } = await connectTo({
    host: '127.0.0.1',
    port: server.port,
    maxMs: patience,
    tls: { ca: certificates.ca },
  });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1\.1 426 /);
  socket.on('error', () => {}).destroy();
  await end();
});

interface Silent {
  readonly url: string;
  end(): Promise<void>;
}

async function silentServer(onConnection: (socket: Socket) => void): Promise<Silent> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `127.0.0.1:${port}`,
    end: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

test('silence is a failed connection after the given time: during TLS, and after the request', async () => {
  const silent = await silentServer(() => {});
  for (const scheme of ['wss', 'ws']) {
    const opening = openWebSocket(
      { url: `${scheme}://${silent.url}/`, protocols: ['sip'], maxMs: 20 },
      new Happenings<WsLink>().events,
    );
    const failure = await opening.catch((error: unknown) => error);
    assert.ok(failure instanceof ConnectionFailed);
    assert.equal(failure.code, 'TIMEOUT');
  }
  await silent.end();
});

test('a 101 that proves nothing is a refused handshake', async () => {
  const liar = await silentServer((socket) => {
    const lines = [
      'HTTP/1.1 101 Fine',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: no',
    ];
    socket.once('data', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
  });
  const opening = openWebSocket(
    { url: `ws://${liar.url}/`, protocols: ['sip'], maxMs: patience },
    new Happenings<WsLink>().events,
  );
  const failure = await opening.catch((error: unknown) => error);
  assert.ok(failure instanceof HandshakeRefused);
  assert.equal(failure.status, 101);
  assert.match(failure.reason, /Sec-WebSocket-Accept/);
  await liar.end();
});

test('what is no HTTP at all is a failed connection', async () => {
  const echo = await silentServer((socket) => socket.pipe(socket));
  const opening = openWebSocket(
    { url: `ws://${echo.url}/`, protocols: ['sip'], maxMs: patience },
    new Happenings<WsLink>().events,
  );
  await assert.rejects(opening, ConnectionFailed);
  await echo.end();
});

test('the trace has the connection, both halves of the handshake, each message and the close', async () => {
  const { wiretap, events } = recorder('W2', 'WIC a', 'eP-CSCF');
  const { open, atServer, atClient, end } = await lab();
  const link = await open({ wiretap, origin: 'https://wwsf.example' });
  assert.equal(link.handshake.trace, 'w2-3');
  assert.equal(link.send(options('out')), 'w2-4');
  const { link: accepted } = await atServer.next('message');
  accepted.send(options('in'));
  assert.equal((await atClient.next('message')).info.trace, 'w2-5');
  accepted.close(1000, 'bye');
  assert.equal((await atClient.next('closed')).info.trace, 'w2-6');
  assert.deepEqual(
    events.map(({ kind, from }) => [kind, from]),
    [
      ['open', 'WIC a'],
      ['handshake', 'WIC a'],
      ['handshake', 'eP-CSCF'],
      ['sip', 'WIC a'],
      ['sip', 'eP-CSCF'],
      ['close', 'eP-CSCF'],
    ],
  );
  const [opened, request, response] = events;
  assert.match(opened?.note ?? '', /^TLSv1\.3 /);
  assert.match(
    text(request?.bytes ?? Buffer.alloc(0)),
    /^GET \/ HTTP\/1\.1\r\n(.*\r\n)*Origin: https:\/\/wwsf/,
  );
  assert.match(
    text(response?.bytes ?? Buffer.alloc(0)),
    /^HTTP\/1\.1 101 .*\r\n(.*\r\n)*Sec-WebSocket-Protocol: sip\r\n/,
  );
  assert.equal(events.at(-1)?.note, '1000 bye');
  assert.ok(events.every(({ connection, transport }) => connection === link.id && transport === 'wss'));
  await end();
});

test('a refusal is in the trace, too', async () => {
  const { wiretap, events } = recorder('W2', 'WIC a', 'eP-CSCF');
  const { open, end } = await lab({ acceptProtocol: () => ({ refuse: 403 }) });
  const refusal = await open({ wiretap }).catch((error: unknown) => error);
  assert.ok(refusal instanceof HandshakeRefused);
  assert.equal(refusal.trace, 'w2-3');
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['open', 'handshake', 'handshake', 'close'],
  );
  await end();
});
