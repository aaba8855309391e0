import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as answers from '../../src/check/sdp/answer-to-core.ts';
import { plainLine, sdp, secureLine, WIC_FINGERPRINT } from './sdp-samples.ts';

const offer = sdp([...plainLine('audio', 49170), ...plainLine('video', 49180)], '198.51.100.20');
const wic = sdp([...secureLine('audio', 42000), 'm=video 0 UDP/TLS/RTP/SAVPF 96'], '192.0.2.2');

function wrong(
  statement: (across: answers.AnswerToCore) => { wrong: readonly unknown[] },
  lines: readonly string[],
) {
  return statement({ sdp: sdp(lines), offer, wic }).wrong.length;
}

const right = [...plainLine('audio', 20000), 'm=video 0 RTP/AVP 96'];

test('A plain answer that rejects what the WIC rejects is right in everything', () => {
  for (const statement of [
    answers.hasNoAddressOfWic,
    answers.isPlainAsOffered,
    answers.hasNothingOfDtls,
    answers.hasNoUnofferedIce,
    answers.keepsRejections,
  ])
    assert.equal(wrong(statement, right), 0);
});

test('What the WIC said does not belong into the answer to the core', () => {
  assert.equal(wrong(answers.isPlainAsOffered, [`a=fingerprint:${WIC_FINGERPRINT}`, ...right]), 1);
  assert.equal(wrong(answers.isPlainAsOffered, ['m=audio 20000 RTP/AVPF 96']), 1);
  assert.equal(wrong(answers.hasNothingOfDtls, [...right, 'a=setup:active']), 1);
  assert.equal(wrong(answers.hasNoAddressOfWic, plainLine('audio', 42000, ['c=IN IP4 192.0.2.2'])), 1);
  assert.equal(wrong(answers.hasNoUnofferedIce, [...plainLine('audio', 20000), 'a=ice-ufrag:wicU']), 1);
});

test('A line that the WIC rejected is neither revived nor dropped', () => {
  assert.equal(
    wrong(answers.keepsRejections, [...plainLine('audio', 20000), ...plainLine('video', 20010)]),
    1,
  );
  assert.equal(wrong(answers.keepsRejections, plainLine('audio', 20000)), 1);
  assert.equal(wrong(answers.keepsRejections, [...plainLine('video', 20000), 'm=audio 0 RTP/AVP 96']), 2);
});

test('An answer that accepts nothing proves nothing', () => {
  assert.equal(wrong(answers.hasNoAddressOfWic, ['m=audio 0 RTP/AVP 96', 'm=video 0 RTP/AVP 96']), 1);
});
