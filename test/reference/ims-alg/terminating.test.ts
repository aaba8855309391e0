import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotAcceptable } from '../../../src/reference/ims-alg/not-acceptable.ts';
import { groups, mid } from '../../../src/sdp/bundle.ts';
import { parseSdp } from '../../../src/sdp/description.ts';
import { fingerprints, setup } from '../../../src/sdp/dtls.ts';
import { indicator } from '../../../src/sdp/e2ae.ts';
import { candidates, credentials } from '../../../src/sdp/ice.ts';
import { ACCESS, CORE, Conversation, coreAnswer, coreOffer, dtls, wicAnswer, wicOffer } from './support.ts';

test('an offer of the core becomes DTLS-SRTP in every line, the answer plain RTP again', async () => {
  for (const proto of ['RTP/AVP', 'RTP/AVPF']) {
    const conversation = new Conversation({ caller: 'core' });
    const offer = coreOffer({ video: true, proto });
    const { offered, answered } = await conversation.exchange('core', offer, wicAnswer);
    assert.equal(offered.media.length, 2);
    for (const section of offered.media) {
      assert.equal(section.proto, 'UDP/TLS/RTP/SAVPF');
      assert.equal(section.address, ACCESS);
      assert.equal(setup(section)?.value, 'actpass');
      assert.equal(indicator(section), 'applied');
      assert.equal(fingerprints(section).length, 1);
      assert.ok((credentials(section).ufrag?.length ?? 0) >= 4);
      assert.ok(candidates(section).some(({ address, port }) => address === ACCESS && port === section.port));
    }
    assert.ok(offered.session.has('ice-lite'));
    assert.doesNotMatch(offered.text, /198\.51\.100/);
    assert.match(offered.text, /a=fmtp:97 mode-change-capability=2\r\n/);
    assert.match(offered.text, /a=curr:qos local none\r\n/);
    assert.match(offered.text, /b=RS:0\r\n/);
    for (const section of answered.media) {
      assert.equal(section.proto, proto);
      assert.equal(section.address, CORE);
    }
    assert.doesNotMatch(answered.text, /fingerprint|setup|ice-|candidate|3ge2ae|192\.0\.2/);
    const [line] = conversation.agw.lines;
    assert.equal(line?.told.access?.dtlsRole, 'server');
    assert.deepEqual(line?.told.core, { host: '198.51.100.5', rtp: 41000, rtcp: 41001 });
  }
});

test('the role that the WIC answers decides on that of the AGW', async () => {
  for (const [answer, role] of [
    ['active', 'server'],
    ['passive', 'client'],
  ] as const) {
    const conversation = new Conversation({ caller: 'core' });
    await conversation.exchange('core', coreOffer(), (sdp) => wicAnswer(sdp, { setup: answer }));
    assert.equal(conversation.agw.lines[0]?.told.access?.dtlsRole, role);
  }
});

test('a disabled line of the core stays disabled, and one that the WIC rejects is rejected', async () => {
  const offer = coreOffer({ video: true }).replace('m=video 41002', 'm=video 0');
  const disabled = await new Conversation({ caller: 'core' }).exchange('core', offer, wicAnswer);
  for (const { media } of [disabled.offered, disabled.answered]) {
    assert.deepEqual(
      media.map((section) => [section.media, section.disabled]),
      [
        ['audio', false],
        ['video', true],
      ],
    );
  }
  const conversation = new Conversation({ caller: 'core' });
  const { answered } = await conversation.exchange('core', coreOffer({ video: true }), (sdp) =>
    wicAnswer(sdp, { reject: [0] }),
  );
  assert.deepEqual(
    answered.media.map(({ disabled: refused }) => refused),
    [true, false],
  );
  assert.equal(conversation.agw.held, 1);
});

test('a WIC that answers without fingerprint or with plain RTP accepts nothing', async () => {
  const answers = [
    (sdp: string) => wicAnswer(sdp).replace(/a=fingerprint.*\r\n/, ''),
    (sdp: string) => wicAnswer(sdp).replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'),
  ];
  for (const answer of answers) {
    const { answered } = await new Conversation({ caller: 'core' }).exchange('core', coreOffer(), answer);
    assert.deepEqual(
      answered.media.map(({ disabled, proto }) => [disabled, proto]),
      [[true, 'RTP/AVP']],
    );
  }
});

