import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SipParseError } from '../../src/sip/parse.ts';
import { parseUri, sameUri, uriText } from '../../src/sip/uri.ts';

test('a sip URI with everything', () => {
  const uri = parseUri('SIPS:al%69ce:secret@[2001:DB8::1]:5061;Transport=tcp;lr;x=%41?Subject=a&b=c');
  assert.equal(uri.scheme, 'sips');
  assert.equal(uri.user, 'alice');
  assert.equal(uri.password, 'secret');
  assert.equal(uri.host, '[2001:DB8::1]');
  assert.equal(uri.port, 5061);
  assert.deepEqual(
    [...uri.params],
    [
      ['transport', 'tcp'],
      ['lr', undefined],
      ['x', 'A'],
    ],
  );
  assert.equal(uri.headers, 'Subject=a&b=c');
});

test('tel, urn and other schemes', () => {
  const tel = parseUri('tel:112;phone-context=ims.example');
  assert.deepEqual([tel.scheme, tel.user, tel.host], ['tel', '112', '']);
  assert.equal(tel.params.get('phone-context'), 'ims.example');
  assert.equal(parseUri('urn:service:sos.police').user, 'service:sos.police');
  assert.equal(parseUri('soap.beep://192.0.2.103:3002').user, '//192.0.2.103:3002');
});

for (const bad of [
  '',
  'alice',
  'sip:',
  'sip:@host',
  'sip:a b@host',
  'sip:a@b@c',
  'sip:a@host:',
  'sip:a@host:99999',
  'sip:a%4@host',
  'sip:a@[::1',
  'sip:a@[1:2:3:4:5:6:7]',
  'sip:a@[::256.1.1.1]',
  'sip:a@host;',
  'sip:a@host?',
  '<sip:a@host>',
  'sip:ä@host',
  'tel:112;',
  'tel:;a=b',
]) {
  test(`${JSON.stringify(bad)} is no URI`, () => {
    assert.throws(
      () => parseUri(bad),
      (error) => error instanceof SipParseError && error.reason !== '',
    );
  });
}

test('IPv6 with an IPv4 end', () => {
  assert.equal(parseUri('sip:[::ffff:192.0.2.1]').host, '[::ffff:192.0.2.1]');
});

/** The examples of RFC 3261 19.1.4 and of the rules for tel and urn. */
for (const [a, b, same] of [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp', true],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5', true],
  ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on', true],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off', false],
  [
    'sip:alice@atlanta.com?subject=p&priority=urgent',
    'sip:alice@atlanta.com?priority=urgent&subject=p',
    true,
  ],
  ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp', false],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp', false],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next', false],
  ['sip:a@h', 'sips:a@h', false],
  ['sip:a@h', 'sip:a:p@h', false],
  ['tel:+1-201-555-0123', 'tel:+12015550123', true],
  ['tel:7042;phone-context=Example.com', 'tel:7042;phone-context=example.com', true],
  ['tel:7042;phone-context=+1-914-555', 'tel:7042;phone-context=+1914555', true],
  ['tel:7042;phone-context=example.com', 'tel:7042', false],
  ['tel:112', 'sip:112@ims.example;user=phone', false],
  ['URN:Service:SOS', 'urn:service:sos', true],
  ['urn:uuid:a', 'urn:UUID:a', true],
  ['urn:example:a', 'urn:example:A', false],
  ['isbn:123', 'ISBN:123', true],
] as const) {
  test(`${a} ${same ? 'is' : 'is not'} ${b}`, () => {
    assert.equal(sameUri(a, b), same);
    assert.equal(sameUri(b, a), same);
  });
}

test('uriText escapes what its place requires', () => {
  const params = new Map([
    ['lr', undefined],
    ['x', 'a;b'],
  ]);
  assert.equal(
    uriText({ user: 'a@b ä', host: 'h.example', port: 5070, params }),
    'sip:a%40b%20%C3%A4@h.example:5070;lr;x=a%3Bb',
  );
  assert.equal(uriText({ scheme: 'urn', user: 'service:sos' }), 'urn:service:sos');
  assert.equal(
    uriText({ scheme: 'tel', user: '112', params: new Map([['phone-context', 'x']]) }),
    'tel:112;phone-context=x',
  );
});

test('parsing what uriText wrote gives the parts back', () => {
  const uri = parseUri('sip:al%3Ai%00ce:p@[::1]:5060;transport=ws;lr?a=b');
  const again = parseUri(uriText(uri));
  assert.deepEqual({ ...again, text: '' }, { ...uri, text: '' });
});
