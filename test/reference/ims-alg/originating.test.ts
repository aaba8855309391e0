import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotAcceptable } from '../../../src/reference/ims-alg/not-acceptable.ts';
import { groups, mid } from '../../../src/sdp/bundle.ts';
import { parseSdp } from '../../../src/sdp/description.ts';
import { fingerprints, setup } from '../../../src/sdp/dtls.ts';
import { candidates, credentials, hasIce } from '../../../src/sdp/ice.ts';
import {
  ACCESS,
  browserOffers,
  CORE,
  Conversation,
  coreAnswer,
  coreOffer,
  dtls,
  wicAnswer,
  wicOffer,
} from './support.ts';

const ofWebRtc =
  /^a=(candidate|ice-|fingerprint|setup|group:BUNDLE|bundle-only|msid|ssrc|extmap|rtcp-fb|rid|simulcast|rtcp-mux|rtcp:|tls-id|end-of|3ge2ae)/m;

for (const { name, sdp } of browserOffers()) {
  test(`${name} becomes an offer of plain RTP, and its answer has the lines of the offer`, async () => {
    const offer = parseSdp(sdp);
    const kept = offer.media.filter(({ isRtp, disabled, bundleOnly }) => isRtp && !disabled && !bundleOnly);
    const conversation = new Conversation();
    if (kept.length === 0) return assert.rejects(conversation.offer('wic', sdp), NotAcceptable);
    const { exchange, sdp: converted } = await conversation.offer('wic', sdp);
    const offered = parseSdp(converted);
    const relayed = offered.media.filter(({ disabled }) => !disabled);
    assert.deepEqual(
      relayed.map(({ media }) => media),
      kept.map(({ media }) => media),
    );
    for (const section of relayed) {
      assert.equal(section.proto, 'RTP/AVP');
      assert.equal(section.address, CORE);
    }
    assert.doesNotMatch(converted, ofWebRtc);
    assert.doesNotMatch(converted, /192\.0\.2|fd00|127\.0\.0\.1/);
    assert.equal(new Set(relayed.map(({ port }) => port)).size, relayed.length);
    const text = conversation.answer(exchange, coreAnswer(converted));
    const answered = parseSdp(text);
    assert.deepEqual(
      answered.media.map(({ media }) => media),
      offer.media.map(({ media }) => media),
    );
    assert.deepEqual(
      answered.media.map(({ proto }) => proto),
      offer.media.map(({ proto }) => proto),
    );
    for (const [index, section] of answered.media.entries()) {
      assert.equal(mid(section), mid(offer.media[index] ?? section));
      if (section.disabled) continue;
      assert.equal(section.address, ACCESS);
      assert.equal(fingerprints(section)[0]?.value, conversation.agw.fingerprint.value);
      assert.equal(setup(section)?.value, 'active');
      assert.deepEqual(
        candidates(section).map(({ component }) => component),
        [1, 2],
      );
    }
    assert.equal(answered.media.filter(({ disabled }) => !disabled).length, kept.length);
    assert.ok(answered.session.has('ice-lite'));
    assert.doesNotMatch(text, /198\.51\.100|192\.0\.2/);
    assert.deepEqual(groups(answered), []);
  });
}

for (const order of [
  ['video-', 'audio'],
  ['audio', 'video-'],
  ['audio', 'video-', 'audio'],
  ['video-', 'audio', 'video'],
  ['video-', 'video-', 'audio', 'video'],
]) {
  test(`bundle-only lines are removed and come back rejected: ${order.join(', ')}`, async () => {
    const lines = order.map((kind) =>
      kind.endsWith('-')
        ? { media: kind.slice(0, -1), port: 0, extra: 'a=bundle-only\r\n' }
        : { media: kind },
    );
    const mids = order.map((_, index) => index).join(' ');
    const offer = wicOffer(lines, { session: `a=group:LS ${mids}\r\na=group:BUNDLE ${mids}\r\n` });
    const conversation = new Conversation();
    const { offered, answered } = await conversation.exchange('wic', offer, coreAnswer);
    const kept = order.filter((kind) => !kind.endsWith('-'));
    assert.deepEqual(
      offered.media.map(({ media }) => media),
      kept,
    );
    assert.ok(offered.media.every(({ port }) => port !== 0));
    assert.deepEqual(
      groups(offered).map(({ semantics, mids: tags }) => [semantics, tags.length]),
      [['LS', kept.length]],
    );
    assert.deepEqual(
      answered.media.map(({ media }) => media),
      order.map((kind) => kind.replace('-', '')),
    );
    assert.deepEqual(
      answered.media.map(({ disabled }) => disabled),
      order.map((kind) => kind.endsWith('-')),
    );
    assert.doesNotMatch(answered.text, /bundle-only|BUNDLE/);
    // Each accepted line has the port of its own line of the AGW.
    const ports = answered.media.filter(({ disabled }) => !disabled).map(({ port }) => port);
    assert.deepEqual(
      ports,
      conversation.agw.lines.map(({ access }) => access.rtp),
    );
  });
}

