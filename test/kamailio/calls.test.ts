import assert from 'node:assert/strict';
import { isIPv4 } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { type MediaSection, parseSdp, type SessionDescription } from '../../src/sdp/description.ts';
import { udpFree } from '../../src/sut/free-port.ts';
import { requires } from '../support/requires.ts';
import {
  browserOffer,
  bundleOnly,
  FINGERPRINT,
  plainAnswer,
  plainOffer,
  twice,
  values,
  webAnswer,
} from './descriptions.ts';
import { KamailioLab, PATIENCE_MS, type RegisteredWic, sdpOf } from './lab.ts';

let lab: KamailioLab | undefined;
let names = 0;

after(() => lab?.stop());

/** A registered WIC with Kamailio and rtpengine behind it; undefined where they are not installed. */
async function registered(t: TestContext): Promise<RegisteredWic | undefined> {
  if (requires(t, 'kamailio') === undefined || requires(t, 'rtpengine') === undefined) return undefined;
  lab ??= await KamailioLab.start();
  names += 1;
  return lab.registered(`wic${names}`);
}

const offered = (message: Parameters<typeof sdpOf>[0]): SessionDescription => parseSdp(sdpOf(message));

/** No two lines that are in use share address and port, and all are the eIMS-AGW's on that side. */
function assertGateway(description: SessionDescription, side: '127.1.' | '127.2.'): void {
  const used = description.media.filter(({ port }) => port !== 0);
  const places = used.map((line) => `${line.address}:${line.port}`);
  assert.equal(new Set(places).size, places.length, `${places}`);
  for (const place of places) assert.ok(isIPv4(place.split(':')[0] ?? '') && place.startsWith(side), place);
  const { address } = description.origin;
  assert.ok(address.startsWith(side), address);
}

/** What the core may see: plain RTP, and nothing of ICE, DTLS, BUNDLE and WebRTC. */
function assertPlain(sdp: string): void {
  const description = parseSdp(sdp);
  assertGateway(description, '127.2.');
  for (const { proto } of description.media) assert.equal(proto, 'RTP/AVP');
  assert.doesNotMatch(
    sdp,
    /^a=(candidate|ice-|end-of-candidates|fingerprint|setup|rtcp-mux|group:BUNDLE|bundle-only|mid|extmap|ssrc|msid|3ge2ae|rtcp-fb)/m,
  );
  assert.doesNotMatch(sdp, /192\.0\.2\.2\b|fd00::/);
}

