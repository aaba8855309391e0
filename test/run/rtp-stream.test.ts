import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRtp, rtcpReport, rtpPacket } from '../../src/media/rtp.ts';
import { RtpStream } from '../../src/run/media/rtp-stream.ts';

describe('RTP of a simulated end', () => {
  it('is recognised unchanged, and with another SSRC, as a translator may choose one', () => {
    const stream = new RtpStream(8);
    const packets = [stream.next(), stream.next()];
    assert.deepEqual(
      packets.map((packet) => stream.recognise(packet)),
      [
        { index: 0, likeness: 'unchanged' },
        { index: 1, likeness: 'unchanged' },
      ],
    );
    const fields = parseRtp(packets[1] ?? Buffer.alloc(0));
    assert.ok(fields);
    assert.deepEqual(stream.recognise(rtpPacket({ ...fields, ssrc: fields.ssrc ^ 1 })), {
      index: 1,
      likeness: 'unchanged',
    });
  });

  it('is recognised when a field or an octet of the payload differs', () => {
    const stream = new RtpStream(0);
    const fields = parseRtp(stream.next());
    assert.ok(fields);
    const payload = Buffer.from(fields.payload);
    payload[payload.length - 1] = 0xee;
    for (const difference of [{ payload }, { payloadType: 8 }, { timestamp: 99 }]) {
      assert.deepEqual(stream.recognise(rtpPacket({ ...fields, ...difference })), {
        index: 0,
        likeness: 'changed',
      });
    }
  });

  it('tells SRTP of a packet from the same in another codec', () => {
    const stream = new RtpStream(0);
    const fields = parseRtp(stream.next());
    assert.ok(fields);
    const encrypted = Buffer.alloc(fields.payload.length + 10, 7);
    assert.equal(stream.recognise(rtpPacket({ ...fields, payload: encrypted }))?.likeness, 'protected');
    const transcoded = Buffer.alloc(32, 7);
    assert.equal(stream.recognise(rtpPacket({ ...fields, payload: transcoded }))?.likeness, 'changed');
  });

  it('is not taken for that of another end, nor is its RTCP', () => {
    const [one, other] = [new RtpStream(0), new RtpStream(0)];
    assert.equal(one.recognise(other.next()), undefined);
    assert.equal(one.recognise(Buffer.from('no RTP')), undefined);
    assert.ok(one.reported(one.report()));
    assert.ok(!one.reported(other.report()));
    assert.ok(!one.reported(rtcpReport(1, 'gateway')));
  });
});