test('an offer of nothing but bundle-only lines, data channels or SDES cannot be converted', async () => {
  for (const line of [
    { media: 'audio', port: 0, extra: 'a=bundle-only\r\n' },
    { media: 'application', proto: 'UDP/DTLS/SCTP', format: 'webrtc-datachannel' },
    { media: 'audio', proto: 'UDP/TLS/RTP/SAVPF', none: true },
  ]) {
    const offer = wicOffer([line], 'none' in line ? { media: () => '' } : {});
    await assert.rejects(new Conversation().offer('wic', offer), NotAcceptable);
  }
});

test('a data channel beside audio is not offered to the core and is rejected', async () => {
  const offer = wicOffer([
    { media: 'application', proto: 'UDP/DTLS/SCTP', format: 'webrtc-datachannel' },
    { media: 'audio' },
  ]);
  const { offered, answered } = await new Conversation().exchange('wic', offer, coreAnswer);
  assert.deepEqual(
    offered.media.map(({ media }) => media),
    ['audio'],
  );
  assert.deepEqual(
    answered.media.map(({ media, disabled, proto, formats }) => [media, disabled, proto, formats.join()]),
    [
      ['application', true, 'UDP/DTLS/SCTP', 'webrtc-datachannel'],
      ['audio', false, 'UDP/TLS/RTP/SAVPF', '96'],
    ],
  );
});

test('a line that the core rejects, leaves out or answers as another medium is rejected', async () => {
  const offer = wicOffer([{ media: 'audio' }, { media: 'video' }]);
  const answers = [
    (sdp: string) => coreAnswer(sdp, { reject: [1] }),
    (sdp: string) => coreAnswer(sdp).replace(/m=video.*\r\n/, ''),
    (sdp: string) => coreAnswer(sdp).replace('m=video', 'm=text'),
    (sdp: string) => coreAnswer(sdp).replace(/m=video (\d+) RTP\/AVP/, 'm=video $1 RTP/SAVP'),
  ];
  for (const answer of answers) {
    const conversation = new Conversation();
    const { answered } = await conversation.exchange('wic', offer, answer);
    assert.deepEqual(
      answered.media.map(({ media, disabled }) => [media, disabled]),
      [
        ['audio', false],
        ['video', true],
      ],
    );
    assert.equal(conversation.agw.held, 1);
  }
});

test('what nobody can read as an answer accepts nothing', async () => {
  const conversation = new Conversation();
  const { answered } = await conversation.exchange('wic', wicOffer([{ media: 'audio' }]), () => 'rubbish');
  assert.deepEqual(
    answered.media.map(({ disabled, proto }) => [disabled, proto]),
    [[true, 'UDP/TLS/RTP/SAVPF']],
  );
});

test('DTLS attributes and ICE credentials at session level are consumed as at media level', async () => {
  const session = dtls(1).replace(/a=candidate.*\r\n/, '');
  const offer = wicOffer([{ media: 'audio' }, { media: 'video' }], { session, media: () => '' });
  const conversation = new Conversation();
  const { offered, answered } = await conversation.exchange('wic', offer, coreAnswer);
  assert.doesNotMatch(offered.text, ofWebRtc);
  assert.ok(answered.media.every((section) => fingerprints(section).length === 1 && hasIce(section)));
  assert.equal(conversation.agw.lines[1]?.told.access?.ice?.ufrag, 'abcd');
  assert.equal(conversation.agw.lines[1]?.told.access?.fingerprints.length, 1);
});

test('setup of the WIC decides on the role of the AGW', async () => {
  const cases = [
    ['actpass', 'active', 'client'],
    ['active', 'passive', 'server'],
    ['passive', 'active', 'client'],
  ] as const;
  for (const [offered, answer, role] of cases) {
    const conversation = new Conversation();
    const offer = wicOffer([{ media: 'audio' }]).replace('actpass', offered);
    const { answered } = await conversation.exchange('wic', offer, coreAnswer);
    assert.equal(answered.media[0] && setup(answered.media[0])?.value, answer);
    assert.equal(conversation.agw.lines[0]?.told.access?.dtlsRole, role);
  }
});

test('without ICE there is none in the answer, and media go to the default destination', async () => {
  const media = (port: number) => dtls(port).replace(/a=(candidate|ice).*\r\n/g, '');
  const conversation = new Conversation();
  const { answered } = await conversation.exchange(
    'wic',
    wicOffer([{ media: 'audio' }], { media }),
    coreAnswer,
  );
  assert.doesNotMatch(answered.text, /a=(ice|candidate)/);
  const told = conversation.agw.lines[0]?.told.access;
  assert.equal(told?.ice, undefined);
  assert.deepEqual(told?.address, { host: '192.0.2.1', rtp: 51000, rtcp: 51001 });
});

