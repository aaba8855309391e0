import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { type HttpHeaders, httpHeaders, requestHead, responseHead } from './http-head.ts';
import { ConnectionFailed, type LinkEvents } from './link.ts';
import { connectTo, type TlsInfo } from './tls-client.ts';
import { record, type Wiretap } from './wiretap.ts';
import { WebSocketLink, type WsEnds, wsEnds } from './ws-link.ts';

export interface WsClientOptions {
  /** `wss://…`, or `ws://…` for the connection that must not work. */
  readonly url: string;
  /** Trust anchor in PEM. Absent: those that Node.js trusts. */
  readonly ca?: string;
  /** Name sent as SNI and looked for in the certificate. Absent: the host of the URL. */
  readonly servername?: string;
  /** TLS session to resume, see `WsLink.tls`. */
  readonly session?: Buffer;
  /** Sub-protocols to offer, `sip` of RFC 7118 or others; none: the field is left out. */
  readonly protocols: readonly string[];
  readonly origin?: string;
  /** Further header fields of the handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly localAddress?: string;
  /** How long connecting and the handshake may take together, in milliseconds. */
  readonly maxMs: number;
  readonly wiretap?: Wiretap;
}

export interface WsHandshake {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Value of Sec-WebSocket-Protocol in the response, '' without. */
  readonly protocol: string;
  /** Trace id of the response. */
  readonly trace: string;
}

/**
 * After a closing handshake the library closes TCP itself when the server has not done so in that many milliseconds;
 * longer than any wait, so that nobody takes it for the server's doing.
 */
const CLOSE_TIMEOUT = 600_000;

/** The server answered the handshake with something else than a valid 101. */
export class HandshakeRefused extends Error {
  override readonly name = 'HandshakeRefused';
  /** HTTP status; 101 when the response is no valid end of the handshake (RFC 6455 4.1). */
  readonly status: number;
  readonly headers: HttpHeaders;
  /** Reason phrase, or what is wrong with the 101. */
  readonly reason: string;
  /** Trace id of the response. */
  readonly trace: string;

  constructor(handshake: WsHandshake, reason: string) {
    super(`WebSocket handshake refused: ${handshake.status} ${reason}`);
    this.status = handshake.status;
    this.headers = handshake.headers;
    this.reason = reason;
    this.trace = handshake.trace;
  }
}

/** A WebSocket that we opened. */
export class WsLink extends WebSocketLink {
  /** A server can choose a sub-protocol that was not offered, or none: `protocol` says what it did. */
  readonly handshake: WsHandshake;
  /** Absent on plain `ws`. */
  readonly tls: TlsInfo | undefined;

  constructor(
    ends: WsEnds,
    parts: { readonly ws: WebSocket; readonly socket: Socket; readonly wiretap: Wiretap | undefined },
    events: LinkEvents<WsLink>,
    handshake: WsHandshake,
    tls: TlsInfo | undefined,
  ) {
    super(ends, parts.ws, parts.socket, parts.wiretap);
    this.handshake = handshake;
    this.tls = tls;
    this.listen(this, events);
  }

  /** The client is the side that asks, so a question from the server stays unanswered. */
  protected override answerKeepAlive(): void {}
}

/**
 * Opens a WebSocket as a WIC does. TLS is verified. A sub-protocol that the server should not have chosen
 * does not end the handshake, so that a check can look at it and at what follows.
 * @throws {ConnectionFailed} when there is no connection, no TLS or no answer in time
 * @throws {HandshakeRefused} when the answer is not a valid 101
 */
export async function openWebSocket(options: WsClientOptions, events: LinkEvents<WsLink>): Promise<WsLink> {
  const url = new URL(options.url);
  const transport = url.protocol === 'wss:' ? 'wss' : 'ws';
  const deadline = performance.now() + options.maxMs;
  const { socket, tls } = await connectTo({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (transport === 'wss' ? 443 : 80),
    maxMs: options.maxMs,
    ...(options.localAddress && { localAddress: options.localAddress }),
    ...(transport === 'wss' && {
      tls: {
        ...(options.ca !== undefined && { ca: options.ca }),
        ...(options.servername !== undefined && { servername: options.servername }),
        ...(options.session && { session: options.session }),
      },
    }),
  });
  const ends = wsEnds(transport, socket);
  const note = tls ? `${tls.protocol} ${tls.cipher}${tls.resumed ? ', resumed' : ''}` : undefined;
  record(options.wiretap, ends, 'out', 'open', note ? { note } : {});
  const remaining = Math.max(0, deadline - performance.now());
  return upgrade({ ...options, maxMs: remaining }, { socket, tls }, ends, events);
}

function upgrade(
  options: WsClientOptions,
  connection: { readonly socket: Socket; readonly tls: TlsInfo | undefined },
  ends: WsEnds,
  events: LinkEvents<WsLink>,
): Promise<WsLink> {
  const { promise, resolve, reject } = Promise.withResolvers<WsLink>();
  const { socket, tls } = connection;
  const { wiretap } = options;
  const ws = new WebSocket(options.url, [...options.protocols], {
    createConnection: () => socket,
    perMessageDeflate: false,
    // The type declarations of the library do not know this option yet.
    ...{ closeTimeout: CLOSE_TIMEOUT },
    // Invalid UTF-8 is delivered and reported; the check on it needs the octets.
    skipUTF8Validation: true,
    ...(options.origin !== undefined && { origin: options.origin }),
    ...(options.headers && { headers: { ...options.headers } }),
    finishRequest: (request) => {
      record(wiretap, ends, 'out', 'handshake', { bytes: requestHead(request) });
      request.end();
    },
  });
  let handshake: WsHandshake | undefined;
  const fail = (error: Error): void => {
    clearTimeout(timer);
    socket.destroy();
    record(wiretap, ends, 'in', 'close', { note: error.message });
    reject(error);
  };
  const timer = setTimeout(() => {
    ws.off('error', onError).on('error', () => {});
    ws.terminate();
    fail(new ConnectionFailed(options.url, 'TIMEOUT', 'no answer to the WebSocket handshake in time'));
  }, options.maxMs);
  const onError = (error: NodeJS.ErrnoException): void => {
    const code = error.code ?? error.name;
    if (handshake) fail(new HandshakeRefused(handshake, error.message));
    else fail(new ConnectionFailed(options.url, code, error.message || code));
  };
  const seen = (response: IncomingMessage): WsHandshake => {
    const headers = httpHeaders(response);
    const trace = record(wiretap, ends, 'in', 'handshake', { bytes: responseHead(response) });
    const protocol = headers['sec-websocket-protocol'] ?? '';
    return { status: response.statusCode ?? 0, headers, protocol, trace };
  };
  ws.on('error', onError);
  ws.on('upgrade', (response) => {
    handshake = seen(response);
    acceptAnyProtocol(response, options.protocols);
  });
  ws.on('unexpected-response', (request, response) => {
    const refused = new HandshakeRefused(seen(response), response.statusMessage ?? '');
    ws.off('error', onError).on('error', () => {});
    request.destroy();
    fail(refused);
  });
  ws.on('open', () => {
    clearTimeout(timer);
    ws.off('error', onError);
    if (handshake) resolve(new WsLink(ends, { ws, socket, wiretap }, events, handshake, tls));
  });
  return promise;
}

/** Shows the library a choice it takes; ours was noted before. */
function acceptAnyProtocol(response: IncomingMessage, offered: readonly string[]): void {
  const field = 'sec-websocket-protocol';
  const [first] = offered;
  if (first === undefined) delete response.headers[field];
  else if (!offered.includes(response.headers[field] ?? '')) response.headers[field] = first;
}
