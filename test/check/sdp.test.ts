import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { CheckFailed } from '../../src/check/check-failed.ts';
import { type CheckEntry, enterScenario } from '../../src/check/recorder.ts';
import { hasSdp, holds, readSdp, sdpOf } from '../../src/check/sdp.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';
import { plainLine, sdp } from './sdp-samples.ts';

let entries: CheckEntry[] = [];

beforeEach(() => {
  entries = [];
  enterScenario({
    record: (entry) => entries.push(entry),
    isChecking: () => true,
    responseMs: 0,
    now: () => 0,
  });
});

afterEach(() => enterScenario(undefined));

function invite(body: string, contentType = 'application/sdp'): SipRequest {
  return SipRequest.build({
    method: 'INVITE',
    uri: 'sip:b@ims.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
      ['From', '<sip:a@ims.example>;tag=1'],
      ['To', '<sip:b@ims.example>'],
      ['Call-ID', '1'],
      ['CSeq', '1 INVITE'],
    ],
    body,
    contentType,
  });
}

const plain = sdp(plainLine('audio', 2000)).text;

test('a statement cites the physical line of the message, folded header fields counted', () => {
  const folded = invite(plain).text.replace('branch=z9hG4bK1', 'branch=z9hG4bK1\r\n ;rport');
  const message = parseMessage(new TextEncoder().encode(folded));
  const subject = sdpOf({ id: 'mw-1', message }, 'offer on Mw');
  const line = subject.sdp.media[0]?.line;
  holds(subject, {
    title: 'offers nothing',
    expected: ['no line'],
    wrong: [{ what: 'm=audio', line }, { what: 'more' }],
    right: { what: 'no line' },
    cap: 'warning',
  });
  const [entry] = entries;
  assert.deepEqual(entry?.evidence?.message, 'mw-1');
  assert.equal(folded.split('\r\n')[(entry?.evidence?.line ?? 0) - 1], 'm=audio 2000 RTP/AVP 96');
  assert.equal(entry?.title, 'offer on Mw (INVITE) offers nothing');
  assert.equal(entry?.received, 'm=audio; more');
  assert.equal(entry?.outcome, 'violated');
});

test('what holds is recorded as such, and what does not ends the scenario', () => {
  const subject = sdpOf({ id: 'mw-1', message: invite(plain) }, 'offer on Mw');
  const statement = { title: 'is', expected: ['so'], right: { what: 'so' } };
  holds(subject, { ...statement, wrong: [] });
  assert.deepEqual(entries, [
    {
      outcome: 'pass',
      title: 'offer on Mw (INVITE) is',
      expected: ['so'],
      received: 'so',
      evidence: { message: 'mw-1' },
    },
  ]);
  assert.throws(() => holds(subject, { ...statement, wrong: [{ what: 'other' }] }), CheckFailed);
});

test('SDP that is missing is a violation', () => {
  for (const message of [invite(''), invite('x', 'text/plain')]) {
    assert.equal(hasSdp(message), false);
    assert.throws(() => readSdp({ id: 'mw-1', message }), /a body of type application\/sdp/);
  }
  assert.equal(hasSdp(invite(plain, 'Application/SDP;charset=utf-8')), true);
});

test('SDP that cannot be read is a violation with its line', () => {
  const message = invite(`${plain}m=audio x RTP/AVP 0\r\n`);
  assert.throws(() => readSdp({ id: 'mw-1', message }), CheckFailed);
  const line = entries[0]?.evidence?.line ?? 0;
  assert.equal(message.text.split('\r\n')[line - 1], 'm=audio x RTP/AVP 0');
});
