import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Descriptions } from '../../src/peers/descriptions.ts';
import { audioOffer, SDP } from '../../src/peers/sdp.ts';
import { wicOffer } from '../../src/peers/wic/offers/offer.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { SipRequest } from '../../src/sip/message.ts';

function invite(body: string, call = 'one', contentType = SDP): SipRequest {
  const headers = [['Call-ID', call]] as const;
  return SipRequest.build({ method: 'INVITE', uri: 'sip:a@example.com', headers, body, contentType });
}

/** What stays through a call. */
function lasting(sdp: string): unknown {
  const { origin, media } = parseSdp(sdp);
  const of = (name: string): unknown =>
    media.map((section) => section.attributes(name).map(({ value }) => value));
  const places = media.map(({ port, address }) => [port, address]);
  return [origin.sessionId, places, of('ice-ufrag'), of('ice-pwd'), of('fingerprint')];
}

const versionOf = (sdp: string): string => parseSdp(sdp).origin.version;

test('whoever offers again is the same session in its next version', () => {
  for (const first of [audioOffer(), wicOffer('audio')]) {
    const own = new Descriptions();
    own.sent(invite(first, 'one', 'Application/SDP;charset=utf-8'));
    const later = own.offer('one') ?? '';
    assert.deepEqual(lasting(later), lasting(first));
    assert.equal(versionOf(later), '2');
    own.sent(invite(later));
    assert.equal(versionOf(own.offer('one') ?? ''), '3');
    assert.equal(own.offer('another call'), undefined);
  }
});

test('an answer to a later offer keeps session, place, ICE credentials and certificate', () => {
  for (const offer of [audioOffer(), wicOffer('audio')]) {
    const own = new Descriptions();
    const first = own.answer(invite(offer));
    own.sent(invite(first));
    const later = own.answer(invite(offer));
    assert.deepEqual(lasting(later), lasting(first));
    assert.equal(versionOf(later), '2');
    assert.notDeepEqual(lasting(own.answer(invite(offer, 'another call'))), lasting(first));
  }
});

test('who offered answers later as the same session', () => {
  const own = new Descriptions();
  const offer = wicOffer('audio');
  own.sent(invite(offer));
  const answer = own.answer(invite(wicOffer('audio')));
  const [session, places, ufrag, pwd] = lasting(offer) as unknown[];
  assert.deepEqual((lasting(answer) as unknown[]).slice(0, 4), [session, places, ufrag, pwd]);
});

test('who answered as the DTLS client leaves the role open when it offers, and keeps it when it answers', () => {
  const own = new Descriptions();
  own.sent(invite(own.answer(invite(wicOffer('audio').replace('a=setup:actpass', 'a=setup:active')))));
  assert.match(own.offer('one') ?? '', /^a=setup:actpass/m);
  assert.match(own.answer(invite(wicOffer('audio'))), /^a=setup:passive/m);
});

test('all responses to a request carry the same answer', () => {
  const own = new Descriptions();
  const request = invite(wicOffer('audio'));
  const early = own.answer(request);
  own.sent(invite(early));
  assert.equal(own.answer(request), early);
});

test('what cannot be read is not continued', () => {
  const own = new Descriptions();
  own.sent(invite('rubbish'));
  assert.equal(own.offer('one'), undefined);
});
