import { excerpt, SipParseError } from '../error.ts';
import { checkHost, hostPattern, portNumber } from '../host.ts';
import { splitList } from '../list.ts';
import type { SipMessage } from '../message.ts';
import { isToken, type Params, parseParams, quote, tokenChars } from '../params.ts';

/** One Via value (RFC 3261 20.42). */
export interface Via {
  /** `SIP/2.0` */
  protocol: string;
  /** In upper case: UDP, TCP, WS, WSS ... */
  transport: string;
  host: string;
  port?: number;
  params: Params;
  branch?: string;
  received?: string;
  /** RFC 3581: null = present without a value, undefined = absent. */
  rport?: number | null;
}

type ViaParts = [
  whole: string,
  name: string,
  version: string,
  transport: string,
  host: string,
  port?: string,
];

const sentBy = new RegExp(
  `^([${tokenChars}]+)[ \\t]*/[ \\t]*([${tokenChars}]+)[ \\t]*/[ \\t]*([${tokenChars}]+)[ \\t]+` +
    `(${hostPattern})(?:[ \t]*:[ \t]*([0-9]{1,5}))?(?![^ \t;])`,
);

/** Parses one Via value. @throws SipParseError */
export function parseVia(text: string): Via {
  const match = sentBy.exec(text);
  if (match === null)
    throw new SipParseError(`Via value ${excerpt(text)} is not "SIP/2.0/TRANSPORT host[:port]"`);
  const [whole, name, version, transport, host, port] = match as unknown as ViaParts;
  checkHost(host);
  const params = parseParams(text, whole.length);
  const via: Via = { protocol: `${name}/${version}`, transport: transport.toUpperCase(), host, params };
  if (port !== undefined) via.port = portNumber(port);
  const branch = params.get('branch');
  if (branch !== undefined) via.branch = branch;
  const received = params.get('received');
  if (received !== undefined) via.received = received;
  if (params.has('rport')) {
    const rport = params.get('rport');
    via.rport = rport === undefined ? null : portNumber(rport);
  }
  return via;
}

/** All Via values, topmost first. @throws SipParseError */
export function vias(message: SipMessage): Via[] {
  const all: Via[] = [];
  for (const field of message.fields('Via')) {
    for (const element of splitList(field.value)) all.push(parseVia(element));
  }
  return all;
}

/** The topmost Via. @throws SipParseError when there is none or it cannot be read */
export function topVia(message: SipMessage): Via {
  const field = message.fields('Via')[0];
  if (field === undefined) throw new SipParseError('no Via header field');
  return parseVia(splitList(field.value)[0] as string);
}

/** Writes a Via value; `branch`, `received` and `rport` win over the same names in `params`. */
export function viaText(via: Via): string {
  const params = new Map(via.params);
  if (via.branch !== undefined) params.set('branch', via.branch);
  if (via.received !== undefined) params.set('received', via.received);
  if (via.rport !== undefined) params.set('rport', via.rport === null ? undefined : String(via.rport));
  let text = `${via.protocol}/${via.transport} ${via.host}`;
  if (via.port !== undefined) text += `:${via.port}`;
  for (const [name, value] of params)
    text += value === undefined ? `;${name}` : `;${name}=${paramValue(value)}`;
  return text;
}

/** `received` may be a bare IPv6 address (RFC 5118 4.5), which is neither token nor quoted. */
function paramValue(value: string): string {
  return isToken(value) || /^\[?[0-9A-Fa-f:.]+\]?$/.test(value) ? value : quote(value);
}
