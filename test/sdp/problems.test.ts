import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSdp } from '../../src/sdp/description.ts';
import {
  draftOf,
  draftText,
  insertAttribute,
  replaceMLine,
  setOrigin,
  withoutAttributes,
} from '../../src/sdp/edit.ts';
import { misfits } from '../../src/sdp/fit.ts';
import { sdpProblems } from '../../src/sdp/problems.ts';
import { description, sdpFixtures, withAttributes } from './fixtures.ts';

test('nothing is wrong with what browsers sent', () => {
  const browsers = sdpFixtures().filter(({ path }) => path.startsWith('browser/'));
  assert.ok(browsers.length > 80);
  for (const { path, text } of browsers) assert.deepEqual(sdpProblems(parseSdp(text)), [], path);
});

test('what is wrong is named with its line', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [withAttributes(), []],
    [withAttributes().replaceAll('\r\n', '\n'), ['a line does not end in CRLF']],
    [withAttributes().trimEnd(), ['a line does not end in CRLF']],
    [withAttributes().replace('s=-\r\n', ''), ['the session has no s= line']],
    [withAttributes().replace('s=-\r\n', 's=\r\n'), ['s= is empty (line 3 of the SDP)']],
    [withAttributes().replace('t=0 0', 't=0'), ['t= is not two numbers (line 5 of the SDP)']],
    [withAttributes().replace('t=0 0', 't=0 0\r\ni=x'), ['i= comes too late (line 6 of the SDP)']],
    [withAttributes().replace('s=-', 's=-\r\ns=-'), ['a second s= (line 4 of the SDP)']],
    [
      withAttributes('x').replace('a=x', 'b=AS:64\r\nc=IN IP4 192.0.2.1'),
      ['c= comes too late (line 8 of the SDP)'],
    ],
    [withAttributes('x').replace('a=x', 'b=64'), ['b= is no type with a number (line 7 of the SDP)']],
    [withAttributes('x').replace('a=x', 's=-'), ['s= has no place in m-line 1 (line 7 of the SDP)']],
    [
      withAttributes().replace('c=IN IP4 192.0.2.1\r\n', ''),
      ['m-line 1 has no c= and the session has none (line 5 of the SDP)'],
    ],
    [
      withAttributes().replace('c=IN IP4 192.0.2.1', 'c=IN IP6 192.0.2.1'),
      ['c= has IP6 with the address 192.0.2.1 (line 4 of the SDP)'],
    ],
    [withAttributes('sendonly', 'recvonly'), ['a second direction, recvonly (line 8 of the SDP)']],
    [withAttributes('rtcp-mux', 'rtcp-mux'), ['a second a=rtcp-mux (line 8 of the SDP)']],
    [withAttributes('ice-lite'), ['a=ice-lite is at media level (line 6 of the SDP)']],
    [withAttributes('no token'), ['a= has no token as its name (line 7 of the SDP)']],
    [withAttributes('rtpmap:9 G722/8000'), ['a=rtpmap is for 9, which m= does not have (line 7 of the SDP)']],
    [withAttributes('rtpmap:0 PCMU'), ['a=rtpmap is no encoding with its clock rate (line 7 of the SDP)']],
    [withAttributes().replace('AVP 0', 'AVP 0 0'), ['payload type 0 stands there twice (line 6 of the SDP)']],
    [
      withAttributes().replace('AVP 0', 'AVP 128'),
      ['128 is no payload type (line 6 of the SDP)', 'payload type 128 has no a=rtpmap (line 6 of the SDP)'],
    ],
    [withAttributes().replace('AVP 0', 'AVP 96'), ['payload type 96 has no a=rtpmap (line 6 of the SDP)']],
    [withAttributes('setup:x'), ['a=setup is "x" (line 7 of the SDP)']],
    [
      description(
        ['m=audio 9 RTP/AVP 0', 'a=mid:0', 'm=video 9 RTP/AVP 31', 'a=mid:0'],
        ['a=group:BUNDLE 0 1'],
      ),
      [
        'a=mid:0 stands there twice (line 10 of the SDP)',
        'no line has the mid 1 of a=group (line 6 of the SDP)',
      ],
    ],
  ];
  for (const [text, problems] of cases) assert.deepEqual(sdpProblems(parseSdp(text)), problems);
});

test('an answer fits its offer or not', () => {
  const offer = parseSdp(
    description([
      'm=audio 5004 RTP/AVP 0 8',
      'a=sendonly',
      'm=video 0 RTP/AVP 31',
      'm=video 0 RTP/AVP 31',
      'a=bundle-only',
    ]),
  );
  const answer = (...media: string[]) => misfits(parseSdp(description(media)), offer);
  const rest = ['m=video 0 RTP/AVP 31', 'm=video 5006 RTP/AVP 31'];
  assert.deepEqual(answer('m=audio 6000 RTP/AVP 8', 'a=recvonly', ...rest), []);
  assert.deepEqual(answer('m=audio 0 RTP/AVP 8', ...rest), []);
  assert.deepEqual(answer('m=audio 6000 RTP/AVP 8', ...rest), ['m-line 1: sendrecv answers sendonly']);
  assert.deepEqual(answer('m=audio 6000 RTP/SAVP 9', 'a=inactive', 'm=text 6002 RTP/AVP 31'), [
    'the answer has 2 m-lines, the offer has 3',
    'm-line 1: RTP/SAVP answers RTP/AVP',
    'm-line 1: none of the formats 9 is among 0 8',
    'm-line 2: text answers video',
    'm-line 2: port 6002 answers port 0',
  ]);
});

test('drafts are changed line by line', () => {
  const draft = draftOf(withAttributes('mid:0', 'rtcp-mux'));
  const changed = setOrigin(
    insertAttribute(
      insertAttribute(
        replaceMLine(
          withoutAttributes(draft, ({ name }) => name === 'mid'),
          0,
          { port: 0, formats: '8' },
        ),
        0,
        'x:y',
      ),
      'session',
      'ice-lite',
    ),
    { version: '18446744073709551615' },
  );
  assert.deepEqual(draftText(changed).split('\r\n'), [
    'v=0',
    'o=- 1 18446744073709551615 IN IP4 192.0.2.1',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    'a=ice-lite',
    'm=audio 0 RTP/AVP 8',
    'a=rtcp-mux',
    'a=x:y',
    '',
  ]);
  assert.throws(() => replaceMLine(draft, 1, { port: 0 }), /no m-line 2/);
});
