import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'sdp-transform';
import {
  coreAnswer,
  coreMediaParameters,
  coreOffer,
  coreShapes,
  isCoreShape,
} from '../../src/peers/core/descriptions.ts';
import { wicAnswer } from '../../src/peers/wic/offers/answer.ts';
import { isWicShape, type WicShape, wicOffer, wicShapes } from '../../src/peers/wic/offers/offer.ts';
import { wicMediaParameters, withFreshIce } from '../../src/peers/wic/offers/parameters.ts';
import { parseSdp } from '../../src/sdp/description.ts';
import { fingerprints } from '../../src/sdp/dtls.ts';
import { misfits } from '../../src/sdp/fit.ts';
import { credentials } from '../../src/sdp/ice.ts';
import { sdpProblems } from '../../src/sdp/problems.ts';
import { decode } from '../decode/tshark.ts';
import { fixtureText } from '../sip/fixtures.ts';
import { requires } from '../support/requires.ts';

/** Every offer that is made, by its name. */
const offers = [
  ...wicShapes.map((name) => [`WIC: ${name}`, wicOffer(name)] as const),
  ...coreShapes.map((name) => [`core: ${name}`, coreOffer(name)] as const),
];

test('every offer and every answer to it is well-formed, and the answer fits', () => {
  for (const [name, offer] of offers) {
    assert.deepEqual(sdpProblems(parseSdp(offer)), [], name);
    for (const answer of [wicAnswer(offer), coreAnswer(offer), wicAnswer(offer, { rejects: [1] })]) {
      assert.deepEqual(sdpProblems(parseSdp(answer)), [], `${name}\n${answer}`);
      assert.deepEqual(misfits(parseSdp(answer), parseSdp(offer)), [], `${name}\n${answer}`);
    }
  }
});

test('sdp-transform reads the same media, ports and protos', () => {
  for (const [name, offer] of offers) {
    const theirs = parse(offer).media.map(({ type, port, protocol }) => [type, port, protocol]);
    assert.deepEqual(
      theirs,
      parseSdp(offer).media.map(({ media, port, proto }) => [media, port, proto]),
      name,
    );
  }
});

test('names of shapes are told from other texts', () => {
  assert.equal(isWicShape('bundled audio and video'), true);
  assert.equal(isWicShape('toString'), false);
  assert.equal(isCoreShape('preconditions'), true);
  assert.equal(isCoreShape('bundled audio and video'), false);
});

