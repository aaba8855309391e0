import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fit from '../../src/check/sdp/rfc3264.ts';
import * as ice from '../../src/check/sdp/rfc5245.ts';
import * as dtls from '../../src/check/sdp/rfc5763.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { agwLine, plainLine, sdp } from './sdp-samples.ts';

const what = ({ wrong }: { readonly wrong: readonly { readonly what: string }[] }) =>
  wrong.map((each) => each.what);
const offer = (lines: readonly string[]) => ({ sdp: sdp(lines), offers: true });
const answer = (lines: readonly string[]) => ({ sdp: sdp(lines), offers: false });
const origin = (id: number, version: number, ...lines: string[]) =>
  parseSdp(
    [
      'v=0',
      `o=- ${id} ${version} IN IP4 203.0.113.1`,
      's=-',
      'c=IN IP4 203.0.113.1',
      't=0 0',
      ...lines,
      '',
    ].join('\r\n'),
  );

test('Fingerprints: lines without one, MD5 beside another, and what is only old', () => {
  const without = agwLine('audio', 20000).filter((line) => !line.startsWith('a=fingerprint'));
  assert.deepEqual(what(dtls.hasFingerprints(offer(without))), ['m-line 1 (audio): no fingerprint']);
  assert.deepEqual(what(dtls.hasFingerprints(offer([...without, 'a=fingerprint:md5 AB:CD']))).length, 2);
  const md5 = `a=fingerprint:md5 ${Array(16).fill('AB').join(':')}`;
  assert.deepEqual(what(dtls.hasFingerprints(offer(agwLine('audio', 20000, [md5])))), [
    `m-line 1 (audio): ${md5}`,
  ]);
  const sha1 = `a=fingerprint:sha-1 ${Array(20).fill('ab').join(':')}`;
  const old = dtls.hasModernFingerprints(offer([...without, sha1]));
  assert.equal(old.wrong.length, 2);
  assert.equal(old.cap, 'warning');
});

test('A line of port zero in an offer needs nothing of DTLS', () => {
  const lines = [...agwLine('audio', 20000), 'm=video 0 RTP/AVP 96'];
  assert.deepEqual(what(dtls.hasFingerprints(offer(lines))), []);
  assert.deepEqual(what(dtls.isSavpf(answer(lines))), []);
});

test('Roles in DTLS: one is taken in an answer, and kept', () => {
  assert.deepEqual(what(dtls.answersWithRole(answer(agwLine('audio', 20000)))), []);
  const active = agwLine('audio', 20000).map((line) => line.replace('passive', 'active'));
  const changed = dtls.keepsRole({ ...answer(active), earlier: sdp(agwLine('audio', 20000)) });
  assert.deepEqual(what(changed), ['m-line 1 (audio): a=setup:active, before it was passive']);
  assert.equal(changed.cap, 'warning');
});

test('A connection attribute of a data channel is a warning at most', () => {
  const lines = ['m=application 20000 UDP/DTLS/SCTP webrtc-datachannel', 'a=connection:new'];
  assert.deepEqual(what(dtls.hasNoConnection(offer(lines))), []);
  assert.equal(dtls.hasNoConnectionElsewhere(offer(lines)).wrong.length, 1);
  assert.equal(dtls.hasNoConnection(offer(agwLine('audio', 20000, ['a=connection:new']))).wrong.length, 1);
});

test('A message session that became DTLS-SRTP is found', () => {
  const source = sdp(['m=message 49170 TCP/MSRP *']);
  const made = dtls.keepsOtherMedia({ ...offer(['m=message 20000 UDP/TLS/RTP/SAVPF 96']), source });
  assert.equal(made.wrong.length, 1);
  assert.equal(dtls.keepsOtherMedia({ ...offer(['m=message 20000 TCP/MSRP *']), source }).wrong.length, 0);
});

test('ICE passwords are compared between sessions, both credentials in a restart', () => {
  const lines = agwLine('audio', 20000);
  assert.equal(ice.hasNewPasswords({ ...offer(lines), earlier: [sdp(lines)] }).wrong.length, 1);
  const other = lines.map((line) => line.replace('a=ice-pwd:agw', 'a=ice-pwd:new'));
  assert.equal(ice.hasNewPasswords({ ...offer(other), earlier: [sdp(lines)] }).wrong.length, 0);
  assert.equal(ice.hasRestarted({ ...answer(lines), before: sdp(lines) }).wrong.length, 1);
  assert.equal(ice.hasRestarted({ ...answer(other), before: sdp(lines) }).wrong.length, 0);
});

