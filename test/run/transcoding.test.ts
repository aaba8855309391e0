import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { openPlainTransport } from '../../src/media/plain-transport.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import { openSecureTransport } from '../../src/media/secure-transport.ts';
import { preferSameEncoding } from '../../src/peers/codecs.ts';
import { MediaLine } from '../../src/run/media/media-line.ts';
import { RtpStream } from '../../src/run/media/rtp-stream.ts';
import { mustFlow } from '../../src/run/media/talk.ts';
import { type MediaSection, parseSdp } from '../../src/sdp/description.ts';

function section(formats: string, ...attributes: readonly string[]): MediaSection {
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  const media = [`m=audio 40000 RTP/AVP ${formats}`, ...attributes.map((each) => `a=${each}`)];
  const [first] = parseSdp(`${[...lines, ...media].join('\r\n')}\r\n`).media;
  assert.ok(first);
  return first;
}

describe('encodings agreed on either side', () => {
  it('are the same under other payload types, with and without rtpmap, in any case', () => {
    assert.ok(
      preferSameEncoding(section('97', 'rtpmap:97 AMR-WB/16000/1'), section('98', 'rtpmap:98 amr-wb/16000')),
    );
    assert.ok(preferSameEncoding(section('0 8'), section('0', 'rtpmap:0 PCMU/8000')));
  });

  it('differ in name or clock rate, whatever comes after the first', () => {
    const opus = section('111 0', 'rtpmap:111 opus/48000/2', 'rtpmap:0 PCMU/8000');
    assert.ok(!preferSameEncoding(opus, section('0')));
    assert.ok(!preferSameEncoding(section('96', 'rtpmap:96 L16/8000'), section('96', 'rtpmap:96 L16/16000')));
  });
});

describe('media through a transcoder', () => {
  let line: MediaLine;
  before(async () => {
    const ports = new PortPairs('127.0.0.1');
    const certificate = await makeMediaCertificate();
    const wic = await openSecureTransport({ ports, certificate, ice: 'full' });
    line = new MediaLine(0, 'audio', wic, await openPlainTransport(ports));
    line.speak({ wic: new RtpStream(111), core: new RtpStream(0) });
  });
  after(() => line.close());

  it('flow when RTP of its own arrives on both sides, and not before', () => {
    const call = { lines: [{ line }] } as unknown as Parameters<typeof mustFlow>[0];
    assert.throws(() => mustFlow(call), /pass on RTP/);
    line.wic.onRtp?.(new RtpStream(0).next());
    assert.throws(() => mustFlow(call), /to the far user/);
    line.far.onRtp?.(new RtpStream(0).next(), { host: '127.0.0.1', port: 40_000 });
    mustFlow(call);
    assert.deepEqual(line.strange, { wic: 1, core: 1 });
    assert.deepEqual(line.rtpAt('core'), []);
  });
});
