import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as offers from '../../src/check/sdp/core-offer.ts';
import type { SessionDescription } from '../../src/sdp/description.ts';
import { plainLine, sdp, secureLine, WIC_FINGERPRINT } from './sdp-samples.ts';

const wic = sdp(
  ['a=group:BUNDLE 0 1', ...secureLine('audio', 1000), ...secureLine('video', 0, ['a=bundle-only'])],
  '192.0.2.2',
);
const good = sdp(plainLine('audio', 2000));

type Statement = (across: offers.TowardsCore) => { readonly wrong: readonly { readonly what: string }[] };

function wrong(statement: Statement, judged: SessionDescription, of = wic): string[] {
  return statement({ sdp: judged, wic: of }).wrong.map(({ what }) => what);
}

const all: readonly (readonly [string, Statement])[] = Object.entries(offers).filter(
  ([name]) => name !== 'keepsLsGroup',
);

test('an offer that the eP-CSCF makes as it should has nothing wrong', () => {
  for (const [name, statement] of all) assert.deepEqual(wrong(statement, good), [], name);
});

test('the offer of the WIC handed on as it is breaks every one of the statements', () => {
  const leak = sdp(
    [
      'a=group:BUNDLE 0 1',
      'a=msid-semantic: WMS',
      `a=fingerprint:${WIC_FINGERPRINT}`,
      ...secureLine('audio', 1000, ['a=rtcp-mux', 'a=3ge2ae:requested']),
      ...secureLine('video', 0, ['a=bundle-only']),
      'm=application 1004 UDP/DTLS/SCTP webrtc-datachannel',
    ],
    '192.0.2.2',
  );
  for (const [name, statement] of all) {
    if (name !== 'hasALine') assert.notDeepEqual(wrong(statement, leak), [], name);
  }
});

test('a bundle-only line of port zero is not kept, be it without its attribute', () => {
  const kept = sdp([...plainLine('audio', 2000), ...plainLine('video', 0)]);
  assert.deepEqual(wrong(offers.hasExactlyOfferedLines, kept), [
    "m-line 2 (video): the WIC's bundle-only line is kept: m=video 0 RTP/AVP 96",
  ]);
});

test('lines that are to be kept are missed, in the order they have', () => {
  const three = sdp([
    ...secureLine('video', 0, ['a=bundle-only']),
    ...secureLine('audio', 1000),
    ...secureLine('video', 1002),
  ]);
  assert.deepEqual(
    wrong(offers.hasExactlyOfferedLines, sdp([...plainLine('audio', 1), ...plainLine('video', 3)]), three),
    [],
  );
  assert.deepEqual(wrong(offers.hasLinesOfWic, sdp(plainLine('audio', 1)), three), [
    'm-line 3 (video) of the WIC is missing',
  ]);
  assert.deepEqual(
    wrong(offers.hasLinesOfWic, sdp([...plainLine('video', 1), ...plainLine('audio', 3)]), three),
    ['m-line 1 (video): m-line 2 (audio) of the WIC expected'],
  );
});

test('a data channel and a bundle-only line with a port may be kept or left out', () => {
  const data = sdp([
    ...secureLine('audio', 1000),
    ...secureLine('video', 1000, ['a=bundle-only']),
    'm=application 1004 UDP/DTLS/SCTP webrtc-datachannel',
  ]);
  const without = sdp(plainLine('audio', 1));
  const withBoth = sdp([
    ...plainLine('audio', 1),
    ...plainLine('video', 3),
    'm=application 0 UDP/DTLS/SCTP webrtc-datachannel',
  ]);
  assert.deepEqual(wrong(offers.hasLinesOfWic, without, data), []);
  assert.deepEqual(wrong(offers.hasLinesOfWic, withBoth, data), []);
});

