import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'sdp-transform';
import { audioAnswer, audioOffer } from '../../src/peers/sdp.ts';

test('an offer is plain audio at a documentation address', () => {
  const { media, connection, origin } = parse(audioOffer({ version: 2 }));
  assert.deepEqual(
    media.map(({ type, protocol, payloads }) => [type, protocol, payloads]),
    [['audio', 'RTP/AVP', '0 8']],
  );
  assert.match(connection?.ip ?? '', /^192\.0\.2\./);
  assert.equal(origin?.sessionVersion, 2);
});

test('an answer has the lines of the offer in their order, and refuses what it does not take', () => {
  const offer = `${audioOffer()}m=video 5004 RTP/AVP 31\r\nm=audio 5006 RTP/AVP 0\r\n`;
  const { media } = parse(audioAnswer(offer, { port: 6000 }));
  assert.deepEqual(
    media.map(({ type, port }) => [type, port]),
    [
      ['audio', 6000],
      ['video', 0],
      ['audio', 0],
    ],
  );
});

test('an answer takes only codecs that were offered', () => {
  const offer = audioOffer().replace('RTP/AVP 0 8', 'RTP/AVP 8 96');
  assert.equal(String(parse(audioAnswer(offer)).media[0]?.payloads), '8');
});
