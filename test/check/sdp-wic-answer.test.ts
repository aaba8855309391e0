import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as answers from '../../src/check/sdp/wic-answer.ts';
import type { SessionDescription } from '../../src/sdp/description.ts';
import { agwLine, plainLine, sdp, secureLine, WIC_FINGERPRINT } from './sdp-samples.ts';

const offer = sdp(
  [
    ...secureLine('video', 0, ['a=bundle-only']),
    ...secureLine('audio', 1000, ['a=rtcp-mux']),
    ...secureLine('video', 1002),
  ],
  '192.0.2.2',
);
const core = {
  offer: sdp([...plainLine('audio', 2000), ...plainLine('video', 2002)]),
  answer: sdp([...plainLine('audio', 3000), ...plainLine('video', 0)], '198.51.100.3'),
};
const rejected = (media: string, more: readonly string[] = []) => [
  `m=${media} 0 UDP/TLS/RTP/SAVPF 96`,
  ...more,
];
const good = sdp([...rejected('video'), ...agwLine('audio', 4000), ...rejected('video')]);

type Statement = (across: answers.TowardsWic) => { readonly wrong: readonly { readonly what: string }[] };

function wrong(statement: Statement, judged: SessionDescription, of = offer): string[] {
  return statement({ sdp: judged, offer: of, core }).wrong.map(({ what }) => what);
}

const answer = (...lines: string[]) => sdp([...rejected('video'), ...lines, ...rejected('video')]);

test('an answer that the eP-CSCF makes as it should has nothing wrong', () => {
  for (const [name, statement] of Object.entries(answers)) {
    if (!['hasNoIce', 'takesOfferedMux', 'doesNotRunIce'].includes(name))
      assert.deepEqual(wrong(statement, good), [], name);
  }
});

test("the core's answer handed on as it is breaks what it has to", () => {
  const raw = sdp([...plainLine('audio', 3000), ...plainLine('video', 0)], '198.51.100.3');
  const broken = Object.entries(answers).flatMap(([name, statement]) =>
    wrong(statement, raw).length > 0 ? [name] : [],
  );
  assert.deepEqual(broken.sort(), [
    'hasIceOfAgw',
    'hasLinesInPlaces',
    'hasNoAddressOfCore',
    'hasUsableCandidates',
    'isConverted',
    'isDtlsSrtpOfAgw',
    'rejectsBundleOnly',
  ]);
});

