import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audioAnswer, audioOffer } from '../../src/peers/sdp.ts';
import { wicOffer } from '../../src/peers/wic/offers/offer.ts';
import { parseSdp } from '../../src/sdp/description.ts';

const lines = (sdp: string) =>
  parseSdp(sdp).media.map(({ media, proto, disabled }) => [media, proto, disabled]);

test('an offer is plain audio at a documentation address', () => {
  const { media, origin } = parseSdp(audioOffer());
  assert.deepEqual(lines(audioOffer()), [['audio', 'RTP/AVP', false]]);
  assert.match(media[0]?.address ?? '', /^198\.51\.100\./);
  assert.equal(origin.version, '1');
});

test('an answer is in the transport of the offer, and refuses what nobody takes', () => {
  assert.deepEqual(lines(audioAnswer(wicOffer('audio with data channel'))), [
    ['audio', 'UDP/TLS/RTP/SAVPF', false],
    ['application', 'UDP/DTLS/SCTP', true],
  ]);
  assert.deepEqual(
    lines(audioAnswer(`${audioOffer()}m=video 5004 RTP/AVP 31\r\nc=IN IP4 198.51.100.1\r\n`)),
    [
      ['audio', 'RTP/AVP', false],
      ['video', 'RTP/AVP', true],
    ],
  );
});

test('an answer takes only codecs that were offered', () => {
  const offer = audioOffer().replace('RTP/AVP 0 8', 'RTP/AVP 8');
  assert.equal(parseSdp(audioAnswer(offer)).media[0]?.formats.join(' '), '8 101');
});
