import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Frame, StreamFramer } from '../../src/sip/frame.ts';
import { SipParseError } from '../../src/sip/parse.ts';
import { octets } from './fixtures.ts';

const first = octets('SIP/2.0 200 OK', 'l: 5', '', 'hello');
const second = octets('OPTIONS sip:a SIP/2.0', 'content-LENGTH  :', '  0', 'X: 1', '', '');
const show = (frames: Frame[]): [string, string][] =>
  frames.map(({ kind, bytes }) => [kind, Buffer.from(bytes).toString()]);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

test('glued messages come apart', () => {
  const frames = new StreamFramer().push(Buffer.concat([first, second, first]));
  assert.deepEqual(
    show(frames),
    [first, second, first].map((bytes) => ['message', text(bytes)]),
  );
});

test('a message in single octets is given out with its last one', () => {
  const framer = new StreamFramer();
  const counts = [...first].map((octet) => framer.push(Uint8Array.of(octet)).length);
  assert.deepEqual(
    counts,
    [...first].map((_, index) => (index === first.length - 1 ? 1 : 0)),
  );
});

test('keep-alives between messages: ping and pong', () => {
  const framer = new StreamFramer();
  assert.deepEqual(show(framer.push(Buffer.concat([octets('', '', ''), first]))), [
    ['keepalive', '\r\n\r\n'],
    ['message', text(first)],
  ]);
  assert.deepEqual(show(framer.push(octets('', ''))), [['keepalive', '\r\n']]);
});

test('a ping cut in two is completed by its second half', () => {
  const framer = new StreamFramer();
  assert.deepEqual(show(framer.push(octets('', ''))), [['keepalive', '\r\n']]);
  assert.deepEqual(show(framer.push(octets('', ''))), [['keepalive', '\r\n\r\n']]);
  assert.deepEqual(show(framer.push(octets('', ''))), [['keepalive', '\r\n']]);
  assert.deepEqual(framer.push(Buffer.from('\r')), []);
  assert.deepEqual(show(framer.push(Buffer.from('\n'))), [['keepalive', '\r\n\r\n']]);
});

test('a Content-Length in the body or in another value is none', () => {
  const message = octets('SIP/2.0 200 OK', 'X: Content-Length: 9', 'l: 17', '', '\r\nContent-Length:');
  assert.equal(new StreamFramer().push(message).length, 1);
});

for (const [what, bytes, reason] of [
  ['no Content-Length', octets('GET / HTTP/1.1', 'Host: a', '', ''), /no Content-Length/],
  ['a negative Content-Length', octets('SIP/2.0 200 OK', 'l: -1', '', ''), /not a number/],
  ['two different ones', octets('SIP/2.0 200 OK', 'l: 1', 'Content-Length: 2', '', ''), /contradict/],
  ['a huge one', octets('SIP/2.0 200 OK', 'l: 99999999999', '', ''), /exceeds/],
  ['no end of the header section', new Uint8Array(70_000).fill(0x41), /no end of the header section/],
  [
    'a header section beyond the limit',
    octets('A'.repeat(70_000), 'l: 0', '', ''),
    /no end of the header section/,
  ],
] as const) {
  test(`the stream is lost after ${what}`, () => {
    const framer = new StreamFramer();
    const lost = (error: unknown): boolean => error instanceof SipParseError && reason.test(error.reason);
    assert.throws(() => framer.push(bytes), lost);
    assert.throws(() => framer.push(first), lost);
  });
}

test('the same Content-Length twice frames', () => {
  assert.equal(new StreamFramer().push(octets('SIP/2.0 200 OK', 'l: 0', 'l: 00', '', '')).length, 1);
});
