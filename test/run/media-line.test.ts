import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { after, before, describe, it } from 'node:test';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { openPlainTransport } from '../../src/media/plain-transport.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import { rtpPacket } from '../../src/media/rtp.ts';
import { openSecureTransport } from '../../src/media/secure-transport.ts';
import { MediaLine } from '../../src/run/media/media-line.ts';
import { RtpStream } from '../../src/run/media/rtp-stream.ts';

const HOST = '127.0.0.1';
const BOUND = 5000;

describe('a line of a call with media', () => {
  let line: MediaLine;
  before(async () => {
    const ports = new PortPairs(HOST);
    const certificate = await makeMediaCertificate();
    const wic = await openSecureTransport({ ports, certificate, ice: 'full' });
    line = new MediaLine(0, 'audio', wic, await openPlainTransport(ports));
  });
  after(() => Promise.all([line.wic.close(), line.far.close()]));

  it('says that nothing was agreed on before anything was', () => {
    assert.throws(() => line.stream('wic'), /no media were agreed on/);
  });

  it('outlives whatever is sent to its ports, and counts RTP of strangers', async () => {
    line.speak({ wic: new RtpStream(0), core: new RtpStream(0) });
    const socket = createSocket('udp4');
    const ports = [line.wic.rtp, line.wic.rtcp, line.far.rtp, line.far.rtcp].map(({ port }) => port);
    const stranger = rtpPacket({
      payloadType: 0,
      sequenceNumber: 1,
      timestamp: 0,
      ssrc: 1,
      payload: randomBytes(9),
    });
    await line.repeat(
      () => {
        for (const port of ports) {
          // First octets of STUN, DTLS, RTP, RTCP and nothing at all (RFC 7983).
          for (const first of [0, 22, 128, 255]) {
            socket.send(Buffer.from([first, ...randomBytes(40)]), port, HOST);
          }
          socket.send(stranger, port, HOST);
        }
      },
      () => line.strange.core >= 3,
      BOUND,
    );
    socket.close();
    assert.ok(line.strange.core >= 3);
    assert.deepEqual(line.rtpAt('core'), []);
    assert.deepEqual(line.rtpAt('wic'), []);
    assert.equal(line.rtcpAt('core'), 0);
  });

  it('ends its repeating when the time is over', async () => {
    let times = 0;
    await line.repeat(
      () => {
        times += 1;
      },
      () => false,
      1,
    );
    assert.ok(times >= 1);
  });
});
