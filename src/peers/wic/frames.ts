import { StreamFramer } from '../../sip/frame.ts';

/** One WebSocket message with SIP in it, received on W2. */
export interface Frame {
  /** Id of the trace event. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly binary: boolean;
  /** Sent as text although it is not UTF-8 (RFC 7118 4.2, RFC 6455 8.1). */
  readonly invalidUtf8: boolean;
  /** SIP messages in it; RFC 7118 5 allows one. */
  readonly messages: number;
  readonly bytes: Uint8Array;
}

/** How one WebSocket message is to be put on the wire; nothing told is one masked text frame. */
export interface FrameShape {
  readonly binary?: boolean;
  /** Frames the WebSocket message is split into (RFC 6455 5.4). */
  readonly fragments?: number;
  /** Sends the frame without a mask, which RFC 6455 5.1 forbids a client. */
  readonly unmasked?: boolean;
}

/** Counts the SIP messages in one WebSocket message, taking Content-Length at its word where there is one. */
export function countMessages(bytes: Uint8Array): number {
  try {
    const messages = new StreamFramer().push(bytes).filter((frame) => frame.kind === 'message');
    return Math.max(1, messages.length);
  } catch {
    return 1;
  }
}

/** Whether a WebSocket message begins as a SIP message does: a start line, after CRLFs (RFC 3261 7.1, 7.2, 7.5). */
export function holdsSip(bytes: Uint8Array): boolean {
  const [line = ''] = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^(\r\n)+/, '')
    .split('\r\n', 1);
  return /^(SIP\/\d+\.\d+ \d{3}( |$)|\S+ \S+ SIP\/\d+\.\d+$)/i.test(line);
}
