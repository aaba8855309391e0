import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Dialog } from '../../src/endpoint/dialog.ts';
import type { Link } from '../../src/net/link.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { callId } from '../../src/sip/headers/index.ts';
import { type HeaderInit, respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { coreAnswer, coreOffer, wicAnswer, wicOffer } from './ims-alg/support.ts';
import { type MiniCore, type MiniWic, patience, startLab } from './support.ts';

const lab = await startLab();
after(() => lab.stop());

const contentType = 'application/sdp';
const foreign = /192\.0\.2\.|198\.51\.100\.|fingerprint:sha-256 (CD|EF)/;
const head = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\nt=0 0\r\n';

/** What no side should write, with an address of each side in it where there is room. */
const rubbish = [
  'nonsense 192.0.2.1',
  head,
  `${head}m=audio 0 RTP/AVP 0\r\n`,
  `${head}m=audio 5000 RTP/AVP 0\r\na=candidate:192.0.2.1\r\n`,
  `${head}m=audio 5000 UDP/TLS/RTP/SAVPF 0\r\na=setup:passive\r\na=setup:active\r\n`,
  `${head}m=video 5000 RTP/AVP 31\r\na=bundle-only\r\na=x:198.51.100.9\r\n`,
  `${head}m=audio 5000 RTP/AVP 0\r\n${'a=x:192.0.2.1\r\n'.repeat(1000)}`,
  `${head}m=audio 5000 RTP/AVP 0\r\na=mid:\u0000\r\n`,
];

/** Everything of that call that arrived at a side: no body, or a description without the other side's addresses. */
function isClean(side: MiniCore | MiniWic, id: string): void {
  const arrived = side.inbox.all(({ message }) => callId(message) === id);
  assert.ok(arrived.length > 0);
  for (const { message } of arrived) {
    if (message.body.length === 0) continue;
    const text = Buffer.from(message.body).toString();
    parseSdp(text);
    assert.doesNotMatch(text, foreign, message.startLine);
  }
}

/** What became of a WIC's request: refused by the eP-CSCF, or arrived at the core. */
async function outcome(
  wic: MiniWic,
  request: SipRequest,
): Promise<SipResponse | { message: SipRequest; link: Link }> {
  const same = (m: SipRequest | SipResponse) =>
    callId(m) === callId(request) && m.value('CSeq') === request.value('CSeq');
  const until = Date.now() + patience;
  while (Date.now() < until) {
    const [refused] = wic.inbox.all(
      ({ message: m }) => m instanceof SipResponse && m.status >= 200 && same(m),
    );
    if (refused) return refused.message as SipResponse;
    const [reached] = lab.core.inbox.all(({ message: m }) => m instanceof SipRequest && same(m));
    if (reached) return { message: reached.message as SipRequest, link: reached.link };
    await setImmediate();
  }
  throw new Error(`nothing became of ${request.method}`);
}

const routed = (request: SipRequest): HeaderInit[] =>
  request.values('Record-Route').map((value) => ['Record-Route', value]);

for (const [index, body] of rubbish.entries()) {
  test(`rubbish number ${index + 1} wherever a description may stand in a call of a WIC`, async () => {
    const { wic } = await lab.registered(`joe${index}`);
    const bad = wic.initial('INVITE', 'sip:carol@home1.net', [], body);
    const early = await outcome(wic, bad);
    if (early instanceof SipResponse) assert.equal(early.status, 488);
    else {
      isClean(lab.core, callId(bad));
      lab.core.answer(early.message, early.link, 486);
    }

    const invite = wic.initial('INVITE', 'sip:carol@home1.net', [], wicOffer([{ media: 'audio' }]));
    const id = callId(invite);
    const { message, link } = await lab.core.request('INVITE', (m) => callId(m) === id);
    const options = { toTag: 'far', headers: [...routed(message), ['Contact', lab.core.contact] as const] };
    lab.core.answer(message, link, 183, { ...options, body, contentType });
    lab.core.answer(message, link, 183, {
      ...options,
      toTag: 'other',
      body: coreAnswer(wicOffer([])),
      contentType,
    });
    lab.core.answer(message, link, 200, { ...options, body, contentType });
    const ok = await wic.final(invite);
    const dialog = Dialog.uac(invite, ok);
    const far = Dialog.uas(message, 'far');
    const within = { via: wic.via(), body, contentType };
    wic.send(dialog.request('ACK', within));
    const sent = ['UPDATE', 'PRACK', 'INVITE'].map((method) =>
      wic.send(dialog.request(method, { ...within, via: wic.via() })),
    );
    for (const method of ['UPDATE', 'INVITE']) {
      await lab.core.send(
        far.request(method, { body, contentType, headers: [['Contact', lab.core.contact]] }),
      );
    }
    // Whatever of it got through is answered with rubbish, too.
    for (const request of sent) {
      const reached = await outcome(wic, request);
      if (reached instanceof SipResponse) assert.equal(reached.status, 488, request.method);
      else lab.core.answer(reached.message, reached.link, 200, { body, contentType });
    }
    const good = wic.send(
      dialog.request('INVITE', { via: wic.via(), body: wicOffer([{ media: 'audio' }]), contentType }),
    );
    const again = await lab.core.request(
      'INVITE',
      (m) => m.value('CSeq') === good.value('CSeq') && callId(m) === id,
    );
    const sdp = coreAnswer(Buffer.from(again.message.body).toString());
    lab.core.answer(again.message, again.link, 200, {
      headers: [['Contact', lab.core.contact]],
      body: sdp,
      contentType,
    });
    const settled = await wic.inbox.next(
      'answer the last INVITE',
      ({ message: m }) =>
        m instanceof SipResponse && m.status === 200 && m.value('CSeq') === good.value('CSeq'),
      patience,
    );
    assert.equal(parseSdp(settled.message.body).media[0]?.disabled, false);
    isClean(wic, id);
    isClean(lab.core, id);
  });
}

test('rubbish in what a WIC answers to offers of the core, and in an offer of its own in a 200', async () => {
  const { wic, path } = await lab.registered('jim');
  for (const [index, body] of rubbish.entries()) {
    for (const [kind, offer] of [
      ['offer', coreOffer()],
      ['none', undefined],
    ] as const) {
      const id = `rubbish-${kind}-${index}`;
      const invite = SipRequest.build({
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
        ...(offer !== undefined && { body: offer, contentType }),
      });
      await lab.core.send(invite);
      const { message } = await wic.request('INVITE', (m) => callId(m) === id);
      const headers = [...routed(message), ['Contact', wic.contact] as const];
      wic.link.send(respond(message, 200, { toTag: 'b', headers, body, contentType }).bytes);
      const ok = await lab.core.inbox.next(
        'pass the 200',
        ({ message: m }) => m instanceof SipResponse && m.status === 200 && callId(m) === id,
        patience,
      );
      const dialog = Dialog.uac(invite, ok.message as SipResponse);
      await lab.core.send(dialog.request('ACK', { body: wicAnswer(wicOffer([])), contentType }));
      await wic.request('ACK', (m) => callId(m) === id);
      isClean(lab.core, id);
      isClean(wic, id);
    }
  }
});
