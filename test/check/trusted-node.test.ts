import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vouches } from '../../src/check/trusted-node.ts';
import { SipRequest } from '../../src/sip/message.ts';

function register(...authorization: readonly string[]): SipRequest {
  return SipRequest.build({
    method: 'REGISTER',
    uri: 'sip:ims.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
      ['Max-Forwards', '69'],
      ['From', '<sip:a@ims.example>;tag=1'],
      ['To', '<sip:a@ims.example>'],
      ['Call-ID', '1'],
      ['CSeq', '1 REGISTER'],
      ...authorization.map((value): [string, string] => ['Authorization', value]),
    ],
  });
}

test('auth-done vouches in whichever form and field it stands, with the blank of the source documents too', () => {
  for (const value of ['integrity-protected=auth-done', 'integrity-protected="auth-done"']) {
    assert.equal(vouches(register(`Digest username="a", ${value}`)), true);
  }
  assert.equal(vouches(register('Digest username="a",integrity-protected="auth-done "')), true);
  assert.equal(vouches(register('Bearer abc', 'Digest username="a", integrity-protected="auth-done"')), true);
});

test('nothing else does', () => {
  assert.equal(vouches(register()), false);
  assert.equal(vouches(register('Bearer abc')), false);
  for (const value of ['tls-yes', 'tls-pending', 'yes', 'no', 'AUTH-DONE', '']) {
    assert.equal(vouches(register(`Digest username="a", integrity-protected="${value}"`)), false);
  }
});
