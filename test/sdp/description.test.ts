import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSdp } from '../../src/sdp/description.ts';
import { draftOf, draftText } from '../../src/sdp/edit.ts';
import { SdpParseError } from '../../src/sdp/error.ts';
import { description, sdpFixtures, withAttributes } from './fixtures.ts';

/** Fixtures that cannot be read, and why. */
const unreadable = new Map([
  ['corpus/livekit-bad-c-line-nettype-FOO.sdp', 'c= has the network type "FOO" (line 4 of the SDP)'],
  [
    'corpus/livekit-bad-c-line-short.sdp',
    'c= has not the form "nettype addrtype address": "IN IP4" (line 4 of the SDP)',
  ],
  [
    'corpus/livekit-bad-o-and-c-line-short.sdp',
    'o= has not six fields: "- 1234567890 1234567890 IN IP4" (line 2 of the SDP)',
  ],
]);

test('every fixture is read without loss, with the media its index names, or refused with its line', () => {
  const fixtures = sdpFixtures();
  assert.ok(fixtures.length > 150);
  for (const { path, text, media } of fixtures) {
    const reason = unreadable.get(path);
    if (reason !== undefined) {
      assert.throws(() => parseSdp(text), { name: 'SdpParseError', message: reason }, path);
      continue;
    }
    const sdp = parseSdp(Buffer.from(text));
    assert.equal(sdp.text, text, path);
    assert.equal(draftText(draftOf(text)), text, path);
    const read = sdp.media.map((line) => `${line.media}:${line.disabled ? 'rejected' : 'on'}:${line.proto}`);
    assert.deepEqual(read, media, path);
  }
});

test('lines keep their numbers, and attributes their order and repetitions', () => {
  const sdp = parseSdp(withAttributes('mid:0', 'candidate:x', 'candidate:y', 'rtcp-mux', 'mid:later'));
  const [line] = sdp.media;
  assert.equal(line?.line.number, 6);
  assert.deepEqual(
    line?.attributes('candidate').map(({ value, line: { number } }) => [value, number]),
    [
      ['x', 8],
      ['y', 9],
    ],
  );
  assert.equal(line?.attribute('mid')?.value, '0');
  assert.equal(line?.attribute('rtcp-mux')?.value, undefined);
  assert.equal(line?.has('rtcp'), false);
});

test('session ids and versions beyond 2^53 keep their digits', () => {
  const { origin } = parseSdp(
    'v=0\r\no=a 18446744073709551615 9007199254740993 IN IP6 2001:db8::1\r\ns=-\r\nt=0 0\r\n',
  );
  assert.equal(origin.sessionId, '18446744073709551615');
  assert.equal(origin.version, '9007199254740993');
  assert.equal(origin.address, '2001:db8::1');
});

test('a line has its own direction and address, else those of the session, else sendrecv and none', () => {
  const text = [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    't=0 0',
    'a=inactive',
    'm=audio 5004 RTP/AVP 0',
    'c=IN IP4 233.252.0.1/127/3',
    'a=sendonly',
    'm=video 0 RTP/AVP 31',
    'a=bundle-only',
    '',
  ].join('\r\n');
  const [audio, video] = parseSdp(text).media;
  assert.equal(audio?.direction, 'sendonly');
  assert.equal(audio?.address, '233.252.0.1');
  assert.equal(video?.direction, 'inactive');
  assert.equal(video?.address, undefined);
  assert.equal(video?.disabled, true);
  assert.equal(video?.bundleOnly, true);
  assert.equal(parseSdp(withAttributes()).media[0]?.direction, 'sendrecv');
});

test('RTP is told from what only carries its name elsewhere', () => {
  const protos = ['RTP/AVP', 'UDP/TLS/RTP/SAVPF', 'UDP/DTLS/SCTP', 'TCP/MSRP'];
  const { media } = parseSdp(description(protos.map((proto) => `m=x 9 ${proto} 0`)));
  assert.deepEqual(
    media.map(({ isRtp }) => isRtp),
    [true, true, false, false],
  );
});

test('what cannot be read says why, with the line', () => {
  const cases: readonly (readonly [string | Uint8Array, string, number?])[] = [
    ['', 'the SDP is empty'],
    [Uint8Array.of(0x76, 0xff), 'the SDP is not UTF-8'],
    ['s=-\r\n', 'the SDP does not begin with v=0', 1],
    ['v=1\r\n', 'the SDP does not begin with v=0', 1],
    ['v=0\r\ns=-\r\n', 'the SDP has no o= line'],
    [description([]).replace('s=-', 'o=- 2 1 IN IP4 192.0.2.1'), 'the SDP has a second o= line', 3],
    [description([]).replace('s=-', ''), 'a line has not the form "letter=value": ""', 3],
    [description([]).replace('s=-', 'S=-'), 'a line has not the form "letter=value": "S=-"', 3],
    [description([]).replace('s=-', 's=a\0b'), 'a line has a NUL or CR in it', 3],
    [description([]).replace('o=- 1 1', 'o=- one 1'), 'the session id of o= is no number: "one"', 2],
    [description(['m=audio']), 'm= has not the form "media port proto formats": "audio"', 6],
    [
      description(['m=audio 5004 RTP/AVP']),
      'm= has not the form "media port proto formats": "audio 5004 RTP/AVP"',
      6,
    ],
    [description(['m=audio 65536 RTP/AVP 0']), 'the port of m= is 65536', 6],
    [description(['m=audio 5004/0 RTP/AVP 0']), 'm= has the port count 0', 6],
    [description(['m=audio 5004 RTP/AVP 0', 'c=IN IP5 x']), 'c= has the address type "IP5"', 7],
  ];
  for (const [body, reason, line] of cases) {
    assert.throws(
      () => parseSdp(body),
      (error: unknown) => {
        assert.ok(error instanceof SdpParseError);
        assert.equal(error.reason, reason);
        assert.equal(error.line, line);
        return true;
      },
    );
  }
});

test('lines may end in LF, and the last in nothing', () => {
  const sdp = parseSdp(description(['m=audio 5004 RTP/AVP 0']).replaceAll('\r\n', '\n').trimEnd());
  assert.equal(sdp.media[0]?.port, 5004);
});