test('secure RTP of the core is refused', async () => {
  for (const proto of ['RTP/SAVP', 'RTP/SAVPF', 'UDP/TLS/RTP/SAVPF']) {
    const { call } = new Conversation({ caller: 'core' });
    const sdp = Buffer.from(coreOffer({ proto }));
    await assert.rejects(call.offer(call.dialog(undefined), 'core', sdp), NotAcceptable);
  }
});

test('the offer towards the WIC has no BUNDLE group, other groups and their tags stay', async () => {
  const session = 'a=group:BUNDLE a v\r\na=group:LS a v\r\n';
  const offer = `${coreOffer({ video: true, session, audio: 'a=mid:a\r\n' })}a=mid:v\r\nm=video 0 RTP/AVP 31\r\na=bundle-only\r\n`;
  const { offered, answered } = await new Conversation({ caller: 'core' }).exchange('core', offer, wicAnswer);
  assert.doesNotMatch(offered.text, /bundle-only/);
  assert.deepEqual(
    answered.media.map(({ disabled }) => disabled),
    [false, false, true],
  );
  assert.deepEqual(
    groups(offered).map(({ semantics }) => semantics),
    ['LS'],
  );
  assert.deepEqual(
    offered.media.map((section) => mid(section)),
    ['a', 'v'],
  );
});

test('later offers of the core keep lines, credentials and the proto; a new line is offered as the first was', async () => {
  const conversation = new Conversation();
  const first = await conversation.exchange('wic', wicOffer([{ media: 'audio' }]), coreAnswer);
  const { offered, answered } = await conversation.exchange('core', coreOffer({ video: true }), wicAnswer);
  assert.deepEqual(
    offered.media.map(({ proto }) => proto),
    ['UDP/TLS/RTP/SAVPF', 'UDP/TLS/RTP/SAVPF'],
  );
  assert.ok(offered.media.every((section) => indicator(section) === 'applied'));
  const ufrag = (section = offered.media[0]) => section && credentials(section).ufrag;
  assert.equal(ufrag(), ufrag(first.answered.media[0]));
  assert.equal(offered.media[0]?.port, first.answered.media[0]?.port);
  assert.equal(answered.media.length, 2);
  assert.equal(conversation.agw.held, 2);
});

test('lines once removed stay mapped in offers of either side', async () => {
  const conversation = new Conversation();
  const bundled = (extra = '') => [
    { media: 'video', port: 0, extra: 'a=bundle-only\r\n' },
    { media: 'audio', extra },
  ];
  await conversation.exchange('wic', wicOffer(bundled()), coreAnswer);
  const later = await conversation.exchange('core', coreOffer({ video: true }), wicAnswer);
  assert.deepEqual(
    later.offered.media.map(({ media, disabled }) => [media, disabled]),
    [
      ['video', true],
      ['audio', false],
      ['video', false],
    ],
  );
  assert.deepEqual(
    later.answered.media.map(({ media, disabled }) => [media, disabled]),
    [
      ['audio', false],
      ['video', false],
    ],
  );
  const added = [
    ...bundled('a=sendonly\r\n'),
    { media: 'video' },
    { media: 'video', port: 0, extra: 'a=bundle-only\r\n' },
  ];
  const last = await conversation.exchange('wic', wicOffer(added), coreAnswer);
  assert.deepEqual(
    last.offered.media.map(({ media, disabled }) => [media, disabled]),
    [
      ['audio', false],
      ['video', false],
    ],
  );
  assert.deepEqual(
    last.answered.media.map(({ media, disabled }) => [media, disabled]),
    [
      ['video', true],
      ['audio', false],
      ['video', false],
      ['video', true],
    ],
  );
});

test('a line that becomes bundle-only is disabled at the core, which must not lose it', async () => {
  const conversation = new Conversation();
  await conversation.exchange('wic', wicOffer([{ media: 'audio' }, { media: 'video' }]), coreAnswer);
  const offer = wicOffer([{ media: 'audio' }, { media: 'video', port: 0, extra: 'a=bundle-only\r\n' }]);
  const { offered, answered } = await conversation.exchange('wic', offer, coreAnswer);
  assert.deepEqual(
    offered.media.map(({ disabled }) => disabled),
    [false, true],
  );
  assert.deepEqual(
    answered.media.map(({ disabled }) => disabled),
    [false, true],
  );
  assert.equal(conversation.agw.held, 1);
});

