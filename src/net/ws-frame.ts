/** One WebSocket frame (RFC 6455 5.2), legal or not. */
export interface FrameInit {
  /** 1 text, 2 binary, 0 continuation, 8 close, 9 ping, 10 pong. */
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** Default true: the last frame of its message. */
  readonly fin?: boolean;
  /** Clients must mask, servers must not (5.1). */
  readonly masked: boolean;
  /** The three reserved bits as a number from 0 to 7; without extension they are 0. */
  readonly reserved?: number;
}

/** A key that is not zero, so that masking shows. */
const maskingKey = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/** The octets of a frame, for what a WebSocket library rightly refuses to send. */
export function encodeFrame(frame: FrameInit): Buffer {
  const { payload } = frame;
  const first = (frame.fin === false ? 0 : 0x80) | ((frame.reserved ?? 0) << 4) | frame.opcode;
  const mask = frame.masked ? 0x80 : 0;
  let head: Buffer;
  if (payload.length < 126) {
    head = Buffer.from([first, mask | payload.length]);
  } else if (payload.length < 65_536) {
    head = Buffer.from([first, mask | 126, payload.length >> 8, payload.length & 0xff]);
  } else {
    head = Buffer.alloc(10);
    head.set([first, mask | 127]);
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  if (!frame.masked) return Buffer.concat([head, payload]);
  const hidden = payload.map((octet, index) => octet ^ (maskingKey[index % 4] ?? 0));
  return Buffer.concat([head, maskingKey, hidden]);
}