/** What the WIC is to see in a line in use: DTLS-SRTP and ICE of the eIMS-AGW. */
function assertSecure(line: MediaSection, setup: RegExp): void {
  assert.equal(line.proto, 'UDP/TLS/RTP/SAVPF');
  assert.match(values(line, 'fingerprint').join(), /^sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.notEqual(values(line, 'fingerprint').join(), FINGERPRINT);
  assert.match(values(line, 'setup').join(), setup);
  assert.match(values(line, 'ice-ufrag').join(), /^[A-Za-z0-9+/]{4,}$/);
  assert.match(values(line, 'ice-pwd').join(), /^[A-Za-z0-9+/]{22,}$/);
  assert.ok(values(line, 'candidate').some((candidate) => candidate.split(' ')[5] === String(line.port)));
  assert.equal(line.has('bundle-only'), false);
}

function assertUnbundled({ session }: SessionDescription): void {
  assert.deepEqual(
    values(session, 'group').filter((group) => group.startsWith('BUNDLE')),
    [],
  );
}

const media = ({ media: lines }: SessionDescription) =>
  lines.map(({ media: type, port }) => (port === 0 ? `${type} refused` : type));

/** Whether nobody has the UDP port of a line. */
function free({ address = '', port }: MediaSection): Promise<boolean> {
  return udpFree(address, port);
}

/** Whether the UDP port of a line is let go, which rtpengine may do after the message that ends the call has gone on. */
async function letGo(line: MediaSection): Promise<boolean> {
  const patience = performance.now() + PATIENCE_MS;
  while (!(await free(line))) if (performance.now() > patience) return false;
  return true;
}

for (const name of [
  'chromium156/offer-audio',
  'chromium156/offer-audio-video',
  'firefox153/offer-audio',
  'firefox153/offer-audio-video',
]) {
  test(`a call of a WIC with ${name}: plain RTP at Mw, DTLS-SRTP and ICE at W2`, async (t) => {
    const wic = await registered(t);
    if (wic === undefined) return;
    const offer = browserOffer(name);
    const ringing = await wic.calls(offer);
    const atCore = sdpOf(ringing.invite);
    assertPlain(atCore);
    assert.deepEqual(media(parseSdp(atCore)), media(parseSdp(offer)));

    const ok = await ringing.answer(200, plainAnswer(atCore));
    const answer = offered(ok);
    assertUnbundled(answer);
    assertGateway(answer, '127.1.');
    assert.deepEqual(media(answer), media(parseSdp(offer)));
    for (const line of answer.media) assertSecure(line, /^(active|passive)$/);
    assert.deepEqual(
      answer.media.map((line) => values(line, 'mid')),
      parseSdp(offer).media.map((line) => values(line, 'mid')),
    );
    const call = ringing.established(ok);
    assert.equal(sdpOf(await call.ack()), '');
    assert.equal((await call.exchange(call.caller, 'BYE')).response.status, 200);
  });
}

const audioVideo = () => browserOffer('chromium156/offer-audio-video');

for (const [where, offer, kept, answered] of [
  ['first', bundleOnly(audioVideo(), 0), ['video'], ['audio refused', 'video']],
  ['last', bundleOnly(audioVideo(), 1), ['audio'], ['audio', 'video refused']],
  [
    'middle',
    bundleOnly(twice(audioVideo(), 0, 'two'), 1),
    ['audio', 'audio'],
    ['audio', 'video refused', 'audio'],
  ],
] as const) {
  test(`a bundle-only line in ${where} place is kept from the core and refused to the WIC`, async (t) => {
    const wic = await registered(t);
    if (wic === undefined) return;
    const ringing = await wic.calls(offer);
    assertPlain(sdpOf(ringing.invite));
    assert.deepEqual(media(offered(ringing.invite)), kept);
    const answer = offered(await ringing.answer(200, plainAnswer(sdpOf(ringing.invite))));
    assertUnbundled(answer);
    assert.deepEqual(media(answer), answered);
    const tags = parseSdp(offer).media.map((line) => values(line, 'mid'));
    for (const [index, line] of answer.media.entries()) {
      if (line.port !== 0) assertSecure(line, /^(active|passive)$/);
      assert.ok(line.formats.length > 0);
      assert.deepEqual(values(line, 'mid'), tags[index]);
    }
  });
}

test('Firefox bundles its video at most: nothing of it reaches the core', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.calls(browserOffer('firefox153/offer-max-bundle'));
  assert.deepEqual(media(offered(ringing.invite)), ['audio']);
});

test('an offer of nothing that the core may see is answered 488', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  for (const offer of [bundleOnly(audioVideo(), 0, 1), browserOffer('chromium156/offer-data')]) {
    assert.equal((await wic.callsInVain(offer)).status, 488);
  }
});

test('a data channel beside audio and video is refused', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.calls(browserOffer('chromium156/offer-audio-video-data'));
  assert.deepEqual(media(offered(ringing.invite)), ['audio', 'video']);
  const answer = offered(await ringing.answer(200, plainAnswer(sdpOf(ringing.invite))));
  assert.deepEqual(media(answer), ['audio', 'video', 'application refused']);
});

test('a line that the core refuses stays refused', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.calls(audioVideo());
  const answer = offered(await ringing.answer(200, plainAnswer(sdpOf(ringing.invite), { refused: [0] })));
  assert.deepEqual(media(answer), ['audio refused', 'video']);
});

test('an offer without ICE and rtcp-mux is answered without', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const bare = browserOffer('chromium156/offer-audio')
    .split('\r\n')
    .filter((line) => !/^a=(ice-|candidate|rtcp-mux|end-of)/.test(line))
    .join('\r\n');
  const ringing = await wic.calls(bare);
  assertPlain(sdpOf(ringing.invite));
  const [line] = offered(await ringing.answer(200, plainAnswer(sdpOf(ringing.invite)))).media;
  assert.ok(line);
  assert.equal(line.proto, 'UDP/TLS/RTP/SAVPF');
  assert.ok(line.has('fingerprint'));
  assert.deepEqual(
    line.attributes().filter(({ name }) => /^(ice-|candidate|rtcp-mux)/.test(name)),
    [],
  );
});