/** What a browser draws at random or takes from its host, by the same word each time. */
function withoutRandom(text: string): string[] {
  return text
    .trim()
    .split('\r\n')
    .map((line) =>
      line
        .replace(/^o=(\S+) \d+ \d+/, 'o=$1 ID VERSION')
        .replace(/^m=(\w+) \d+/, 'm=$1 PORT')
        .replace(/^c=IN IP4 .*/, 'c=ADDRESS')
        .replace(/^(a=candidate:)\S+( \d (?:udp|tcp|UDP|TCP) \d+) \S+ \d+/, '$1F$2 ADDRESS PORT')
        .replace(/ network-cost \d+$/, '')
        .replace(/^a=rtcp:.*/, 'a=rtcp')
        .replace(/^(a=ice-(?:ufrag|pwd)):.*/, '$1')
        .replace(/^a=fingerprint:sha-256 .*/, 'a=fingerprint')
        .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
        .replace(/^a=ssrc:\d+/, 'a=ssrc:SSRC')
        .replace(/^a=ssrc-group:FID .*/, 'a=ssrc-group:FID')
        .replace(/ cname:[^{].*/, ' cname'),
    );
}

const captured: readonly (readonly [WicShape, string])[] = [
  ['Chromium 156 audio', 'chromium156/offer-audio'],
  ['Chromium 156 audio and video', 'chromium156/offer-audio-video'],
  ['Chromium 156 audio, video and data channel', 'chromium156/offer-audio-video-data'],
  ['Firefox 153 audio', 'firefox153/offer-audio'],
  ['Firefox 153 audio and video', 'firefox153/offer-audio-video'],
  ['Firefox 153 audio, video and data channel', 'firefox153/offer-audio-video-data'],
];

test('offers in the words of a browser have what it was captured to send, line for line', () => {
  for (const [shape, file] of captured) {
    assert.deepEqual(
      withoutRandom(wicOffer(shape)),
      withoutRandom(fixtureText(`sdp/browser/${file}.sdp`)),
      shape,
    );
  }
});

test("Safari's offer has the lines of a real one, whatever addresses either has", () => {
  const withoutCandidates = (text: string) =>
    withoutRandom(text).filter((line) => !line.startsWith('a=candidate'));
  assert.deepEqual(
    withoutCandidates(wicOffer('Safari audio, video and data channel')),
    withoutCandidates(fixtureText('sdp/corpus/aiortc-safari-audio-video.sdp')),
  );
});

test('an offer keeps within a call what belongs to the call, and a restart of ICE changes its credentials alone', () => {
  const parameters = wicMediaParameters({ lines: [{ port: 4000, address: '203.0.113.7' }] });
  for (const shape of ['audio', 'Chromium 156 audio', 'Firefox 153 audio'] as const) {
    assert.equal(wicOffer(shape, parameters), wicOffer(shape, parameters));
    const [line] = parseSdp(wicOffer(shape, parameters)).media;
    const [restarted] = parseSdp(wicOffer(shape, withFreshIce(parameters))).media;
    assert.ok(line && restarted);
    assert.deepEqual(fingerprints(line), fingerprints(restarted));
    assert.notEqual(credentials(line).ufrag, credentials(restarted).ufrag);
    assert.notEqual(credentials(line).pwd, credentials(restarted).pwd);
  }
  const [line] = parseSdp(wicOffer('audio', parameters)).media;
  assert.deepEqual([line?.address, line?.port], ['203.0.113.7', 4000]);
  assert.notEqual(wicOffer('audio'), wicOffer('audio'));
});

test('the user of a WIC answers like the browsers that were asked, but knows AMR and RTCP of its own', () => {
  const ownWays = ['agw-amr-only', 'agw-no-rtcp-mux'];
  const rows = fixtureText('sdp/browser/answer-behaviour.csv')
    .split('\n')
    .map((row) => row.split(','))
    .filter(([browser, , result]) => /chromium156|firefox153/.test(browser ?? '') && result);
  assert.ok(rows.length >= 16);
  for (const [, crafted = '', result] of rows.filter(([, name = '']) => !ownWays.includes(name))) {
    const answer = parseSdp(wicAnswer(fixtureText(`sdp/crafted/${crafted}.sdp`)));
    // Some browsers refuse an offerer that is active, against RFC 5763 5.
    if (crafted === 'agw-g711-only-no-mid') continue;
    assert.equal(answer.media[0]?.disabled, result !== 'answered', crafted);
  }
  for (const name of ownWays) {
    const offer = parseSdp(fixtureText(`sdp/crafted/${name}.sdp`));
    assert.equal(parseSdp(wicAnswer(offer.text)).media[0]?.disabled, false, name);
  }
});

test('answers reject, turn and misorder lines as they are told', () => {
  const offer = coreOffer('audio and video');
  const ports = (answer: string) => parseSdp(answer).media.map(({ media, disabled }) => [media, disabled]);
  assert.deepEqual(ports(coreAnswer(offer, { rejects: [2] })), [
    ['audio', false],
    ['video', true],
  ]);
  assert.deepEqual(ports(coreAnswer(offer, { reversed: true })), [
    ['video', false],
    ['audio', false],
  ]);
  const direction = (answer: string) => parseSdp(answer).media[0]?.direction;
  assert.equal(direction(coreAnswer(offer, { direction: 'inactive' })), 'inactive');
  assert.equal(direction(coreAnswer(coreOffer('hold'))), 'recvonly');
  assert.equal(direction(coreAnswer(coreOffer('hold'), { direction: 'sendrecv' })), 'recvonly');
});

test('the far user takes neither DTLS nor SRTP without a key, and gives back the version it is told', () => {
  assert.equal(parseSdp(coreAnswer(wicOffer('audio'))).media[0]?.disabled, true);
  assert.equal(parseSdp(coreAnswer(coreOffer('SAVP'))).media[0]?.has('crypto'), true);
  const noKey = coreOffer('SAVP').replace(/a=crypto.*\r\n/, '');
  assert.equal(parseSdp(coreAnswer(noKey)).media[0]?.disabled, true);
  const { origin } = parseSdp(coreAnswer(coreOffer('audio'), {}, coreMediaParameters({ version: 7 })));
  assert.equal(origin.version, '7');
});

test('tshark decodes every offer', (t) => {
  const tshark = requires(t, 'tshark');
  if (tshark === undefined) return;
  const file = join(tmpdir(), `w2conf-offers-${process.pid}.pcap`);
  try {
    writeFileSync(file, pcapOf(offers.map(([, offer]) => offer)));
    const packets = decode(tshark, file);
    assert.equal(packets.length, offers.length);
    packets.forEach(({ complaints, sip }, i) => {
      assert.match(sip, /^INVITE /, offers[i]?.[0]);
      assert.deepEqual(complaints, [], offers[i]?.[0]);
    });
    const media = execFileSync(tshark, ['-r', file, '-n', '-T', 'fields', '-e', 'sdp.media'], {
      encoding: 'utf8',
    });
    assert.equal(
      media.trim().split('\n').length,
      offers.length,
      'each packet has media lines that tshark has read',
    );
  } finally {
    rmSync(file, { force: true });
  }
});

/** INVITEs with these descriptions as UDP datagrams on port 5060, link type 101 (raw IP). */
function pcapOf(descriptions: readonly string[]): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(101, 20);
  return Buffer.concat([header, ...descriptions.flatMap((body, i) => packetOf(body, i))]);
}

function packetOf(body: string, i: number): Buffer[] {
  const sip = Buffer.from(
    [
      'INVITE sip:bob@home1.net SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${i}`,
      'From: <sip:alice@home1.net>;tag=1',
      'To: <sip:bob@home1.net>',
      `Call-ID: ${i}`,
      'CSeq: 1 INVITE',
      'Max-Forwards: 70',
      'Contact: <sip:alice@192.0.2.1>',
      'Content-Type: application/sdp',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  const record = Buffer.alloc(16);
  record.writeUInt32LE(sip.length + 28, 8);
  record.writeUInt32LE(sip.length + 28, 12);
  const headers = Buffer.alloc(28);
  headers.writeUInt8(0x45, 0);
  headers.writeUInt16BE(sip.length + 28, 2);
  headers.writeUInt8(64, 8);
  headers.writeUInt8(17, 9);
  Buffer.from([192, 0, 2, 1, 198, 51, 100, 1]).copy(headers, 12);
  headers.writeUInt16BE(5060, 20);
  headers.writeUInt16BE(5060, 22);
  headers.writeUInt16BE(sip.length + 8, 24);
  return [record, headers, sip];
}