test('DTLS lines are complete, and the fingerprint is not copied', () => {
  const lines = agwLine('audio', 4000);
  const without = (name: string) => answer(...lines.filter((line) => !line.startsWith(`a=${name}`)));
  assert.deepEqual(wrong(answers.isDtlsSrtpOfAgw, without('fingerprint')), [
    'm-line 2 (audio): no fingerprint',
  ]);
  assert.deepEqual(wrong(answers.isDtlsSrtpOfAgw, without('setup')), ['m-line 2 (audio): no setup']);
  assert.deepEqual(
    wrong(answers.isDtlsSrtpOfAgw, answer(...lines.map((each) => each.replace('passive', 'actpass')))),
    ['m-line 2 (audio): a=setup:actpass'],
  );
  const lower = `fingerprint:${WIC_FINGERPRINT.toLowerCase()}`;
  const copied = answer(...lines.map((each) => each.replace(/fingerprint:.*/, lower)));
  assert.match(wrong(answers.isDtlsSrtpOfAgw, copied)[0] ?? '', /the other side's fingerprint/);
  const md5 = answer(
    ...lines.map((each) =>
      each.replace(/fingerprint:.*/, `fingerprint:md5 ${Array(16).fill('00').join(':')}`),
    ),
  );
  assert.deepEqual(wrong(answers.isDtlsSrtpOfAgw, md5), ['m-line 2 (audio): a fingerprint of md5 only']);
  const garbled = answer(...lines.map((each) => each.replace(/fingerprint:.*/, 'fingerprint:sha-256 xyz')));
  assert.match(
    wrong(answers.isDtlsSrtpOfAgw, garbled)[0] ?? '',
    /m-line 2 \(audio\): a=fingerprint is no hash/,
  );
});

test('attributes at session level count for every line', () => {
  const lines = agwLine('audio', 4000);
  const own = lines.filter((line) => !/^a=(fingerprint|setup|ice-ufrag|ice-pwd)/.test(line));
  const session = lines.filter((line) => /^a=(fingerprint|setup|ice-ufrag|ice-pwd)/.test(line));
  const judged = sdp([...session, ...rejected('video'), ...own, ...rejected('video')]);
  assert.deepEqual(wrong(answers.isDtlsSrtpOfAgw, judged), []);
  assert.deepEqual(wrong(answers.hasIceOfAgw, judged), []);
});

test("ICE is the eIMS-AGW's own", () => {
  const echoed = answer(...agwLine('audio', 4000).map((line) => line.replace('agwU', 'wicU')));
  assert.deepEqual(wrong(answers.hasIceOfAgw, echoed), ['m-line 2 (audio): a=ice-ufrag:wicU']);
  const candidate = answer(...agwLine('audio', 4000, ['a=candidate:9 1 udp 1 198.51.100.3 3000 typ host']));
  assert.match(wrong(answers.hasIceOfAgw, candidate)[0] ?? '', /198\.51\.100\.3 port 3000/);
  const mismatch = answer(...agwLine('audio', 4000, ['a=ice-mismatch']));
  assert.deepEqual(wrong(answers.hasIceOfAgw, mismatch), ['m-line 2 (audio): a=ice-mismatch']);
  const short = answer(...agwLine('audio', 4000).map((line) => line.replace('agwU', 'agw')));
  assert.match(wrong(answers.hasIceOfAgw, short)[0] ?? '', /ice-ufrag/);
  assert.deepEqual(wrong(answers.hasIceOfAgw, sdp(rejected('audio'))), [
    'no line is accepted (audio (port 0))',
  ]);
});

test('no ICE is wanted where none was offered, in accepted lines only', () => {
  assert.notDeepEqual(wrong(answers.hasNoIce, good), []);
  assert.deepEqual(wrong(answers.hasNoIce, sdp(rejected('audio', ['a=ice-ufrag:abcd']))), []);
});

test('lines that moved, came back or went are found', () => {
  const shifted = sdp([...agwLine('audio', 4000), ...rejected('video'), ...rejected('video')]);
  assert.deepEqual(wrong(answers.hasLinesInPlaces, shifted), [
    'm-line 1 (audio): the offer has video there',
    'm-line 2 (video): the offer has audio there',
    'm-line 1 (audio): accepted: m=audio 4000 UDP/TLS/RTP/SAVPF 96',
    'm-line 2 (video): rejected, the core accepts it',
  ]);
  const revived = sdp([...rejected('video'), ...agwLine('audio', 4000), ...agwLine('video', 4002)]);
  assert.deepEqual(wrong(answers.hasLinesInPlaces, revived), [
    'm-line 3 (video): accepted: m=video 4002 UDP/TLS/RTP/SAVPF 96',
  ]);
  const dropped = sdp([...rejected('video'), ...agwLine('audio', 4000)]);
  assert.deepEqual(wrong(answers.hasLinesInPlaces, dropped), ['m-line 3 (video) of the offer is missing']);
});

test('bundle-only lines are rejected, while something is accepted', () => {
  const accepted = sdp([...agwLine('video', 4004), ...agwLine('audio', 4000), ...rejected('video')]);
  assert.deepEqual(wrong(answers.rejectsBundleOnly, accepted), [
    'm-line 1 (video): m=video 4004 UDP/TLS/RTP/SAVPF 96',
  ]);
  const none = sdp([...rejected('video'), ...rejected('audio'), ...rejected('video')]);
  assert.equal(wrong(answers.rejectsBundleOnly, none).length, 1);
  assert.equal(
    wrong(answers.hasNoBundleOnly, sdp([...rejected('video', ['a=bundle-only']), ...agwLine('audio', 1)]))
      .length,
    1,
  );
});

test('rtcp-mux is for both to want', () => {
  const mux = answer(...agwLine('audio', 4000, ['a=rtcp-mux']));
  assert.deepEqual(wrong(answers.claimsOnlyOfferedMux, mux), []);
  const unasked = sdp([
    ...rejected('video'),
    ...rejected('audio'),
    ...agwLine('video', 4002, ['a=rtcp-mux']),
  ]);
  assert.deepEqual(wrong(answers.claimsOnlyOfferedMux, unasked), ['m-line 3 (video): a=rtcp-mux']);
  const noWay = answer(...agwLine('audio', 4000).filter((line) => !line.startsWith('a=candidate:1 2')));
  assert.deepEqual(wrong(answers.hasWayForRtcp, noWay), [
    'm-line 2 (audio): neither rtcp-mux nor a candidate for RTCP',
  ]);
  assert.equal(wrong(answers.takesOfferedMux, good).length, 1);
});

test('a data channel is answered as declared', () => {
  const data = sdp([...secureLine('audio', 1000), 'm=application 1004 UDP/DTLS/SCTP webrtc-datachannel']);
  const application = (port: number) =>
    sdp([...agwLine('audio', 4000), `m=application ${port} UDP/DTLS/SCTP webrtc-datachannel`]);
  const accepted = ['m-line 2 (application): m=application 4004 UDP/DTLS/SCTP webrtc-datachannel'];
  assert.deepEqual(wrong(answers.rejectsDataChannel, application(4004), data), accepted);
  assert.deepEqual(wrong(answers.rejectsDataChannel, application(0), data), []);
  assert.deepEqual(wrong(answers.acceptsDataChannel, application(4004), data), []);
  assert.equal(wrong(answers.acceptsDataChannel, application(0), data).length, 1);
});

test('an answer that accepts nothing shows nothing, except that ICE is absent', () => {
  const none = sdp([...rejected('video'), ...rejected('audio'), ...rejected('video')]);
  const { hasNoAddressOfCore, hasNoBundleGroup, isConverted, claimsOnlyOfferedMux } = answers;
  for (const statement of [hasNoAddressOfCore, hasNoBundleGroup, isConverted, claimsOnlyOfferedMux])
    assert.deepEqual(wrong(statement, none), [
      'no line is accepted (video (port 0), audio (port 0), video (port 0))',
    ]);
  assert.deepEqual(wrong(answers.hasNoIce, none), []);
  const data = sdp(['m=application 1004 UDP/DTLS/SCTP webrtc-datachannel']);
  const refused = sdp(['m=application 0 UDP/DTLS/SCTP webrtc-datachannel']);
  assert.deepEqual(wrong(answers.rejectsDataChannel, refused, data), []);
});
