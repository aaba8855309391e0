import assert from 'node:assert/strict';
import { test } from 'node:test';
import { to } from '../../src/sip/headers/address.ts';
import { headerKey, respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { parseMessage, SipParseError } from '../../src/sip/parse.ts';
import { octets } from './fixtures.ts';

const options = SipRequest.build({
  method: 'OPTIONS',
  uri: 'sip:bob@ims.example',
  headers: [
    ['Via', 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1'],
    ['v', 'SIP/2.0/UDP b.example;branch=z9hG4bK2, SIP/2.0/TCP c.example'],
    ['Max-Forwards', '70'],
    ['From', '<sip:alice@ims.example>;tag=1'],
    ['To', '<sip:bob@ims.example>'],
    ['Call-ID', 'abc'],
    ['CSeq', '1 OPTIONS'],
  ],
});

const names = (message: { headers: readonly { name: string }[] }): string[] =>
  message.headers.map(({ name }) => name);

test('a built message is serialised with Content-Length last', () => {
  assert.ok(options.text.startsWith('OPTIONS sip:bob@ims.example SIP/2.0\r\nVia: SIP/2.0/WSS a.invalid'));
  assert.ok(options.text.endsWith('CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n'));
});

test('names are folded over case and compact form', () => {
  assert.equal(headerKey('V'), 'via');
  assert.equal(headerKey('wWw-AuThEnTiCaTe'), 'www-authenticate');
  assert.equal(options.fields('VIA').length, 2);
  assert.equal(options.has('l'), true);
  assert.equal(options.value('i'), 'abc');
});

test('list elements are joined over fields in order and located by line', () => {
  assert.deepEqual(options.values('Via'), [
    'SIP/2.0/WSS a.invalid;branch=z9hG4bK1',
    'SIP/2.0/UDP b.example;branch=z9hG4bK2',
    'SIP/2.0/TCP c.example',
  ]);
  assert.deepEqual(
    [0, 1, 2, 3].map((n) => options.lineOf('Via', n)),
    [2, 3, 3, undefined],
  );
  assert.equal(options.lineOf('Route'), undefined);
});

test('commas in quotes, in <> and in fields that are no lists do not separate', () => {
  const message = options
    .with('Contact', '"a, b\\", c" <sip:x,y@h>;q=1, <sip:z@h>')
    .with('Authorization', 'Digest realm="r", nonce="n"')
    .with('Date', 'Fri, 01 Jan 2010 16:00:00 GMT')
    .with('Supported', 'path, , gruu');
  assert.deepEqual(message.values('Contact'), ['"a, b\\", c" <sip:x,y@h>;q=1', '<sip:z@h>']);
  assert.deepEqual(message.values('Authorization'), ['Digest realm="r", nonce="n"']);
  assert.deepEqual(message.values('Date'), ['Fri, 01 Jan 2010 16:00:00 GMT']);
  assert.deepEqual(message.values('Supported'), ['path', 'gruu']);
});

test('with replaces in the place of the first field, or adds before Content-Length', () => {
  assert.deepEqual(names(options.with('Via', 'x', 'y')).slice(0, 3), ['Via', 'Via', 'Max-Forwards']);
  assert.deepEqual(names(options.with('Expires', '60')).slice(-2), ['Expires', 'Content-Length']);
  assert.deepEqual(names(options.with('Max-Forwards')), names(options.without('Max-Forwards')));
});

test('prepend, append and without', () => {
  assert.equal(options.prepend('Via', 'new').values('Via')[0], 'new');
  assert.equal(names(options.prepend('Route', '<sip:x>'))[0], 'Route');
  assert.equal(options.append('Via', 'last').fields('Via')[2]?.value, 'last');
  assert.equal(names(options.append('Allow', 'ACK')).at(-1), 'Allow');
  assert.equal(options.without('content-length').text.includes('Content-Length'), false);
  assert.equal(options.without('l').without('Via').has('v'), false);
});

test('an edit leaves the original alone and renumbers the lines', () => {
  const before = options.text;
  const edited = options.without('Via');
  assert.equal(options.text, before);
  assert.equal(edited.lineOf('Max-Forwards'), 2);
  assert.ok(edited instanceof SipRequest);
});

test('withBody keeps Content-Length and Content-Type right', () => {
  const withBody = options.withBody('häh', 'text/plain');
  assert.equal(withBody.value('Content-Length'), '4');
  assert.equal(withBody.value('Content-Type'), 'text/plain');
  const emptied = withBody.withBody('');
  assert.equal(emptied.value('Content-Length'), '0');
  assert.equal(emptied.has('Content-Type'), false);
});

test('withUri changes the Request-URI only', () => {
  const moved = options.withUri('urn:service:sos');
  assert.equal(moved.startLine, 'OPTIONS urn:service:sos SIP/2.0');
  assert.deepEqual(names(moved), names(options));
});

test('respond copies what RFC 3261 8.2.6.2 names', () => {
  const response = respond(options, 404, { headers: [['Server', 'x']] });
  assert.equal(response.startLine, 'SIP/2.0 404 Not Found');
  assert.deepEqual(response.values('Via'), options.values('Via'));
  assert.equal(response.value('Call-ID'), 'abc');
  assert.equal(response.value('Server'), 'x');
  assert.match(to(response).params.get('tag') ?? '', /^[0-9a-f]{16}$/);
  assert.equal(respond(options, 404).value('To'), response.value('To'));
});

test('respond gives a 100 no tag, keeps Timestamp there, and never tags a tagged To', () => {
  const timed = options.with('Timestamp', '12.5');
  assert.equal(respond(timed, 100).value('To'), '<sip:bob@ims.example>');
  assert.equal(respond(timed, 100).value('Timestamp'), '12.5');
  assert.equal(respond(timed, 200).has('Timestamp'), false);
  const tagged = options.with('To', '<sip:bob@ims.example;tag=no>;Tag = x');
  assert.equal(respond(tagged, 200, { toTag: 'y' }).value('To'), '<sip:bob@ims.example;tag=no>;Tag = x');
  assert.equal(respond(options, 200, { toTag: 'y' }).value('To'), '<sip:bob@ims.example>;tag=y');
});

test('a status without a phrase of its own takes that of its class', () => {
  assert.equal(SipResponse.build({ status: 499, headers: [] }).reason, 'Bad Request');
});

test('received bytes are kept as they are, edits serialise anew', () => {
  const raw = octets('sip/2.0 200 OK', 'i :  a', 'X:', ' folded', '\tvalue', '', '');
  const message = parseMessage(raw);
  assert.deepEqual(Buffer.from(message.bytes), Buffer.from(raw));
  assert.equal(message.with('Y', '1').text, 'SIP/2.0 200 OK\r\ni: a\r\nX: folded value\r\nY: 1\r\n\r\n');
});

test('CRLFs before the start line are skipped and are no part of the message', () => {
  const message = parseMessage(octets('', '', 'SIP/2.0 200 OK', 'X: 1', '', ''));
  assert.equal(message.lineOf('X'), 2);
  assert.ok(message.text.startsWith('SIP/2.0'));
});

for (const [what, lines, line, reason] of [
  ['a header line without colon', ['SIP/2.0 200 OK', 'A: 1', 'B', '', ''], 3, /no colon/],
  ['a continuation of nothing', ['SIP/2.0 200 OK', ' A: 1', '', ''], 2, /continuation line/],
  ['an empty name', ['SIP/2.0 200 OK', ': 1', '', ''], 2, /no header field name/],
  ['a space in the name', ['SIP/2.0 200 OK', 'A B: 1', '', ''], 2, /no header field name/],
  ['a bare LF', ['SIP/2.0 200 OK', 'A: 1\nB: 2', '', ''], 2, /LF without CR/],
  ['a bare CR', ['SIP/2.0 200 OK', 'A: 1\rB: 2', '', ''], 2, /CR without LF/],
  ['a control character', ['SIP/2.0 200 OK', 'A: 1', 'B: \u0000', '', ''], 3, /control character/],
  ['a second Max-Forwards value', ['SIP/2.0 200 OK', 'Max-Forwards: 300', '', ''], 2, /not 0 to 255/],
  ['a status of 42', ['SIP/2.0 42 OK', '', ''], 1, /no status code/],
  ['no scheme in the Request-URI', ['OPTIONS bob SIP/2.0', '', ''], 1, /Request-URI/],
  ['a bad IPv6 reference', ['OPTIONS sip:[1::2::3] SIP/2.0', '', ''], 1, /IPv6/],
  ['a Via without sent-by', ['SIP/2.0 200 OK', 'v: SIP/2.0/UDP', '', ''], 2, /Via/],
  [
    'an empty Contact element',
    ['SIP/2.0 200 OK', 'Contact: <sip:a@b>,', '', ''],
    2,
    /Contact: an address is missing/,
  ],
] as const) {
  test(`refused with line ${line}: ${what}`, () => {
    assert.throws(
      () => parseMessage(octets(...lines)),
      (error) => error instanceof SipParseError && error.line === line && reason.test(error.reason),
    );
  });
}

test('a header section that is not UTF-8 is refused, a body may be anything', () => {
  const head = Buffer.from('SIP/2.0 200 \xff\r\n\r\n', 'latin1');
  assert.throws(() => parseMessage(head), /not UTF-8/);
  const body = Buffer.concat([octets('SIP/2.0 200 OK', '', ''), Buffer.from([0xff, 0, 0x0a])]);
  assert.deepEqual(Buffer.from(parseMessage(body).body), Buffer.from([0xff, 0, 0x0a]));
});
