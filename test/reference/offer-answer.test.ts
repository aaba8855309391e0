import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Dialog } from '../../src/endpoint/dialog.ts';
import type { Link } from '../../src/net/link.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { callId } from '../../src/sip/headers/index.ts';
import { respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { coreAnswer, coreOffer, wicAnswer, wicOffer } from './ims-alg/support.ts';
import { type MiniCore, type MiniWic, patience, startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());

const SDP = 'application/sdp';
const bodyOf = (message: SipRequest | SipResponse): string => Buffer.from(message.body).toString();
const ofWic = /192\.0\.2|fingerprint|ice-ufrag|UDP\/TLS/;
const ofCore = /198\.51\.100/;

/** A response that arrived at one side. */
async function response(
  side: MiniCore | MiniWic,
  method: string,
  status: number,
  id: string,
): Promise<SipResponse> {
  const { message } = await side.inbox.next(
    `pass ${status} to ${method}`,
    ({ message: m }) =>
      m instanceof SipResponse &&
      m.status === status &&
      callId(m) === id &&
      m.value('CSeq')?.endsWith(method) === true,
    patience,
  );
  return message as SipResponse;
}

function routed(request: SipRequest): (readonly [string, string])[] {
  return request.values('Record-Route').map((value) => ['Record-Route', value] as const);
}

function answerWith(
  request: SipRequest,
  link: Link,
  status: number,
  { contact, sdp, toTag = 'far' }: { contact: string; sdp?: string; toTag?: string },
): SipResponse {
  const made = respond(request, status, {
    toTag,
    headers: [...routed(request), ['Contact', contact], ['RSeq', '1']],
    ...(sdp !== undefined && { body: sdp, contentType: SDP }),
  });
  link.send(made.bytes);
  return made;
}

function terminating(wic: MiniWic, path: string, id: string, body?: string, contentType = SDP): SipRequest {
  return SipRequest.build({
    method: 'INVITE',
    uri: wic.contact.slice(1, -1),
    headers: [
      ['Route', path],
      ['Max-Forwards', '60'],
      ['From', '<sip:carol@home1.net>;tag=c'],
      ['To', `<${wic.impu}>`],
      ['Call-ID', id],
      ['CSeq', '1 INVITE'],
      ['Contact', lab.core.contact],
    ],
    ...(body !== undefined && { body, contentType }),
  });
}

test('reliable 183, PRACK, UPDATE in the early dialog, re-INVITE that is refused: each description is converted', async () => {
  const { wic } = await lab.registered('ida1');
  const invite = wic.initial('INVITE', 'sip:carol@home1.net', [], wicOffer([{ media: 'audio' }]));
  const id = callId(invite);
  const { message, link } = await lab.core.request('INVITE', (m) => callId(m) === id);
  assert.doesNotMatch(bodyOf(message), ofWic);
  answerWith(message, link, 183, { contact: lab.core.contact, sdp: coreAnswer(bodyOf(message)) });
  const early = await response(wic, 'INVITE', 183, id);
  assert.equal(parseSdp(early.body).media[0]?.proto, 'UDP/TLS/RTP/SAVPF');
  assert.doesNotMatch(bodyOf(early), ofCore);
  const dialog = Dialog.uac(invite, early);
  const prack = wic.send(dialog.request('PRACK', { via: wic.via(), headers: [['RAck', '1 1 INVITE']] }));
  const pracked = await lab.core.request('PRACK', (m) => callId(m) === id);
  lab.core.answer(pracked.message, pracked.link, 200);
  assert.equal((await wic.final(prack)).status, 200);

  const far = Dialog.uas(message, 'far');
  await lab.core.send(far.request('UPDATE', { body: coreOffer({ video: true }), contentType: SDP }));
  const update = await wic.request('UPDATE', (m) => callId(m) === id);
  const offered = parseSdp(update.message.body);
  assert.deepEqual(
    offered.media.map(({ proto }) => proto),
    ['UDP/TLS/RTP/SAVPF', 'UDP/TLS/RTP/SAVPF'],
  );
  wic.link.send(
    respond(update.message, 200, {
      headers: [['Contact', wic.contact]],
      body: wicAnswer(bodyOf(update.message)),
      contentType: SDP,
    }).bytes,
  );
  const updated = await response(lab.core, 'UPDATE', 200, id);
  assert.deepEqual(
    parseSdp(updated.body).media.map(({ proto }) => proto),
    ['RTP/AVP', 'RTP/AVP'],
  );

  answerWith(message, link, 200, { contact: lab.core.contact });
  assert.equal((await response(wic, 'INVITE', 200, id)).body.length, 0);
  wic.send(dialog.request('ACK', { via: wic.via() }));
  await lab.core.request('ACK', (m) => callId(m) === id);
  const again = wic.send(
    dialog.request('INVITE', {
      via: wic.via(),
      body: wicOffer([
        { media: 'audio' },
        { media: 'video' },
        { media: 'video', port: 0, extra: 'a=bundle-only\r\n' },
      ]),
      contentType: SDP,
    }),
  );
  const second = await lab.core.request('INVITE', (m) => callId(m) === id && m !== message);
  assert.doesNotMatch(bodyOf(second.message), ofWic);
  assert.equal(parseSdp(second.message.body).media.length, 2);
  lab.core.answer(second.message, second.link, 488, { body: coreOffer(), contentType: SDP });
  const refused = await wic.final(again);
  assert.equal(refused.status, 488);
  assert.equal(refused.body.length, 0);
});

test('an INVITE without offer: the offer in the 200 and the answer in the ACK are converted, both ways', async () => {
  const { wic, path } = await lab.registered('ida2');
  await lab.core.send(terminating(wic, path, 'offerless-1'));
  const { message } = await wic.request('INVITE', (m) => callId(m) === 'offerless-1');
  assert.equal(message.body.length, 0);
  answerWith(message, wic.link, 200, { contact: wic.contact, sdp: wicOffer([{ media: 'audio' }]) });
  const ok = await response(lab.core, 'INVITE', 200, 'offerless-1');
  assert.doesNotMatch(bodyOf(ok), ofWic);
  const far = Dialog.uac(terminating(wic, path, 'offerless-1'), ok);
  const ack = far.request('ACK', { body: coreAnswer(bodyOf(ok)), contentType: SDP });
  for (const repeated of [ack, ack]) {
    await lab.core.send(repeated);
    const acked = await wic.request('ACK', (m) => callId(m) === 'offerless-1');
    assert.equal(parseSdp(acked.message.body).media[0]?.proto, 'UDP/TLS/RTP/SAVPF');
    assert.doesNotMatch(bodyOf(acked.message), ofCore);
  }

  const invite = wic.initial('INVITE', 'sip:carol@home1.net');
  const id = callId(invite);
  const atCore = await lab.core.request('INVITE', (m) => callId(m) === id);
  answerWith(atCore.message, atCore.link, 183, { contact: lab.core.contact, sdp: coreOffer() });
  const early = await response(wic, 'INVITE', 183, id);
  assert.match(bodyOf(early), /a=3ge2ae:applied/);
  const dialog = Dialog.uac(invite, early);
  wic.send(
    dialog.request('PRACK', {
      via: wic.via(),
      headers: [['RAck', '1 1 INVITE']],
      body: wicAnswer(bodyOf(early)),
      contentType: SDP,
    }),
  );
  const prack = await lab.core.request('PRACK', (m) => callId(m) === id);
  assert.equal(parseSdp(prack.message.body).media[0]?.proto, 'RTP/AVP');
  assert.doesNotMatch(bodyOf(prack.message), ofWic);
});

test('SDP that cannot be read is refused with 488, from either side, and goes no further', async () => {
  const { wic, path } = await lab.registered('ida3');
  const bad = wic.initial('INVITE', 'sip:carol@home1.net', [], 'v=0\r\nnonsense\r\n');
  const refused = await wic.final(bad);
  assert.equal(refused.status, 488);
  assert.match(refused.value('Warning') ?? '', /^399 /);
  await lab.core.send(terminating(wic, path, 'bad-1', 'm=audio'));
  assert.equal((await response(lab.core, 'INVITE', 488, 'bad-1')).status, 488);
  const good = wic.initial('INVITE', 'sip:carol@home1.net', [], wicOffer([{ media: 'audio' }]));
  const arrived = await lab.core.request('INVITE', (m) => m.value('From')?.includes('ida3') === true);
  assert.equal(callId(arrived.message), callId(good));
  assert.equal(wic.count('INVITE'), 0);
  lab.core.answer(arrived.message, arrived.link, 486);
  await wic.final(good);
});

test('the description in a multipart body is converted, the other parts stay', async () => {
  const { wic, path } = await lab.registered('ida4');
  const parts = [
    `Content-Type: text/plain\r\n\r\nhello`,
    `Content-Type: application/sdp\r\nContent-Disposition: session\r\n\r\n${coreOffer()}`,
    `Content-Type: application/octet-stream\r\n\r\nbye`,
  ];
  const body = `--b.1\r\n${parts.join('\r\n--b.1\r\n')}\r\n--b.1--\r\n`;
  await lab.core.send(terminating(wic, path, 'parts-1', body, 'multipart/mixed;boundary="b.1"'));
  const { message } = await wic.request('INVITE', (m) => callId(m) === 'parts-1');
  assert.equal(message.value('Content-Length'), String(message.body.length));
  const text = bodyOf(message);
  assert.match(
    text,
    /^--b\.1\r\nContent-Type: text\/plain\r\n\r\nhello\r\n--b\.1\r\nContent-Type: application\/sdp/,
  );
  assert.match(text, /UDP\/TLS\/RTP\/SAVPF/);
  assert.match(text, /octet-stream\r\n\r\nbye\r\n--b\.1--\r\n$/);
  assert.doesNotMatch(text, ofCore);
  wic.link.send(respond(message, 486).bytes);
  await response(lab.core, 'INVITE', 486, 'parts-1');
});

test('calls of a WIC whose WebSocket is lost are ended at the core, in either direction', async () => {
  const { wic, path } = await lab.registered('ida5');
  const invite = wic.initial('INVITE', 'sip:carol@home1.net', [], wicOffer([{ media: 'audio' }]));
  const id = callId(invite);
  const { message, link } = await lab.core.request('INVITE', (m) => callId(m) === id);
  answerWith(message, link, 200, { contact: lab.core.contact, sdp: coreAnswer(bodyOf(message)) });
  const dialog = Dialog.uac(invite, await response(wic, 'INVITE', 200, id));
  wic.send(dialog.request('ACK', { via: wic.via() }));
  await lab.core.send(terminating(wic, path, 'lost-1', coreOffer()));
  const offered = await wic.request('INVITE', (m) => callId(m) === 'lost-1');
  answerWith(offered.message, wic.link, 200, {
    contact: wic.contact,
    sdp: wicAnswer(bodyOf(offered.message)),
  });
  await response(lab.core, 'INVITE', 200, 'lost-1');
  await lab.core.request('ACK', (m) => callId(m) === id);

  wic.link.terminate();
  const own = await lab.core.request('BYE', (m) => callId(m) === id);
  assert.equal(own.message.value('CSeq'), `${Number.parseInt(invite.value('CSeq') ?? '', 10) + 1} BYE`);
  assert.equal(own.message.value('From'), invite.value('From'));
  assert.match(own.message.value('To') ?? '', /tag=far$/);
  const other = await lab.core.request('BYE', (m) => callId(m) === 'lost-1');
  assert.match(other.message.value('To') ?? '', /tag=c$/);
  for (const bye of [own, other]) lab.core.answer(bye.message, bye.link, 200);
});

test('an INVITE of a WIC whose WebSocket is lost is cancelled', async () => {
  const { wic } = await lab.registered('ida6');
  const invite = wic.initial('INVITE', 'sip:carol@home1.net', [], wicOffer([{ media: 'audio' }]));
  const { message, link } = await lab.core.request('INVITE', (m) => callId(m) === callId(invite));
  lab.core.answer(message, link, 180, { toTag: 'far' });
  await response(wic, 'INVITE', 180, callId(invite));
  wic.link.terminate();
  const cancelled = await lab.core.request('CANCEL', (m) => callId(m) === callId(invite));
  lab.core.answer(cancelled.message, cancelled.link, 200);
  lab.core.answer(message, link, 487, { toTag: 'far' });
});