test('a default that is no candidate is a mismatch, port 9 and unspecified addresses are none', async () => {
  const mismatched = wicOffer([{ media: 'audio' }], { media: (port) => dtls(port + 4) });
  const { answered } = await new Conversation().exchange('wic', mismatched, coreAnswer);
  assert.match(answered.text, /a=ice-mismatch\r\n/);
  assert.doesNotMatch(answered.text, /a=(ice-ufrag|candidate|ice-lite)/);
  for (const [from, to] of [
    ['c=IN IP4 192.0.2.1', 'c=IN IP4 0.0.0.0'],
    ['c=IN IP4 192.0.2.1', 'c=IN IP4 wic.invalid'],
    ['m=audio 51000', 'm=audio 9'],
  ] as const) {
    const trickling = await new Conversation().exchange('wic', mismatched.replace(from, to), coreAnswer);
    assert.match(trickling.answered.text, /a=candidate/);
  }
});

test('rtcp-mux is answered only when offered and supported', async () => {
  for (const [supported, offered] of [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ]) {
    const conversation = new Conversation({ rtcpMux: supported === true });
    const offer = wicOffer([{ media: 'audio', extra: offered ? 'a=rtcp-mux\r\n' : '' }]);
    const { offered: atCore, answered } = await conversation.exchange('wic', offer, coreAnswer);
    const mux = supported === true && offered === true;
    assert.doesNotMatch(atCore.text, /rtcp-mux/);
    assert.equal(/a=rtcp-mux\r\n/.test(answered.text), mux);
    assert.equal(/a=rtcp:30001 IN IP4 203\.0\.113\.1\r\n/.test(answered.text), !mux);
    const [section] = answered.media;
    assert.deepEqual(section && candidates(section).map(({ component }) => component), mux ? [1] : [1, 2]);
    assert.equal(conversation.agw.lines[0]?.told.access?.rtcpMux, mux);
  }
});

test('codecs, bandwidth, direction and unknown attributes are kept, what names an address is not', async () => {
  const extra =
    'b=AS:64\r\na=fmtp:96 useinbandfec=1\r\na=sendonly\r\na=x-unknown:1\r\n' +
    'a=x-odd:at 192.0.2.1 here\r\na=x-odd:192.0.2.1:99\r\na=tra-contact:5\r\na=crypto:1 AES x\r\n';
  const media = (port: number) => `${extra}${dtls(port)}`.replace('b=AS:64\r\n', '');
  const offer = wicOffer([{ media: 'audio' }], { media })
    .replace('c=IN', 'c=IN')
    .replace('a=mid:0', 'b=AS:64\r\na=mid:0');
  const { offered } = await new Conversation().exchange('wic', offer, coreAnswer);
  for (const line of [
    'b=AS:64',
    'a=rtpmap:96 opus/48000/2',
    'a=fmtp:96 useinbandfec=1',
    'a=sendonly',
    'a=x-unknown:1',
  ]) {
    assert.ok(offered.text.includes(`${line}\r\n`), line);
  }
  assert.doesNotMatch(offered.text, /x-odd|tra-|crypto|192\.0\.2/);
});

test('a restart of ICE gets new credentials, once; anything else keeps them', async () => {
  const conversation = new Conversation();
  const lines = [{ media: 'audio' }];
  const first = await conversation.exchange('wic', wicOffer(lines), coreAnswer);
  const again = await conversation.exchange(
    'wic',
    wicOffer(lines, { session: 'a=sendonly\r\n' }),
    coreAnswer,
  );
  const restart = wicOffer(lines, { media: (port) => dtls(port, 'wxyz') });
  const { exchange, sdp } = await conversation.offer('wic', restart, conversation.dialog('callee'));
  const early = parseSdp(conversation.answer(exchange, coreAnswer(sdp)));
  const final = parseSdp(conversation.answer(exchange, coreAnswer(sdp).replace('o=- 7 1', 'o=- 7 2')));
  const ufrags = [first.answered, again.answered, early, final].map(
    ({ media: [section] }) => section && credentials(section).ufrag,
  );
  assert.equal(ufrags[0], ufrags[1]);
  assert.notEqual(ufrags[1], ufrags[2]);
  assert.equal(ufrags[2], ufrags[3]);
  assert.equal(conversation.agw.lines[0]?.restarts, 1);
});

test('the session id stays on each side, the version rises by one when something changed', async () => {
  const conversation = new Conversation();
  const seen: string[] = [];
  for (const session of ['', '', 'a=sendonly\r\n', '']) {
    const offer = wicOffer([{ media: 'audio' }], { session });
    const { offered, answered } = await conversation.exchange('wic', offer, coreAnswer);
    seen.push(
      `${offered.origin.sessionId}/${offered.origin.version} ${answered.origin.sessionId}/${answered.origin.version}`,
    );
  }
  assert.deepEqual(seen, ['1001/1 1002/1', '1001/1 1002/1', '1001/2 1002/1', '1001/3 1002/1']);
});

test('a repeated answer stays what it was, also when an UPDATE came between', async () => {
  const conversation = new Conversation();
  const { exchange, sdp } = await conversation.offer('wic', wicOffer([{ media: 'audio' }]));
  const early = conversation.answer(exchange, coreAnswer(sdp));
  const dialog = conversation.dialog('callee');
  await conversation.exchange('core', coreOffer(), wicAnswer, dialog);
  const { lines } = dialog;
  assert.equal(conversation.answer(exchange, coreAnswer(sdp)), early);
  assert.equal(dialog.lines, lines);
});
