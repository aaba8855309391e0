import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addresses, contacts, nameAddrText, parseNameAddr, tagOf } from '../../src/sip/headers/address.ts';
import {
  authenticationInfo,
  authorization,
  credentialsText,
  parseCredentials,
  wwwAuthenticate,
} from '../../src/sip/headers/auth.ts';
import { callId, cseq, expires, maxForwards } from '../../src/sip/headers/basic.ts';
import { eventPackage, subscriptionState } from '../../src/sip/headers/events.ts';
import { chargingVector, securityMechanisms, visitedNetworks } from '../../src/sip/headers/ims.ts';
import { optionTags } from '../../src/sip/headers/option-tags.ts';
import { parseVia, topVia, viaText } from '../../src/sip/headers/via.ts';
import { SipRequest } from '../../src/sip/message.ts';
import { SipParseError } from '../../src/sip/parse.ts';

const withFields = (...headers: [string, string][]): SipRequest =>
  SipRequest.build({ method: 'OPTIONS', uri: 'sip:a', headers });
const parseError = (error: unknown): boolean => error instanceof SipParseError && error.reason !== '';

test('Via: sent-by, branch, received and the three states of rport', () => {
  const via = parseVia('SIP/2.0/wss [2001:db8::1] : 5061 ;branch=z9hG4bKx;received=2001:db8::9;rport=4000');
  assert.deepEqual(
    [via.protocol, via.transport, via.host, via.port],
    ['SIP/2.0', 'WSS', '[2001:db8::1]', 5061],
  );
  assert.deepEqual([via.branch, via.received, via.rport], ['z9hG4bKx', '2001:db8::9', 4000]);
  assert.equal(parseVia('SIP/2.0/UDP h;rport').rport, null);
  assert.equal('rport' in parseVia('SIP/2.0/UDP h'), false);
});

test('Via: written again it is the same value', () => {
  const text = 'SIP/2.0/TCP h.example:5060;branch=z9hG4bKx;rport;received=2001:db8::9;x="a b"';
  assert.deepEqual(parseVia(viaText(parseVia(text))), parseVia(text));
  assert.equal(
    viaText({ ...parseVia('SIP/2.0/UDP h;rport'), received: '192.0.2.1', rport: 5 }),
    'SIP/2.0/UDP h;rport=5;received=192.0.2.1',
  );
});

for (const bad of [
  '',
  'SIP/2.0 h',
  'SIP/2.0/UDP',
  'SIP/2.0/UDP h:x',
  'SIP/2.0/UDP h:99999',
  'SIP/2.0/UDP h;rport=x',
  'SIP/2.0/UDP h;;',
  'SIP/2.0/UDP h;a=',
  'SIP/2.0/UDP [::z]',
  'SIP/2.0/UDP a b',
]) {
  test(`Via: ${JSON.stringify(bad)} is refused`, () => assert.throws(() => parseVia(bad), parseError));
}

test('Via: a message without one', () => assert.throws(() => topVia(withFields()), parseError));

test('addresses: display names, parameters in and outside of <>', () => {
  const quoted = parseNameAddr('"Al \\"x\\" \\\\" <sip:a@h;transport=ws>;tag=1;+sip.instance="<urn:uuid:x>"');
  assert.equal(quoted.displayName, 'Al "x" \\');
  assert.equal(quoted.uri, 'sip:a@h;transport=ws');
  assert.equal(tagOf(quoted), '1');
  assert.equal(quoted.params.get('+sip.instance'), '<urn:uuid:x>');
  assert.equal(parseNameAddr('Alice de la Cruz  <sip:a@h>').displayName, 'Alice de la Cruz');
  assert.equal(parseNameAddr('<sip:a@h>').displayName, undefined);
  assert.equal(parseNameAddr('"" <sip:a@h>').displayName, '');
  assert.deepEqual([...parseNameAddr('sip:a@h;x=1').params], [['x', '1']]);
});

test('addresses: written again they are equal', () => {
  for (const text of ['"a\\"b" <tel:+1;x=y>;p;q="1 2"', '<urn:service:sos>', 'sip:a@h;tag=z']) {
    assert.deepEqual(parseNameAddr(nameAddrText(parseNameAddr(text))), parseNameAddr(text));
  }
});

for (const bad of [
  '',
  '<>',
  '<sip:a@h',
  'sip:a@h>',
  '"a <sip:a@h>',
  'a, b <sip:a@h>',
  'sip:a@h?x=y',
  '<sip:a@h>;',
  '<sip:a@h> x',
  'alice',
  '< sip:a@h>',
]) {
  test(`addresses: ${JSON.stringify(bad)} is refused`, () =>
    assert.throws(() => parseNameAddr(bad), parseError));
}

test('Contact: lists, repetition and *', () => {
  const message = withFields(['m', '<sip:a@h>, "x, y" <tel:1>;expires=5'], ['Contact', 'urn:service:sos']);
  const all = contacts(message);
  assert.ok(all !== '*');
  assert.deepEqual(
    all.map(({ uri }) => uri),
    ['sip:a@h', 'tel:1', 'urn:service:sos'],
  );
  assert.equal(contacts(withFields(['Contact', '*'])), '*');
  assert.throws(() => contacts(withFields(['Contact', '*, <sip:a@h>'])), parseError);
  assert.deepEqual(contacts(withFields()), []);
});