test('an offer that lost lines of the last one is refused', async () => {
  const conversation = new Conversation();
  await conversation.exchange('wic', wicOffer([{ media: 'audio' }, { media: 'video' }]), coreAnswer);
  await assert.rejects(
    conversation.offer('wic', wicOffer([{ media: 'audio' }]), conversation.dialog('callee')),
    NotAcceptable,
  );
});

test('a refused offer leaves what was agreed, and the ports of before', async () => {
  const conversation = new Conversation();
  await conversation.exchange('wic', wicOffer([{ media: 'audio' }]), coreAnswer);
  const dialog = conversation.dialog('callee');
  const { lines } = dialog;
  const { exchange, sdp } = await conversation.offer(
    'wic',
    wicOffer([{ media: 'audio' }, { media: 'video' }], { media: (port) => dtls(port, 'other') }),
    dialog,
  );
  conversation.answer(exchange, coreAnswer(sdp, { port: 45000 }), dialog);
  assert.equal(conversation.agw.lines[0]?.told.core?.rtp, 45000);
  assert.equal(conversation.agw.held, 2);
  conversation.call.refused(dialog, exchange);
  assert.equal(dialog.lines, lines);
  assert.equal(conversation.agw.held, 1);
  assert.equal(conversation.agw.lines[0]?.told.core?.rtp, 40000);
});

test('each early dialog has its own answer and origin; the one that is confirmed keeps the media', async () => {
  const conversation = new Conversation();
  const { exchange, sdp } = await conversation.offer(
    'wic',
    wicOffer([{ media: 'audio' }, { media: 'video' }]),
  );
  const one = conversation.dialog('one');
  const two = conversation.dialog('two');
  const first = conversation.answer(exchange, coreAnswer(sdp, { reject: [1] }), one);
  const second = conversation.answer(exchange, coreAnswer(sdp, { port: 46000 }), two);
  assert.notEqual(/o=- (\d+)/.exec(first)?.[1], /o=- (\d+)/.exec(second)?.[1]);
  assert.equal(conversation.agw.lines[0]?.told.core?.rtp, 46000);
  conversation.call.confirmed(one);
  conversation.call.settled(exchange);
  assert.equal(conversation.agw.lines[0]?.told.core?.rtp, 40000);
  assert.deepEqual(
    conversation.agw.lines.map(({ released }) => released),
    [false, true],
  );
  conversation.call.left(two);
  assert.equal(conversation.ended, 0);
  conversation.call.left(one);
  assert.equal(conversation.ended, 1);
  assert.equal(conversation.agw.held, 0);
});

test('offers of both sides at once that are both refused leave what was agreed; one that is taken counts', async () => {
  for (const taken of [false, true]) {
    const conversation = new Conversation();
    await conversation.exchange('wic', wicOffer([{ media: 'audio' }]), coreAnswer);
    const dialog = conversation.dialog('callee');
    const { lines } = dialog;
    const ofWic = await conversation.offer('wic', wicOffer([{ media: 'audio' }, { media: 'video' }]), dialog);
    const ofCore = await conversation.offer('core', coreOffer({ video: true }), dialog);
    assert.equal(conversation.agw.held, 3);
    conversation.call.refused(dialog, ofWic.exchange);
    if (taken) {
      const answered = parseSdp(conversation.answer(ofCore.exchange, wicAnswer(ofCore.sdp), dialog));
      assert.equal(answered.media.length, 2);
      conversation.call.settled(ofCore.exchange);
    } else {
      conversation.call.refused(dialog, ofCore.exchange);
      assert.equal(dialog.lines, lines);
    }
    assert.equal(conversation.agw.held, taken ? 2 : 1);
  }
});

test('an AGW without ports left fails the offer, and what was reserved for it is let go', async () => {
  const conversation = new Conversation();
  await conversation.exchange('wic', wicOffer([{ media: 'audio' }]), coreAnswer);
  const { agw, call } = conversation;
  agw.limit = 2;
  const offer = wicOffer([{ media: 'audio' }, { media: 'video' }, { media: 'video' }]);
  await assert.rejects(conversation.offer('wic', offer, conversation.dialog('callee')), /no ports/);
  call.settled(undefined);
  assert.equal(agw.held, 1);
});
