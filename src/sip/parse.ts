import { isUtf8 } from 'node:buffer';
import { excerpt, SipParseError } from './error.ts';
import { checkFields } from './fields.ts';
import { checkControls, readHeaderFields } from './header-section.ts';
import { contentLengths } from './headers/basic.ts';
import { type HeaderField, headerKey, SipRequest, SipResponse } from './message.ts';
import { tokenChars } from './params.ts';
import { checkUri } from './uri-syntax.ts';

export { SipParseError } from './error.ts';

/**
 * How the octets were delimited. `datagram`: one UDP datagram; octets after Content-Length are dropped
 * (RFC 3261 18.3). `message`: one WebSocket message; Content-Length may be absent and, when present, must fit
 * exactly, because there is one SIP message in each (RFC 7118 section 5). `stream`: one message cut out by
 * Content-Length, which is then mandatory.
 */
export type Framing = 'datagram' | 'message' | 'stream';

const requestLine = new RegExp(`^([${tokenChars}]+) ([^ ]+) ([^ ]+)$`);
const statusLine = /^SIP\/2\.0 ([1-6][0-9]{2})(?: ([\s\S]*))?$/i;

/**
 * Parses one SIP message (RFC 3261 section 7). Checks the start line, the grammar of the whole header section,
 * and the values of the fields every element has to understand: Via, From, To, Call-ID, CSeq, Max-Forwards,
 * Contact, Route, Record-Route, Content-Length. Whether the message makes sense (fields missing, doubled or
 * contradicting each other) is for `validateMessage` to say. CRLFs before the start line are skipped (7.5) and
 * are no part of the message's bytes. The message shares its memory with the octets given.
 * @throws SipParseError and nothing else
 */
export function parseMessage(bytes: Uint8Array, framing: Framing = 'datagram'): SipRequest | SipResponse {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  while (all[start] === 0x0d && all[start + 1] === 0x0a) start += 2;
  if (start === all.length) throw new SipParseError('the message is empty');
  const headEnd = all.indexOf('\r\n\r\n', start, 'latin1');
  if (headEnd < 0) throw new SipParseError('the header section is not terminated by an empty line');
  const head = all.subarray(start, headEnd + 2);
  if (!isUtf8(head)) throw new SipParseError('the header section is not UTF-8');
  checkControls(head);
  const text = head.toString();
  const lineEnd = text.indexOf('\r\n');
  const startLine = text.slice(0, lineEnd);
  const headers = readHeaderFields(text, lineEnd + 2);
  const make = readStartLine(startLine);
  const rest = all.subarray(headEnd + 4);
  const length = bodyLength(headers, rest.length, framing);
  const message = make(headers, rest.subarray(0, length), all.subarray(start, headEnd + 4 + length));
  checkFields(message);
  return message;
}

type Maker = (
  headers: readonly HeaderField[],
  body: Uint8Array,
  raw?: Uint8Array,
) => SipRequest | SipResponse;

function readStartLine(line: string): Maker {
  const status = statusLine.exec(line);
  if (status !== null) {
    const [code, reason] = [Number(status[1]), status[2] ?? ''];
    return (headers, body, raw) => new SipResponse(code, reason, headers, body, raw);
  }
  if (/^SIP\/2\.0 /i.test(line))
    throw new SipParseError(`${excerpt(line)} has no status code of 100 to 699`, 1);
  const request = requestLine.exec(line);
  if (request === null)
    throw new SipParseError(`${excerpt(line)} is neither request line nor status line`, 1);
  const [, method, uri, version] = request as unknown as [string, string, string, string];
  if (version.toUpperCase() !== 'SIP/2.0')
    throw new SipParseError(`unknown protocol version ${excerpt(version)}`, 1);
  try {
    checkUri(uri);
  } catch (error) {
    throw new SipParseError(`Request-URI: ${(error as SipParseError).reason}`, 1);
  }
  return (headers, body, raw) => new SipRequest(method, uri, headers, body, raw);
}

function bodyLength(headers: readonly HeaderField[], available: number, framing: Framing): number {
  const fields = headers.filter(({ name }) => headerKey(name) === 'content-length');
  const lengths = contentLengths(fields);
  const length = lengths[0];
  const line = fields[0]?.line;
  if (length === undefined) {
    if (framing === 'stream') throw new SipParseError('no Content-Length on a stream (RFC 3261 18.3)');
    return available;
  }
  if (framing === 'stream' && lengths.some((other) => other !== length)) {
    throw new SipParseError('two Content-Length fields contradict each other', line);
  }
  if (length > available)
    throw new SipParseError(`Content-Length is ${length} but only ${available} octets follow`, line);
  if (length < available && framing !== 'datagram') {
    throw new SipParseError(`${available - length} octets follow the ${length} of Content-Length`, line);
  }
  return length;
}