test('route sets and identities keep their order over fields', () => {
  const message = withFields(
    ['Path', '<sip:p1;lr>, <sip:p2;lr>'],
    ['Path', '<sip:p3;lr>'],
    ['P-Associated-URI', '<sip:a@h>, <tel:+1>'],
    ['P-Asserted-Identity', '"A" <sip:a@h>'],
  );
  assert.deepEqual(
    addresses(message, 'Path').map(({ uri }) => uri),
    ['sip:p1;lr', 'sip:p2;lr', 'sip:p3;lr'],
  );
  assert.deepEqual(
    addresses(message, 'P-Associated-URI').map(({ uri }) => uri),
    ['sip:a@h', 'tel:+1'],
  );
  assert.equal(addresses(message, 'P-Asserted-Identity')[0]?.displayName, 'A');
  assert.deepEqual(addresses(message, 'Service-Route'), []);
});

test('Call-ID, CSeq, Max-Forwards and Expires', () => {
  const message = withFields(
    ['Call-ID', 'a@b'],
    ['CSeq', '4294967295 X.y'],
    ['Max-Forwards', '0'],
    ['Expires', '600000'],
  );
  assert.equal(callId(message), 'a@b');
  assert.deepEqual(cseq(message), { number: 4294967295, method: 'X.y' });
  assert.equal(maxForwards(message), 0);
  assert.equal(expires(message), 600000);
  assert.equal(maxForwards(withFields()), undefined);
  assert.equal(expires(withFields(['Expires', '99999999999'])), undefined);
  assert.equal(expires(withFields(['Expires', 'soon'])), undefined);
  for (const bad of ['a b', 'a@b@c', ''])
    assert.throws(() => callId(withFields(['Call-ID', bad])), parseError);
  for (const bad of ['1', 'INVITE 1', '4294967296 A', '-1 A'])
    assert.throws(() => cseq(withFields(['CSeq', bad])), parseError);
  assert.throws(() => callId(withFields()), parseError);
  assert.throws(() => cseq(withFields()), parseError);
});

test('credentials: quoted and token values, an opaque token, several challenges', () => {
  const message = withFields(
    ['Authorization', 'Digest username="a\\"b", NONCE="", qop=auth, nc=00000001, uri="sip:h;x=1,2"'],
    ['WWW-Authenticate', 'Digest realm="r, s", nonce="n"'],
    ['WWW-Authenticate', 'Bearer authz_server="https://as.example"'],
    ['Authentication-Info', 'nextnonce="x", rspauth="", nc=00000001'],
  );
  const params = authorization(message)?.params;
  assert.deepEqual(
    [...(params ?? [])].map(([name]) => name),
    ['username', 'nonce', 'qop', 'nc', 'uri'],
  );
  assert.equal(params?.get('username'), 'a"b');
  assert.equal(params?.get('nonce'), '');
  assert.equal(params?.get('uri'), 'sip:h;x=1,2');
  assert.deepEqual(
    wwwAuthenticate(message).map(({ scheme }) => scheme),
    ['Digest', 'Bearer'],
  );
  assert.equal(authenticationInfo(message)?.get('nextnonce'), 'x');
  assert.equal(parseCredentials('Bearer abc.def-_~+/==').token68, 'abc.def-_~+/==');
  assert.equal(parseCredentials('Basic').params.size, 0);
  for (const bad of ['', ', x', 'Digest a="b', 'Digest a=1 b=2', 'Digest a=1,', 'Digest a=1, A=2']) {
    assert.throws(() => parseCredentials(bad), parseError);
  }
});

test('credentials are quoted as the grammar asks, unless told otherwise', () => {
  assert.equal(
    credentialsText('Digest', [
      ['realm', 'a"b'],
      ['algorithm', 'MD5'],
      ['qop', { value: 'auth', quoted: true }],
      ['nc', '00000001'],
    ]),
    'Digest realm="a\\"b", algorithm=MD5, qop="auth", nc=00000001',
  );
});

test('IMS fields', () => {
  const message = withFields(
    ['P-Charging-Vector', 'icid-value="a;b";orig-ioi=home.example;term-ioi="x"'],
    ['P-Visited-Network-ID', '"visited network, 1", other.net;x=1'],
    ['Security-Client', 'ipsec-3gpp; alg=hmac-md5-96; q=0.1, TLS;q=0.2'],
  );
  assert.equal(chargingVector(message)?.get('icid-value'), 'a;b');
  assert.equal(chargingVector(message)?.get('orig-ioi'), 'home.example');
  assert.deepEqual(visitedNetworks(message), ['visited network, 1', 'other.net']);
  assert.deepEqual(
    securityMechanisms(message, 'Security-Client').map(({ mechanism, params }) => [
      mechanism,
      params.get('q'),
    ]),
    [
      ['ipsec-3gpp', '0.1'],
      ['tls', '0.2'],
    ],
  );
  assert.deepEqual(securityMechanisms(message, 'Security-Server'), []);
  assert.equal(chargingVector(withFields()), undefined);
  assert.throws(() => visitedNetworks(withFields(['P-Visited-Network-ID', '@'])), parseError);
});

test('event and subscription state', () => {
  const message = withFields(
    ['o', 'reg;id=7'],
    ['Subscription-State', 'Terminated;reason=deactivated;retry-after=5'],
  );
  assert.equal(eventPackage(message)?.package, 'reg');
  assert.equal(eventPackage(message)?.params.get('id'), '7');
  assert.equal(subscriptionState(message)?.state, 'terminated');
  assert.equal(subscriptionState(message)?.params.get('reason'), 'deactivated');
  assert.equal(eventPackage(withFields()), undefined);
});

test('option tags in lower case from long and compact names', () => {
  assert.deepEqual(
    optionTags(withFields(['k', 'Path,GRUU'], ['Supported', ''], ['Supported', 'outbound']), 'Supported'),
    ['path', 'gruu', 'outbound'],
  );
  assert.deepEqual(optionTags(withFields(), 'Require'), []);
});
