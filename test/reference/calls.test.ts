import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Dialog } from '../../src/endpoint/dialog.ts';
import { addresses, topVia } from '../../src/sip/headers/index.ts';
import { respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { patience, startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());
const sdp =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

test('a call of a WIC: identity asserted, route recorded, dialog followed both ways', async () => {
  const { wic } = await lab.registered('bob1', { impus: ['sip:bob1@home1.net', 'sip:bobby@home1.net'] });
  const invite = wic.initial(
    'INVITE',
    'sip:carol@home1.net',
    [
      ['P-Preferred-Identity', '<sip:bobby@home1.net>'],
      ['P-Asserted-Identity', '<sip:forged@home1.net>'],
    ],
    sdp,
  );
  const { message, link } = await lab.core.request('INVITE');
  assert.deepEqual(message.values('P-Asserted-Identity'), ['<sip:bobby@home1.net>']);
  assert.equal(message.has('P-Preferred-Identity'), false);
  assert.deepEqual(message.values('Route'), ['<sip:orig@scscf.home1.net;lr>']);
  assert.equal(message.values('Record-Route').length, 2);
  assert.match(message.value('P-Charging-Vector') ?? '', /icid-value=/);
  const offered = Buffer.from(message.body).toString();
  assert.match(offered, /^m=audio [1-9]\d* RTP\/AVP 0\r$/m);
  assert.doesNotMatch(offered, /192\.0\.2\.1/);
  const ok = respond(message, 200, {
    toTag: 'carol',
    headers: [
      ...message.values('Record-Route').map((value) => ['Record-Route', value] as const),
      ['Contact', lab.core.contact],
      ['P-Charging-Function-Addresses', 'ccf=1.2.3.4'],
    ],
  });
  link.send(ok.bytes);
  const final = await wic.final(invite);
  assert.equal(final.has('P-Charging-Function-Addresses'), false);
  const dialog = Dialog.uac(invite, final);
  assert.match(dialog.routeSet[0] ?? '', /transport=ws;lr>$/);
  wic.send(dialog.request('ACK', { via: wic.via() }));
  const ack = await lab.core.request('ACK');
  assert.equal(ack.message.has('Route'), false);

  const far = Dialog.uas(message, 'carol');
  await lab.core.send(far.request('INFO'));
  const info = await wic.request('INFO');
  assert.equal(topVia(info.message).transport, 'WSS');
  assert.equal(info.message.has('Route'), false);
  wic.link.send(respond(info.message, 200).bytes);
  const answered = await lab.core.inbox.next(
    'pass the 200 to INFO',
    ({ message: m }) => m instanceof SipResponse && m.value('CSeq')?.endsWith('INFO') === true,
    patience,
  );
  assert.equal((answered.message as SipResponse).status, 200);

  const bye = wic.send(dialog.request('BYE', { via: wic.via() }));
  const { message: ended } = await lab.core.request('BYE');
  lab.core.answer(ended, link, 200);
  assert.equal((await wic.final(bye)).status, 200);
  const late = wic.send(dialog.request('INFO', { via: wic.via() }));
  assert.equal((await wic.final(late)).status, 403);
});

test('CANCEL reaches the core and the 487 comes back', async () => {
  const { wic } = await lab.registered('bob2');
  const invite = wic.initial('INVITE', 'sip:carol@home1.net', [], sdp);
  const { message, link } = await lab.core.request('INVITE', (m) => m.text.includes('bob2'));
  lab.core.answer(message, link, 180, { toTag: 'c' });
  await wic.inbox.next('ring', ({ message: m }) => m instanceof SipResponse && m.status === 180, patience);
  const cancel = SipRequest.build({
    method: 'CANCEL',
    uri: invite.uri,
    headers: [
      ['Via', invite.value('Via') ?? ''],
      ['Max-Forwards', '70'],
      ['From', invite.value('From') ?? ''],
      ['To', invite.value('To') ?? ''],
      ['Call-ID', invite.value('Call-ID') ?? ''],
      ['CSeq', (invite.value('CSeq') ?? '').replace('INVITE', 'CANCEL')],
    ],
  });
  wic.send(cancel);
  const cancelled = await lab.core.request('CANCEL');
  lab.core.answer(cancelled.message, cancelled.link, 200);
  lab.core.answer(message, link, 487, { toTag: 'c' });
  const final = await wic.inbox.next(
    'end the INVITE',
    ({ message: m }) => m instanceof SipResponse && m.status >= 300,
    patience,
  );
  assert.equal((final.message as SipResponse).status, 487);
});

test('a Route that is not the Service-Route is refused, and so is a WIC that is not registered', async () => {
  const { wic } = await lab.registered('bob3');
  const wrong = wic.send(wic.build('MESSAGE', 'sip:carol@home1.net', [['Route', '<sip:other.net;lr>']]));
  assert.equal((await wic.final(wrong)).status, 400);
  const stranger = await lab.wic('bob4');
  const unregistered = stranger.initial('MESSAGE', 'sip:carol@home1.net');
  assert.equal((await stranger.final(unregistered)).status, 403);
  const right = wic.initial('MESSAGE', 'sip:carol@home1.net');
  const { message, link } = await lab.core.request('MESSAGE');
  lab.core.answer(message, link, 202);
  assert.equal((await wic.final(right)).status, 202);
  assert.equal(lab.core.count('MESSAGE'), 1);
});

test('Max-Forwards 0 and an unknown Proxy-Require end here', async () => {
  const { wic } = await lab.registered('bob5');
  const tired = wic.send(wic.build('OPTIONS', 'sip:carol@home1.net').with('Max-Forwards', '0'));
  assert.equal((await wic.final(tired)).status, 483);
  const odd = wic.initial('OPTIONS', 'sip:carol@home1.net', [['Proxy-Require', 'time-travel']]);
  const refused = await wic.final(odd);
  assert.equal(refused.status, 420);
  assert.deepEqual(refused.values('Unsupported'), ['time-travel']);
});

test('a terminating INVITE comes over the connection of its Path, its answer asserts the called identity', async () => {
  const { wic, path } = await lab.registered('bob6');
  await lab.registered('bob7');
  const invite = SipRequest.build({
    method: 'INVITE',
    uri: wic.contact.slice(1, -1),
    headers: [
      ['Route', path],
      ['Max-Forwards', '60'],
      ['From', '<sip:carol@home1.net>;tag=c'],
      ['To', '<sip:bob6@home1.net>'],
      ['Call-ID', 'mt-1'],
      ['CSeq', '1 INVITE'],
      ['Contact', lab.core.contact],
      ['Record-Route', '<sip:scscf.home1.net;lr>'],
      ['P-Called-Party-ID', '<sip:bob6@home1.net>'],
      ['P-Charging-Vector', 'icid-value="mt"'],
    ],
    body: sdp,
    contentType: 'application/sdp',
  });
  await lab.core.send(invite);
  const { message } = await wic.request('INVITE');
  assert.equal(message.has('Route'), false);
  assert.equal(message.has('P-Charging-Vector'), false);
  assert.equal(message.value('P-Called-Party-ID'), '<sip:bob6@home1.net>');
  assert.equal(message.values('Record-Route').length, 3);
  const ok = respond(message, 200, {
    toTag: 'b',
    headers: [
      ...message.values('Record-Route').map((value) => ['Record-Route', value] as const),
      ['Contact', wic.contact],
      ['P-Asserted-Identity', '<sip:forged@home1.net>'],
    ],
  });
  wic.link.send(ok.bytes);
  const passed = await lab.core.inbox.next(
    'pass the 200',
    ({ message: m }) => m instanceof SipResponse && m.value('Call-ID') === 'mt-1' && m.status === 200,
    patience,
  );
  assert.deepEqual(
    addresses(passed.message, 'P-Asserted-Identity').map(({ uri }) => uri),
    ['sip:bob6@home1.net'],
  );
  const wicSide = Dialog.uas(message, 'b');
  const bye = wic.send(wicSide.request('BYE', { via: wic.via() }));
  const ended = await lab.core.request('BYE');
  assert.deepEqual(ended.message.values('Route'), ['<sip:scscf.home1.net;lr>']);
  lab.core.answer(ended.message, ended.link, 200);
  assert.equal((await wic.final(bye)).status, 200);
});

test('a request for a connection that is gone is answered 480, a stray NOTIFY 481, OPTIONS to the eP-CSCF 200', async () => {
  const fields = (id: string, method: string) =>
    [
      ['Max-Forwards', '60'],
      ['From', '<sip:carol@home1.net>;tag=c'],
      ['To', '<sip:nobody@home1.net>;tag=x'],
      ['Call-ID', id],
      ['CSeq', `1 ${method}`],
    ] as const;
  const own = `sip:${lab.reference.mw.slice(4)}`;
  const cases = [
    { method: 'MESSAGE', uri: 'sip:x@y.invalid', route: `<sip:gone@${own.slice(4)};lr>`, status: 480 },
    { method: 'NOTIFY', uri: own, route: undefined, status: 481 },
    { method: 'OPTIONS', uri: own, route: undefined, status: 200 },
    { method: 'MESSAGE', uri: 'sip:x@elsewhere.net', route: undefined, status: 404 },
  ];
  for (const [index, { method, uri, route, status }] of cases.entries()) {
    const headers = fields(`stray-${index}`, method);
    const request = SipRequest.build({
      method,
      uri,
      headers: route ? [['Route', route], ...headers] : headers,
    });
    await lab.core.send(request);
    const { message } = await lab.core.inbox.next(
      `answer ${method}`,
      ({ message: m }) => m instanceof SipResponse && m.value('Call-ID') === `stray-${index}`,
      patience,
    );
    assert.equal((message as SipResponse).status, status, `${method} ${uri}`);
  }
});
