import { excerpt, SipParseError } from './error.ts';

/** What a stream transport carried: one SIP message, or a CRLF or CRLFCRLF keep-alive (RFC 5626 3.5.1). */
export interface Frame {
  readonly kind: 'message' | 'keepalive';
  readonly bytes: Uint8Array;
}

const maxHead = 65_536;
const maxBody = 4 * 1024 * 1024;
const contentLength = /\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r\n)/gi;

/**
 * Cuts a byte stream into SIP messages by Content-Length (RFC 3261 18.3), whatever the segments. It looks at
 * nothing but Content-Length, so that a message with another fault stays a message of its own. After an error
 * the stream has lost its framing for good: every later push throws the same error.
 */
export class StreamFramer {
  #buffer: Buffer = Buffer.alloc(0);
  #searched = 0;
  #needed: number | undefined;
  #halfPing = false;
  #broken: SipParseError | undefined;

  /** Takes the next octets and gives what they complete. @throws SipParseError when the stream cannot be framed */
  push(chunk: Uint8Array): Frame[] {
    if (this.#broken !== undefined) throw this.#broken;
    this.#buffer = this.#buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#buffer, chunk]);
    const frames: Frame[] = [];
    try {
      for (let frame = this.#next(); frame !== undefined; frame = this.#next()) frames.push(frame);
    } catch (error) {
      this.#broken = error as SipParseError;
      throw error;
    }
    return frames;
  }

  #next(): Frame | undefined {
    const buffer = this.#buffer;
    if (buffer[0] === 0x0d) {
      if (buffer.length < 2) return undefined;
      if (buffer[1] === 0x0a) return this.#keepalive();
    }
    if (buffer.length > 0) this.#halfPing = false;
    this.#needed ??= this.#measure();
    if (this.#needed === undefined || buffer.length < this.#needed) return undefined;
    const bytes = this.#take(this.#needed);
    this.#needed = undefined;
    this.#searched = 0;
    return { kind: 'message', bytes };
  }

  /** A lone CRLF is given out at once; when its twin comes in the next segment, the two were one ping. */
  #keepalive(): Frame | undefined {
    const buffer = this.#buffer;
    const second = buffer[2] === 0x0d && buffer[3] === 0x0a;
    if (second) {
      this.#halfPing = false;
      return { kind: 'keepalive', bytes: this.#take(4) };
    }
    if (buffer.length === 3 && buffer[2] === 0x0d) return undefined;
    const bytes = this.#take(2);
    const completes = this.#halfPing;
    this.#halfPing = !completes && this.#buffer.length === 0;
    return { kind: 'keepalive', bytes: completes ? Buffer.from('\r\n\r\n') : bytes };
  }

  /** Octets of the message at the front, or undefined while its header section is incomplete. */
  #measure(): number | undefined {
    const buffer = this.#buffer;
    const end = buffer.indexOf('\r\n\r\n', Math.max(0, this.#searched - 3), 'latin1');
    if (end < 0 ? buffer.length > maxHead : end > maxHead) {
      throw new SipParseError(`no end of the header section within ${maxHead} octets`);
    }
    if (end < 0) {
      this.#searched = buffer.length;
      return undefined;
    }
    const head = buffer.toString('latin1', 0, end + 2).replace(/\r\n[ \t]+/g, ' ');
    const values = [...head.matchAll(contentLength)].map((match) => match[1] as string);
    const [first] = values;
    if (first === undefined) throw new SipParseError('a message on a stream has no Content-Length');
    if (values.some((value) => Number(value) !== Number(first))) {
      throw new SipParseError('two Content-Length fields contradict each other');
    }
    if (!/^[0-9]+$/.test(first))
      throw new SipParseError(`Content-Length ${excerpt(first)} is not a number of octets`);
    if (Number(first) > maxBody)
      throw new SipParseError(`Content-Length ${excerpt(first)} exceeds ${maxBody} octets`);
    return end + 4 + Number(first);
  }

  #take(size: number): Uint8Array {
    const bytes = this.#buffer.subarray(0, size);
    this.#buffer = this.#buffer.subarray(size);
    return bytes;
  }
}