test('an address of the WIC is found wherever it stands', () => {
  for (const line of ['a=rtcp:1001 IN IP4 192.0.2.2', 'a=candidate:1 1 UDP 1 192.0.2.2 1000 typ host']) {
    assert.equal(wrong(offers.hasNoAddressOfWic, sdp(plainLine('audio', 2000, [line]))).length, 1, line);
  }
  const second = plainLine('audio', 2000, ['a=rtcp:2001', 'a=rtcp:1001 IN IP4 192.0.2.2']);
  assert.equal(wrong(offers.hasNoAddressOfWic, sdp(second)).length, 1);
  assert.match(
    wrong(offers.hasNoAddressOfWic, sdp(plainLine('audio', 2000, ['c=IN IP4 192.0.2.2'])))[0] ?? '',
    /192\.0\.2\.2/,
  );
  const { wrong: origin, cap } = offers.hasForeignOrigin({ sdp: sdp([], '192.0.2.2'), wic });
  assert.equal(origin.length, 1);
  assert.equal(cap, 'warning');
});

test('an address that several share counts with its port only', () => {
  const local = sdp(secureLine('audio', 1000), '127.0.0.1');
  assert.deepEqual(wrong(offers.hasNoAddressOfWic, sdp(plainLine('audio', 2000), '127.0.0.1'), local), []);
  assert.equal(wrong(offers.hasNoAddressOfWic, sdp(plainLine('audio', 1000), '127.0.0.1'), local).length, 1);
});

test('feedback and groups other than BUNDLE are fine, and an LS group is missed', () => {
  const avpf = sdp(['a=group:LS 0 1', 'm=audio 2000 RTP/AVPF 96', 'a=mid:0', 'm=video 2002 RTP/AVPF 96']);
  assert.deepEqual(wrong(offers.isPlainRtp, avpf), []);
  assert.deepEqual(wrong(offers.hasNoBundleGroup, avpf), []);
  assert.deepEqual(wrong(offers.keepsLsGroup, avpf), []);
  assert.deepEqual(wrong(offers.keepsLsGroup, good), ['no a=group:LS']);
});

test('a fingerprint within an attribute of media plane optimisation is none', () => {
  const tra = sdp(plainLine('audio', 2000, [`a=tra-att:1 fingerprint:${WIC_FINGERPRINT}`]));
  assert.deepEqual(wrong(offers.hasNoFingerprint, tra), []);
});

test('SDES towards the core is a blemish at most', () => {
  const sdes = sdp(['m=audio 2000 RTP/SAVP 96', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x']);
  assert.deepEqual(wrong(offers.isPlainRtp, sdes), []);
  const { wrong: blemish, cap } = offers.isUnprotected({ sdp: sdes, wic });
  assert.equal(blemish.length, 1);
  assert.equal(cap, 'warning');
});

test('an offer without a line is none', () => {
  assert.deepEqual(wrong(offers.hasALine, sdp([])), ['no m-line']);
});

test('a line that the WIC has removed keeps its place and its port of zero', () => {
  const removed = sdp([...secureLine('audio', 1000), 'm=video 0 UDP/TLS/RTP/SAVPF 96']);
  const kept = sdp([...plainLine('audio', 2000), ...plainLine('video', 0)]);
  const revived = sdp([...plainLine('audio', 2000), ...plainLine('video', 2002)]);
  const { keepsRemovedLines } = offers;
  assert.deepEqual(wrong(keepsRemovedLines, kept, removed), []);
  assert.deepEqual(wrong(keepsRemovedLines, revived, removed), ['m-line 2 (video): m=video 2002 RTP/AVP 96']);
  assert.deepEqual(wrong(keepsRemovedLines, good, removed), ['m-line 2 (video) of the WIC is missing']);
});

test('an offer that offers nothing is not plain RTP in every line', () => {
  for (const statement of [offers.isPlainRtp, offers.isUnprotected])
    assert.deepEqual(wrong(statement, sdp(plainLine('audio', 0))), ['no line with a port (audio (port 0))']);
});
