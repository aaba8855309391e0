/** An RTP packet's fields and payload (RFC 3550 5.1). */
export interface RtpFields {
  readonly payloadType: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly marker?: boolean;
  readonly payload: Uint8Array;
}

/** An RTP packet without contributing sources, extension and padding. */
export function rtpPacket(fields: RtpFields): Uint8Array {
  const packet = Buffer.alloc(12 + fields.payload.length);
  packet[0] = 0x80;
  packet[1] = (fields.marker ? 0x80 : 0) | (fields.payloadType & 0x7f);
  packet.writeUInt16BE(fields.sequenceNumber & 0xffff, 2);
  packet.writeUInt32BE(fields.timestamp >>> 0, 4);
  packet.writeUInt32BE(fields.ssrc >>> 0, 8);
  packet.set(fields.payload, 12);
  return packet;
}

/** Reads an RTP packet; undefined when it is none. */
export function parseRtp(bytes: Uint8Array): RtpFields | undefined {
  const header = rtpHeaderLength(bytes);
  if (header === undefined) return undefined;
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const padding = (packet.readUInt8(0) & 0x20) === 0 ? 0 : packet.readUInt8(packet.length - 1);
  if (header + padding > packet.length) return undefined;
  return {
    payloadType: packet.readUInt8(1) & 0x7f,
    marker: (packet.readUInt8(1) & 0x80) !== 0,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(header, packet.length - padding),
  };
}

/** Octets before the payload: fixed header, contributing sources, extension; undefined when it is no RTP packet. */
export function rtpHeaderLength(bytes: Uint8Array): number | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < 12 || first >> 6 !== 2) return undefined;
  let length = 12 + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (bytes.length < length + 4) return undefined;
    length += 4 + 4 * (((bytes[length + 2] ?? 0) << 8) | (bytes[length + 3] ?? 0));
  }
  return length <= bytes.length ? length : undefined;
}

/** An empty receiver report (RFC 3550 6.4.2) with the canonical name of its sender (6.5.1). */
export function rtcpReport(ssrc: number, cname: string): Uint8Array {
  const name = Buffer.from(cname);
  const item = 4 + 2 + name.length;
  const words = Math.floor(item / 4) + 1;
  const packet = Buffer.alloc(8 + 4 + words * 4);
  packet.writeUInt32BE(0x80c90001, 0);
  packet.writeUInt32BE(ssrc >>> 0, 4);
  packet.writeUInt16BE(0x81ca, 8);
  packet.writeUInt16BE(words, 10);
  packet.writeUInt32BE(ssrc >>> 0, 12);
  packet[16] = 1;
  packet[17] = name.length;
  packet.set(name, 18);
  return packet;
}
