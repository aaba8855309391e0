import assert from 'node:assert/strict';
import { test } from 'node:test';
import { respond, type SipMessage, SipRequest } from '../../src/sip/message.ts';
import { validateMessage } from '../../src/sip/validate.ts';

const invite = SipRequest.build({
  method: 'INVITE',
  uri: 'sip:bob@ims.example',
  headers: [
    ['Via', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1;rport'],
    ['Max-Forwards', '70'],
    ['Route', '<sip:p.example;lr>'],
    ['From', '<sip:alice@ims.example>;tag=1'],
    ['To', '<sip:bob@ims.example>'],
    ['Call-ID', 'abc'],
    ['CSeq', '1 INVITE'],
    ['Contact', '<sip:alice@a.invalid;transport=ws>'],
  ],
  body: 'v=0\r\n',
  contentType: 'application/sdp',
});
const register = SipRequest.build({
  method: 'REGISTER',
  uri: 'sip:ims.example',
  headers: [
    ...invite
      .without('l')
      .without('c')
      .with('CSeq', '1 REGISTER')
      .headers.map((f) => [f.name, f.value] as const),
  ],
});
const notify = SipRequest.build({
  method: 'NOTIFY',
  uri: 'sip:alice@a.invalid',
  headers: [
    ...invite
      .without('l')
      .without('c')
      .with('CSeq', '1 NOTIFY')
      .headers.map((f) => [f.name, f.value] as const),
    ['Event', 'reg'],
    ['Subscription-State', 'active;expires=60'],
  ],
});

test('conformant messages have no problem', () => {
  const ok = respond(invite, 200, { headers: [['Contact', '<sip:bob@b.invalid>']] });
  for (const message of [
    invite,
    register,
    notify,
    ok,
    respond(invite, 100),
    respond(register, 423, { headers: [['Min-Expires', '60']] }),
  ]) {
    assert.deepEqual(validateMessage(message), []);
  }
  assert.deepEqual(validateMessage(register.with('Contact', '*').with('Expires', '0')), []);
});

const cases: readonly (readonly [problem: string, message: SipMessage])[] = [
  ['Max-Forwards is missing', invite.without('Max-Forwards')],
  ['Call-ID occurs 2 times', invite.append('Call-ID', 'x')],
  ['From has no tag', invite.with('From', '<sip:a@h>')],
  ['From: tag a=b is not a token', invite.with('From', '<sip:a@h>;tag=a=b')],
  ['To: "bob" is not a URI', invite.with('To', '<bob>')],
  ['Via: the top value has no branch', invite.with('Via', 'SIP/2.0/WSS a.invalid')],
  ['Via: branch 1 does not begin with z9hG4bK', invite.with('Via', 'SIP/2.0/WSS a.invalid;branch=1')],
  ['Via: branch has nothing after z9hG4bK', invite.with('Via', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK')],
  ['Via: protocol is SIP/3.0, not SIP/2.0', invite.with('Via', 'SIP/3.0/WSS a.invalid;branch=z9hG4bK1')],
  ['CSeq: method BYE differs from INVITE of the start line', invite.with('CSeq', '1 BYE')],
  ['CSeq: number is not below 2^31', invite.with('CSeq', '2147483648 INVITE')],
  ['Content-Length is 9 but the body has 5 octets', invite.with('Content-Length', '9')],
  ['Content-Type is missing beside a body', invite.without('Content-Type')],
  ['Expires: soon is not a number of seconds', invite.with('Expires', 'soon')],
  ['Route: sip:p.example;lr does not stand in <>', invite.with('Route', 'sip:p.example;lr')],
  ['Path: "<" is not closed in "<sip:p"', invite.with('Path', '<sip:p')],
  ['Contact: INVITE has 2 instead of one', invite.append('Contact', '<sip:x@y>')],
  ['Contact: that of INVITE is no SIP or SIPS URI', invite.with('Contact', '<tel:1>')],
  ['Contact: * belongs in REGISTER only', invite.with('Contact', '*')],
  ['Contact: * without Expires: 0', register.with('Contact', '*')],
  ['Contact: expires x is not a number of seconds', register.with('Contact', '<sip:a@h>;expires=x')],
  ['Request-URI carries header fields', invite.withUri('sip:b@h?Route=x')],
  ['Request-URI carries a method parameter', invite.withUri('sip:b@h;method=BYE')],
  ['Request-URI of a REGISTER has a user part', register.withUri('sip:a@ims.example')],
  ['To: the address-of-record of a REGISTER is no SIP or SIPS URI', register.with('To', '<tel:1>')],
  ['Event is missing', notify.without('Event')],
  ['Subscription-State is missing', notify.without('Subscription-State')],
  ['To has no tag', respond(invite, 404).with('To', '<sip:b@h>')],
  ['Allow is missing beside 405', respond(invite, 405)],
  ['Contact: a 200 to INVITE has exactly one', respond(invite, 200)],
];

for (const [problem, message] of cases) {
  test(`exactly one problem: ${problem}`, () => assert.deepEqual(validateMessage(message), [problem]));
}

test('CANCEL and ACK carry no option tags a proxy would have to know', () => {
  const cancel = SipRequest.build({
    method: 'CANCEL',
    uri: invite.uri,
    headers: invite
      .without('l')
      .without('c')
      .without('Contact')
      .with('CSeq', '1 CANCEL')
      .with('Proxy-Require', 'x')
      .headers.map((f) => [f.name, f.value] as const),
  });
  assert.deepEqual(validateMessage(cancel), ['Proxy-Require does not belong in CANCEL']);
});
