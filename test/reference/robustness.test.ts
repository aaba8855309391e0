import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());

const head = 'Via: SIP/2.0/WSS x.invalid;branch=z9hG4bK';
const rubbish = [
  'hello',
  '\r\n\r\n\r\n\r\n',
  'REGISTER sip:home1.net SIP/2.0\r\n\r\n',
  `REGISTER sip:home1.net SIP/2.0\r\n${head}1\r\n\r\n`,
  `REGISTER sip:home1.net SIP/2.0\r\n${head}2\r\nFrom: <sip:a@b>\r\nTo: x y z\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n\r\n`,
  `REGISTER sip:home1.net SIP/2.0\r\n${head}3\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nAuthorization: Digest ===\r\n\r\n`,
  `NOTIFY sip:home1.net SIP/2.0\r\n${head}4\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 NOTIFY\r\nEvent: ;;;\r\n\r\n`,
  `INVITE sip:x@home1.net SIP/2.0\r\n${head}5\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nP-Preferred-Identity: <<\r\n\r\n`,
  `ACK sip:x@home1.net SIP/2.0\r\n${head}6\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 ACK\r\n\r\n`,
  'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKq\r\nCSeq: 1 INVITE\r\n\r\n',
];

test('rubbish from a WIC neither ends the connection nor harms the service', async () => {
  const { wic } = await lab.registered('fred1');
  for (const text of rubbish) {
    wic.link.send(Buffer.from(text));
    wic.link.send(Buffer.from(text), { binary: true });
  }
  wic.link.send(
    Uint8Array.from({ length: 300 }, (_, index) => index % 256),
    { binary: true },
  );
  const sent = wic.initial('MESSAGE', 'sip:carol@home1.net');
  const { message, link } = await lab.core.request('MESSAGE');
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(sent)).status, 200);
});

test('rubbish at Mw over UDP and TCP does not harm the service', async () => {
  const [, host = '', port = ''] = lab.reference.mw.split(':');
  for (const transport of ['udp', 'tcp'] as const) {
    for (const text of rubbish) {
      const link = await lab.core.listener.linkTo(transport, { host, port: Number(port) });
      if (link.open) link.send(Buffer.from(text));
    }
  }
  const { atCore } = await lab.registered('fred2');
  assert.equal(atCore.method, 'REGISTER');
});

test('a refused REGISTER with unreadable credentials is answered 400', async () => {
  const wic = await lab.wic('fred3');
  const sent = wic.send(wic.register('').with('Authorization', 'Digest ==='));
  assert.equal((await wic.final(sent)).status, 400);
});

test('a request larger than 1300 bytes goes to the core over TCP', async () => {
  const { wic } = await lab.registered('fred4');
  const sent = wic.initial('MESSAGE', 'sip:carol@home1.net', [['Subject', 'x'.repeat(1500)]]);
  const { message, link } = await lab.core.request('MESSAGE');
  assert.equal(link.transport, 'tcp');
  assert.match(message.value('Via') ?? '', /^SIP\/2\.0\/TCP /);
  lab.core.answer(message, link, 200);
  assert.equal((await wic.final(sent)).status, 200);
});

test('a core that is not there is a gateway timeout for REGISTER', async () => {
  const alone = await startLab({ core: { transport: 'tcp', host: '127.0.0.1', port: 1 } });
  const wic = await alone.wic('fred5');
  assert.equal((await wic.final(wic.send(wic.register('')))).status, 504);
  await alone.stop();
});

test('stop closes the connections and frees the ports at once', async () => {
  const short = await startLab();
  const { wic } = await short.registered('fred6');
  await short.reference.stop();
  assert.equal(await wic.closed.promise, 1001);
  await short.stop();
});
