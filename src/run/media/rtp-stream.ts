import { randomBytes, randomInt } from 'node:crypto';
import { parseRtp, type RtpFields, rtcpReport, rtpPacket } from '../../media/rtp.ts';

/** 20 ms of a codec with one octet a sample at 8000 Hz. */
const OCTETS = 160;
const SAMPLES = 160;

/** How what arrived relates to what a stream sent. */
export type Likeness =
  /** Payload, payload type, marker, sequence number and timestamp are those of a packet that was sent. */
  | 'unchanged'
  /** A packet that was sent, but something of it differs. */
  | 'changed'
  /** Header of a packet that was sent, and after it what SRTP makes of its payload. */
  | 'protected';

/** RTP of one end: every packet can be told from those of all others. */
export class RtpStream {
  readonly payloadType: number;
  readonly #ssrc = randomInt(1, 2 ** 32 - 1);
  readonly #mark = randomBytes(12);
  readonly #first = randomInt(2 ** 15);
  readonly #sent: RtpFields[] = [];

  constructor(payloadType: number) {
    this.payloadType = payloadType;
  }

  /** How many packets it made. */
  get length(): number {
    return this.#sent.length;
  }

  /** The next packet. */
  next(): Uint8Array {
    const index = this.#sent.length;
    const payload = Buffer.alloc(OCTETS, index);
    payload.set(this.#mark);
    payload.writeUInt32BE(index, this.#mark.length);
    const fields: RtpFields = {
      payloadType: this.payloadType,
      marker: index === 0,
      sequenceNumber: (this.#first + index) & 0xffff,
      timestamp: index * SAMPLES,
      ssrc: this.#ssrc,
      payload,
    };
    this.#sent.push(fields);
    return rtpPacket(fields);
  }

  /** A receiver report of this end; like the packets it can be told from those of others. */
  report(): Uint8Array {
    return rtcpReport(this.#ssrc, this.#cname);
  }

  /** Whether a compound RTCP packet holds a report of this end. */
  reported(rtcp: Uint8Array): boolean {
    return Buffer.from(rtcp.buffer, rtcp.byteOffset, rtcp.length).includes(this.#cname);
  }

  /** Number and likeness of a packet of this stream; undefined when it is none, or nothing can be told of it. */
  recognise(bytes: Uint8Array): { readonly index: number; readonly likeness: Likeness } | undefined {
    const fields = parseRtp(bytes);
    if (!fields) return undefined;
    const { payload } = fields;
    if (Buffer.from(payload).subarray(0, this.#mark.length).equals(this.#mark)) {
      const index = Buffer.from(payload).readUInt32BE(this.#mark.length);
      const sent = this.#sent[index];
      return sent && { index, likeness: same(sent, fields) ? 'unchanged' : 'changed' };
    }
    const index = this.#sent.findIndex(
      ({ ssrc, sequenceNumber }) => ssrc === fields.ssrc && sequenceNumber === fields.sequenceNumber,
    );
    if (index < 0) return undefined;
    return { index, likeness: payload.length > OCTETS ? 'protected' : 'changed' };
  }

  get #cname(): string {
    return `${this.#mark.toString('hex')}@w2conf.invalid`;
  }
}

/** SSRC apart, which a translator may choose (RFC 3550 7.1). */
function same(a: RtpFields, b: RtpFields): boolean {
  return (
    a.payloadType === b.payloadType &&
    Boolean(a.marker) === Boolean(b.marker) &&
    a.sequenceNumber === b.sequenceNumber &&
    a.timestamp === b.timestamp &&
    Buffer.from(a.payload).equals(b.payload)
  );
}
