import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countMessages, holdsSip } from '../../src/peers/wic/frames.ts';
import { respond, SipRequest } from '../../src/sip/message.ts';

const request = SipRequest.build({
  method: 'OPTIONS',
  uri: 'sip:ims.example',
  headers: [
    ['Via', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1'],
    ['From', '<sip:a@ims.example>;tag=1'],
    ['To', '<sip:ims.example>'],
    ['Call-ID', 'c'],
    ['CSeq', '1 OPTIONS'],
  ],
});

test('a start line makes a WebSocket message one of SIP, readable or not', () => {
  const sip = [
    request.bytes,
    respond(request, 200).bytes,
    '\r\n\r\nSIP/2.0 486 Busy Here\r\n',
    'A sip:b SIP/2.0\r\n',
  ];
  for (const each of sip) assert.ok(holdsSip(Buffer.from(each)), String(each));
  for (const other of ['{"status":"ok"}', '', 'GET / HTTP/1.1\r\n\r\n', 'SIP/2.0 two hundred\r\n']) {
    assert.ok(!holdsSip(Buffer.from(other)), other);
  }
});

test('messages in one WebSocket message are counted by Content-Length', () => {
  assert.equal(countMessages(request.bytes), 1);
  assert.equal(countMessages(Buffer.concat([request.bytes, request.bytes, request.bytes])), 3);
  assert.equal(countMessages(request.without('Content-Length').bytes), 1);
});