test('an answer in a reliable 183 is converted, and the PRACK passes', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.calls(browserOffer('chromium156/offer-audio'));
  const answer = plainAnswer(sdpOf(ringing.invite));
  const reliable = [['Require', '100rel'] as const, ['RSeq', '1'] as const];
  const early = await ringing.answer(183, answer, reliable);
  const [line] = offered(early).media;
  assert.ok(line);
  assertSecure(line, /^(active|passive)$/);
  const call = ringing.established(early);
  const rack = { headers: [['RAck', `1 ${ringing.invite.value('CSeq')}`] as const] };
  assert.equal((await call.exchange(call.caller, 'PRACK', rack)).response.status, 200);
  const ok = await ringing.answer(200);
  assert.equal(sdpOf(ok), '');
  await ringing.established(ok).ack();
});

test('later offers of either side are converted like the first', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const first = bundleOnly(audioVideo(), 1);
  const ringing = await wic.calls(first);
  const ok = await ringing.answer(200, plainAnswer(sdpOf(ringing.invite)));
  const call = ringing.established(ok);
  await call.ack();

  // The WIC holds, its refused line still in place, in UPDATE.
  const hold = first
    .replace(' 2 IN IP4', ' 3 IN IP4')
    .replaceAll('a=sendrecv', 'a=sendonly')
    .replace(/a=bundle-only\r\n/, '');
  let core = '';
  const held = await call.exchange(call.caller, 'UPDATE', {
    sdp: hold,
    answer: (offer) => {
      core = offer;
      return plainAnswer(offer, { direction: 'recvonly', version: 2 });
    },
  });
  assertPlain(core);
  assert.deepEqual(media(parseSdp(core)), ['audio']);
  assert.ok(parseSdp(core).media[0]?.has('sendonly'));
  const holding = offered(held.response);
  assert.deepEqual(media(holding), ['audio', 'video refused']);
  assert.ok(holding.media[0]);
  assertSecure(holding.media[0], /^(active|passive)$/);

  // The core resumes and adds video: a third line for the WIC.
  const resumed = await call.exchange(call.callee, 'INVITE', {
    sdp: plainOffer(['audio', 'video'], { version: 3 }),
    answer: (offer) => webAnswer(offer),
  });
  await call.ack(call.callee);
  const toWic = offered(resumed.request);
  assertUnbundled(toWic);
  assert.deepEqual(media(toWic), ['audio', 'video refused', 'video']);
  for (const index of [0, 2]) {
    const line = toWic.media[index];
    assert.ok(line);
    assertSecure(line, /^(actpass|active|passive)$/);
    assert.deepEqual(values(line, '3ge2ae'), ['applied']);
  }
  assertPlain(sdpOf(resumed.response));
  assert.deepEqual(media(offered(resumed.response)), ['audio', 'video']);

  // The WIC takes up its first video line after all: a third line for the core.
  const wanted = audioVideo().replace(' 2 IN IP4', ' 4 IN IP4');
  const taken = await call.exchange(call.caller, 'INVITE', {
    sdp: twice(wanted, 1, 'again'),
    answer: (offer) => plainAnswer(offer, { version: 4, refused: [2] }),
  });
  await call.ack();
  assertPlain(sdpOf(taken.request));
  assert.deepEqual(media(offered(taken.request)), ['audio', 'video', 'video']);
  assert.deepEqual(media(offered(taken.response)), ['audio', 'video refused', 'video']);
  assert.equal((await call.exchange(call.callee, 'BYE')).response.status, 200);
});

test('a call to a WIC: DTLS-SRTP with e2ae applied at W2, plain RTP at Mw', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.isCalled(plainOffer(['audio', 'video', 'audio'], { refused: [2] }));
  const offer = offered(ringing.invite);
  assertUnbundled(offer);
  assertGateway(offer, '127.1.');
  assert.deepEqual(media(offer), ['audio', 'video', 'audio refused']);
  for (const line of offer.media.slice(0, 2)) {
    assertSecure(line, /^actpass$/);
    assert.deepEqual(values(line, '3ge2ae'), ['applied']);
  }
  const ok = await ringing.answer(200, webAnswer(sdpOf(ringing.invite), { refused: [1] }));
  assertPlain(sdpOf(ok));
  assert.deepEqual(media(offered(ok)), ['audio', 'video refused', 'audio refused']);
  assert.doesNotMatch(sdpOf(ok), /192\.0\.2\.77/);
  const call = ringing.established(ok);
  await call.ack();
  assert.equal((await call.exchange(call.caller, 'BYE')).response.status, 200);
});