test('Candidates: at media level, of the grammar; raddr at a host candidate is a blemish', () => {
  const odd = agwLine('audio', 20000, ['a=candidate:2 1 udp 1 203.0.113.1 20000']);
  assert.equal(ice.hasCandidates(offer(odd)).wrong.length > 0, true);
  const session = ['a=candidate:2 1 udp 1 203.0.113.1 20000 typ host', ...agwLine('audio', 20000)];
  assert.equal(ice.hasCandidates(offer(session)).wrong.length, 1);
  const raddr = 'a=candidate:2 1 udp 1 203.0.113.1 20000 typ host raddr 203.0.113.1 rport 20000';
  assert.deepEqual(what(ice.hasCandidates(offer(agwLine('audio', 20000, [raddr])))), []);
  assert.equal(ice.hasTidyCandidates(offer(agwLine('audio', 20000, [raddr]))).wrong.length, 1);
  const tcp = 'a=candidate:2 1 TCP 1 203.0.113.1 9 typ host tcptype active';
  assert.deepEqual(what(ice.hasCandidates(offer(agwLine('audio', 20000, [tcp])))), []);
});

test('A description goes on with its session id and a higher version once it changed', () => {
  const line = 'm=audio 20000 RTP/AVP 0';
  const before = origin(7, 2, line);
  const fits = (sdp: ReturnType<typeof origin>) => fit.succeeds({ sdp, before }).wrong.length === 0;
  assert.equal(fits(origin(7, 2, line)), true);
  assert.equal(fits(origin(7, 3, line, 'a=inactive')), true);
  assert.equal(fits(origin(7, 2, line, 'a=inactive')), false);
  assert.equal(fits(origin(8, 3, line)), false);
  assert.equal(fits(origin(7, 3)), false);
  assert.equal(fit.countsVersions({ sdp: origin(7, 9, line), before }).wrong.length, 1);
});

test('An answer may have more formats, but none of other lines, protos and times', () => {
  const offered = sdp(plainLine('audio', 49170));
  const fits = (lines: readonly string[]) => fit.fitsOffer({ sdp: sdp(lines), offer: offered }).wrong.length;
  assert.equal(fits(['m=audio 20000 RTP/AVP 96 0']), 0);
  assert.equal(fits(['m=audio 20000 RTP/AVP 0']), 1);
  assert.equal(fits(['m=audio 20000 RTP/AVPF 96']), 1);
  assert.equal(fits(['m=audio 0 RTP/AVPF 0']), 0);
});

test('A codec of the offer fits under another payload type number, against a recommendation', () => {
  const offered = sdp(['m=audio 49170 RTP/AVP 97 0', 'a=rtpmap:97 AMR-WB/16000', 'a=rtpmap:0 PCMU/8000']);
  const judged = (formats: string, ...maps: string[]) => {
    const answered = { sdp: sdp([`m=audio 20000 RTP/AVP ${formats}`, ...maps]), offer: offered };
    return [fit.fitsOffer(answered), fit.keepsNumbers(answered)].map(({ wrong }) => wrong.length);
  };
  assert.deepEqual(judged('97', 'a=rtpmap:97 amr-wb/16000/1'), [0, 0]);
  assert.deepEqual(judged('104', 'a=rtpmap:104 amr-wb/16000'), [0, 1]);
  assert.deepEqual(judged('0'), [0, 0]);
  assert.deepEqual(judged('97', 'a=rtpmap:97 AMR/8000'), [1, 0]);
  assert.deepEqual(judged('127', 'a=rtpmap:127 x-other/8000'), [1, 0]);
  assert.deepEqual(judged('8'), [1, 0]);
  assert.equal(fit.keepsNumbers({ sdp: offered, offer: offered }).cap, 'warning');
});

test('What accepts or offers nothing shows nothing of DTLS and ICE', () => {
  const none = ['m=audio 0 UDP/TLS/RTP/SAVPF 96'];
  const statements = [
    dtls.hasNoConnection,
    dtls.hasFingerprints,
    dtls.isSavpf,
    ice.hasCredentials,
    ice.hasCandidates,
  ];
  for (const statement of [...statements, dtls.answersWithRole])
    assert.deepEqual(what(statement(answer(none))), ['no line is accepted (audio (port 0))']);
  for (const statement of [...statements, dtls.offersActpass])
    assert.deepEqual(what(statement(offer(none))), ['no line with a port (audio (port 0))']);
  const refused = ice.hasRestarted({ ...answer(none), before: sdp(agwLine('audio', 20000)) });
  assert.equal(refused.wrong.length, 1);
  assert.equal(refused.cap, 'inconclusive');
});

test('Hold may be answered inactive, not sendrecv', () => {
  const hold = sdp(plainLine('audio', 49170, ['a=sendonly']));
  const wrong = (direction: string) =>
    fit.hasCompatibleDirections({ sdp: sdp(plainLine('audio', 20000, [direction])), offer: hold }).wrong
      .length;
  assert.deepEqual(['a=recvonly', 'a=inactive', 'a=sendrecv'].map(wrong), [0, 0, 1]);
});
