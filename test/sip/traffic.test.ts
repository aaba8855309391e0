import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldChecks } from '../../src/sip/fields.ts';
import { contacts, from, to } from '../../src/sip/headers/address.ts';
import { type HeaderField, type SipMessage, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { parseMessage, SipParseError } from '../../src/sip/parse.ts';
import { parseUri } from '../../src/sip/uri.ts';
import { fixture, fixturePaths } from './fixtures.ts';

/** Files that are no SIP message, each with the reason the parser gives. */
const refused: Readonly<Record<string, RegExp>> = {
  'sip/corpus/sip2json-Mixed_Stream_1.sip': /"2020-07-02 20" is no header field name/,
  'sip/corpus/sip2json-OK_REGISTER_Multiline_ContactHeader_1.sip': /"2020-07-02 20" is no header field name/,
  'sip/corpus/sip2json-Test_incomplete_buffer_for_content.sip': /Content-Length is 7830 but only 432 octets/,
  'sip/corpus/sip2json-Test_invalid_startline.sip': /unknown protocol version "SIP\/2.1"/,
  'sip/ims-crafted/32-bare-lf.sip': /header section is not terminated/,
};

/** Files with octets behind the message, dropped as in a datagram. */
const trailing: ReadonlySet<string> = new Set([
  'sip/corpus/sip2json-NOTIFY_single_1.sip',
  'sip/corpus/sip2json-Test_check_Via.sip',
  'sip/corpus/sipgo-register.sip',
  'sip/ims-crafted/30-invite-two-sip-messages-in-one-ws-message.sip',
]);

const isKeepAlive = (path: string): boolean => path.endsWith('KEEPALIVE.sip');
const paths = fixturePaths('sip', '.sip');

function rebuilt(message: SipRequest | SipResponse): SipRequest | SipResponse {
  const headers = message.headers.map(({ name, value }) => [name, value] as const);
  const { body } = message;
  const plain =
    message instanceof SipRequest
      ? SipRequest.build({ method: message.method, uri: message.uri, headers, body })
      : SipResponse.build({ status: message.status, reason: message.reason, headers, body });
  return message.has('Content-Length') ? plain : plain.without('Content-Length');
}

const fields = (headers: readonly HeaderField[]): string[][] =>
  headers.map(({ name, value }) => [name, value]);

function readEverything(message: SipMessage): void {
  for (const [name, read] of fieldChecks) {
    for (const field of message.fields(name)) read(message, field);
  }
}

test('there is traffic of four browser clients, of IMS and of other stacks', () => {
  assert.ok(paths.length > 180, `${paths.length} files`);
});

for (const path of paths.filter((each) => !isKeepAlive(each) && refused[each] === undefined)) {
  test(`${path} parses without loss`, () => {
    const bytes = Buffer.from(fixture(path));
    const message = parseMessage(bytes);
    assert.deepEqual(message.bytes, bytes.subarray(0, message.bytes.length));
    assert.equal(message.bytes.length === bytes.length, !trailing.has(path));
    readEverything(message);
    const again = parseMessage(rebuilt(message).bytes);
    assert.deepEqual(fields(again.headers), fields(message.headers));
    assert.equal(again.startLine, message.startLine);
    assert.deepEqual(Buffer.from(again.body), Buffer.from(message.body));
  });
}

for (const [path, reason] of Object.entries(refused)) {
  test(`${path} is refused`, () => {
    assert.throws(
      () => parseMessage(fixture(path)),
      (error) => error instanceof SipParseError && reason.test(error.reason),
    );
  });
}

test('a keep-alive of CRLFs is no message', () => {
  const keepAlives = paths.filter(isKeepAlive);
  assert.ok(keepAlives.length > 0);
  for (const path of keepAlives) assert.throws(() => parseMessage(fixture(path), 'message'), /is empty/);
});

test('WebSocket clients fit one message into one WebSocket message', () => {
  for (const path of paths.filter((each) => each.includes('ws-captures') && !isKeepAlive(each))) {
    assert.doesNotThrow(() => parseMessage(fixture(path), 'message'), path);
  }
  assert.throws(
    () =>
      parseMessage(fixture('sip/ims-crafted/30-invite-two-sip-messages-in-one-ws-message.sip'), 'message'),
    /octets follow the/,
  );
});

test('a message without Content-Length is whole as a WebSocket message and unusable on a stream', () => {
  const bytes = fixture('sip/ims-crafted/31-options-no-content-length.sip');
  assert.equal((parseMessage(bytes, 'message') as SipRequest).method, 'OPTIONS');
  assert.throws(() => parseMessage(bytes, 'stream'), /no Content-Length on a stream/);
});

test('tel and urn URIs stand wherever an address stands', () => {
  const invite = parseMessage(fixture('sip/ims-crafted/33-invite-tel-uri.sip')) as SipRequest;
  assert.equal(parseUri(invite.uri).scheme, 'tel');
  assert.equal(parseUri(to(invite).uri).scheme, 'tel');
  const incoming = parseMessage(fixture('sip/ims-crafted/35-invite-from-tel-uri.sip'));
  assert.equal(parseUri(from(incoming).uri).scheme, 'tel');
  const refusal = parseMessage(fixture('sip/ims-crafted/26-380-contact-urn-sos.sip'));
  assert.deepEqual((contacts(refusal) as readonly { uri: string }[])[0]?.uri, 'urn:service:sos.police');
});
