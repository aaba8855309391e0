import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import { gatedEvents } from './gated-events.ts';
import { type HttpHeaders, httpHeaders } from './http-head.ts';
import { addressText, type LinkEvents } from './link.ts';
import { plainHost } from './tcp-link.ts';
import { record, type Wiretap } from './wiretap.ts';
import { WebSocketLink, type WsEnds, wsEnds } from './ws-link.ts';
import { type FrontOptions, upgradeServer } from './wss-front.ts';

/** What the server does with a handshake: go on with a sub-protocol (null: with none) or answer otherwise. */
export type HandshakeDecision =
  | { readonly protocol: string | null }
  | { readonly refuse: number; readonly headers?: Readonly<Record<string, string>> };

export interface WsRequest {
  /** Request target of the GET. */
  readonly target: string;
  readonly headers: HttpHeaders;
  /** Sub-protocols that the client offers, in its order. */
  readonly offered: readonly string[];
  readonly origin: string | undefined;
}

export interface WssServerOptions extends FrontOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Decides on sub-protocol and Origin (RFC 6455 4.2.2). */
  acceptProtocol(
    offered: readonly string[],
    origin: string | undefined,
    request: WsRequest,
  ): HandshakeDecision;
  /** Longest message taken, in octets; a longer one ends the connection with 1009. */
  readonly maxMessage?: number;
  /** Spells the field names of the 101; they have no case (RFC 9110 5.1). */
  readonly spellFieldName?: (name: string) => string;
  /** Misbehaviour: leaves a Ping without Pong, or answers a Close frame by cutting the connection. */
  readonly unanswered?: 'ping' | 'close';
  readonly wiretap?: Wiretap;
}

export interface WssServer {
  readonly url: string;
  readonly port: number;
  /**
   * Closes every connection with 1001 (going away) and stops listening; no event is reported from then on.
   * @param graceMs how long a client may take to answer the Close frame, in milliseconds
   */
  close(graceMs?: number): Promise<void>;
}

/** A WebSocket that a client opened. */
export class WssLink extends WebSocketLink {
  readonly request: WsRequest;
  /** The sub-protocol that was chosen. */
  readonly protocol: string | null;

  constructor(
    ends: WsEnds,
    parts: { readonly ws: WebSocket; readonly socket: Socket; readonly wiretap: Wiretap | undefined },
    events: LinkEvents<WssLink>,
    request: WsRequest,
    protocol: string | null,
  ) {
    super(ends, parts.ws, parts.socket, parts.wiretap);
    this.request = request;
    this.protocol = protocol;
    this.listen(this, events);
  }

  /** Two line ends ask, one answers (RFC 5626 4.4.1). */
  protected override answerKeepAlive(bytes: Uint8Array): void {
    if (bytes.length >= 4 && this.open) this.send(Buffer.from('\r\n'));
  }
}

/**
 * A server for SIP over secure WebSocket (RFC 7118).
 * @throws the error of the operating system (`EADDRINUSE`, …) or of TLS for an unusable key or certificate
 */
export async function listenWss(options: WssServerOptions, events: LinkEvents<WssLink>): Promise<WssServer> {
  const links = new Set<WssLink>();
  const sockets = new Set<Socket>();
  let closed = false;
  const gated = gatedEvents(events, () => !closed);
  const webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: options.maxMessage ?? 262_144,
    handleProtocols: () => false,
    autoPong: options.unanswered !== 'ping',
  });
  // The library only confirms what was offered; this is how any decision gets into the 101.
  const chosen = new WeakMap<IncomingMessage, string | null>();
  webSockets.on('headers', (headers, request) => {
    const protocol = chosen.get(request);
    if (protocol) headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
    const { spellFieldName } = options;
    if (spellFieldName)
      headers.splice(1, Infinity, ...headers.slice(1).map((line) => respelt(line, spellFieldName)));
  });

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const asked = describeRequest(request);
    const decision = options.acceptProtocol(asked.offered, asked.origin, asked);
    if ('refuse' in decision) {
      refuse(stream, decision.refuse, decision.headers);
      return;
    }
    chosen.set(request, decision.protocol);
    const { socket } = request;
    webSockets.handleUpgrade(request, stream, head, (ws) => {
      const ends = wsEnds(socket instanceof TLSSocket ? 'wss' : 'ws', socket);
      record(options.wiretap, ends, 'in', 'open');
      if (options.unanswered === 'close') cutAtClose(socket);
      const link = new WssLink(
        ends,
        { ws, socket, wiretap: options.wiretap },
        gated,
        asked,
        decision.protocol,
      );
      links.add(link);
      ws.on('close', () => links.delete(link));
      gated.opened?.(link);
    });
  };
  const server = upgradeServer(options, onUpgrade);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // A client may cut the connection at any time; what matters of it is reported by its link.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const bound = server.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : options.port;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `wss://${host}:${port}/`,
    port,
    async close(graceMs = 500) {
      if (closed) return;
      closed = true;
      const gone = once(server, 'close');
      server.close();
      for (const link of links) link.close(1001);
      const linked = new Set([...links].map((link) => addressText(link.remote)));
      for (const socket of sockets) if (!linked.has(remoteText(socket))) socket.destroy();
      const deadline = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await gone;
      clearTimeout(deadline);
    },
  };
}

function describeRequest(request: IncomingMessage): WsRequest {
  const headers = httpHeaders(request);
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  return {
    target: request.url ?? '/',
    headers,
    offered: offered.filter((protocol) => protocol !== ''),
    origin: headers.origin,
  };
}

function refuse(stream: Duplex, status: number, headers: Readonly<Record<string, string>> = {}): void {
  const fields = { Connection: 'close', 'Content-Length': '0', ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  stream.on('error', () => {});
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`);
}

function respelt(line: string, spell: (name: string) => string): string {
  const colon = line.indexOf(':');
  return spell(line.slice(0, colon)) + line.slice(colon);
}

/** Close frames are short and come alone, so the first octets of a chunk tell them. */
function cutAtClose(socket: Socket): void {
  socket.prependListener('data', (chunk: Buffer) => {
    const [first, second = 0] = chunk;
    if (first === 0x88 && chunk.length === 6 + (second & 0x7f)) socket.destroy();
  });
}

function remoteText(socket: Socket): string {
  return addressText({ host: plainHost(socket.remoteAddress), port: socket.remotePort ?? 0 });
}