test('an INVITE without offer: the WIC offers in its 200, the core answers in its ACK', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.isCalled(undefined);
  assert.equal(sdpOf(ringing.invite), '');
  const offer = browserOffer('chromium156/offer-audio');
  const ok = await ringing.answer(200, offer);
  assertPlain(sdpOf(ok));
  const call = ringing.established(ok);
  const ack = await call.ack(call.caller, plainAnswer(sdpOf(ok)));
  const [line] = offered(ack).media;
  assert.ok(line);
  assertSecure(line, /^(active|passive)$/);
});

test('an INVITE without offer: the core offers in its 200, the WIC answers in its ACK', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const ringing = await wic.calls(undefined);
  const ok = await ringing.answer(200, plainOffer(['audio']));
  const [line] = offered(ok).media;
  assert.ok(line);
  assertSecure(line, /^actpass$/);
  assert.deepEqual(values(line, '3ge2ae'), ['applied']);
  const call = ringing.established(ok);
  assertPlain(sdpOf(await call.ack(call.caller, webAnswer(sdpOf(ok)))));
});

test('a description in one of several parts is converted, and the others stay', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const part = (type: string, text: string) => `--edge\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
  const { invite } = await wic.calls(
    `${part('text/plain', 'hello')}${part('application/sdp', browserOffer('chromium156/offer-audio'))}--edge--\r\n`,
    'multipart/mixed;boundary=edge',
  );
  const text = new TextDecoder().decode(invite.body);
  const boundary = /boundary="?([^";]+)/.exec(invite.value('Content-Type') ?? '')?.[1];
  const parts = text.split(`--${boundary}`).slice(1, -1);
  assert.equal(parts.length, 2);
  assert.ok(parts.some((each) => each.includes('text/plain') && each.includes('hello')));
  const described = parts.find((each) => each.includes('application/sdp')) ?? '';
  assertPlain(described.slice(described.indexOf('v=0')).trimEnd());
});

test('a call that nobody has answered ends with the WebSocket', async (t) => {
  const caller = await registered(t);
  const callee = await registered(t);
  if (caller === undefined || callee === undefined) return;
  const out = await caller.calls(browserOffer('chromium156/offer-audio'));
  await out.answer(180);
  caller.wic.terminate();
  await out.next('CANCEL');

  const into = await callee.isCalled(plainOffer(['audio']));
  await into.answer(180);
  callee.wic.terminate();
  assert.equal((await into.final()).status, 480);
});

test('media end with BYE, with a refusal, with CANCEL and with the WebSocket', async (t) => {
  const wic = await registered(t);
  if (wic === undefined) return;
  const offer = browserOffer('chromium156/offer-audio');
  const begin = async () => {
    const ringing = await wic.calls(offer);
    const [line] = offered(ringing.invite).media;
    assert.ok(line);
    assert.equal(await free(line), false);
    return { ringing, gone: () => letGo(line) };
  };
  const answered = await begin();
  const ok = await answered.ringing.answer(200, plainAnswer(sdpOf(answered.ringing.invite)));
  const call = answered.ringing.established(ok);
  await call.ack();
  await call.exchange(call.callee, 'BYE');
  assert.equal(await answered.gone(), true);

  const refused = await begin();
  await refused.ringing.answer(486);
  assert.equal(await refused.gone(), true);

  const cancelled = await begin();
  await cancelled.ringing.answer(180);
  cancelled.ringing.cancel();
  await cancelled.ringing.next('CANCEL');
  await cancelled.ringing.answer(487);
  assert.equal(await cancelled.gone(), true);

  const lost = await begin();
  const lostOk = await lost.ringing.answer(200, plainAnswer(sdpOf(lost.ringing.invite)));
  await lost.ringing.established(lostOk).ack();
  wic.wic.terminate();
  await lost.ringing.next('BYE');
  assert.equal(await lost.gone(), true);
});
