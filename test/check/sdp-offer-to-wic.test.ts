import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as offers from '../../src/check/sdp/offer-to-wic.ts';
import { agwLine, plainLine, sdp } from './sdp-samples.ts';

const offered = (more: readonly string[] = []) =>
  agwLine('audio', 20000, more).map((line) => line.replace('a=setup:passive', 'a=setup:actpass'));
const core = sdp([...plainLine('audio', 49170), ...plainLine('video', 0)]);

function wrong(
  statement: (across: offers.OfferToWic) => { wrong: readonly { what: string }[] },
  lines: readonly string[],
): string[] {
  return statement({ sdp: sdp(lines), core }).wrong.map(({ what }) => what);
}

test('An offer of DTLS-SRTP with ICE and 3ge2ae is right in everything', () => {
  const lines = [...offered(['a=3ge2ae:applied']), 'm=video 0 UDP/TLS/RTP/SAVPF 96'];
  for (const statement of [
    offers.hasIce,
    offers.isDtlsSrtp,
    offers.leavesRoleOpen,
    offers.hasIndicator,
    offers.keepsDisabledLines,
    offers.isNotBundled,
    offers.hasWellFormedIce,
    offers.hasNoNamedDefault,
  ])
    assert.deepEqual(wrong(statement, lines), []);
});

test('3ge2ae of another value, or at session level, says nothing', () => {
  assert.deepEqual(wrong(offers.hasIndicator, offered(['a=3ge2ae:requested'])), [
    'm-line 1 (audio): a=3ge2ae:requested',
  ]);
  assert.deepEqual(wrong(offers.hasIndicator, ['a=3ge2ae:applied', ...offered()]), [
    'm-line 1 (audio): no a=3ge2ae',
  ]);
});

test('A disabled line that has a port is named with the line of the core', () => {
  const lines = [...offered(), 'm=video 20010 UDP/TLS/RTP/SAVPF 96'];
  assert.deepEqual(wrong(offers.keepsDisabledLines, lines), [
    'm-line 2 (video): m=video 20010 UDP/TLS/RTP/SAVPF 96, the core has m=video 0 RTP/AVP 96',
  ]);
});

test('A default destination has to be a candidate, unless it is none', () => {
  const moved = offered().map((line) => line.replace('m=audio 20000', 'm=audio 20002'));
  assert.deepEqual(wrong(offers.hasWellFormedIce, moved), [
    'm-line 1 (audio): 203.0.113.1 port 20002 is none of its candidates',
  ]);
  const unknown = offered().map((line) => line.replace('m=audio 20000', 'm=audio 9'));
  assert.deepEqual(wrong(offers.hasWellFormedIce, unknown), []);
  assert.deepEqual(wrong(offers.hasWellFormedIce, offered(['a=ice-lite'])), [
    'm-line 1 (audio): a=ice-lite at media level',
  ]);
});

test('An offer without any line that offers something is not right', () => {
  assert.equal(wrong(offers.hasIce, ['m=audio 0 UDP/TLS/RTP/SAVPF 96']).length, 1);
});
