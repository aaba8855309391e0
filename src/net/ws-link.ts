import { isUtf8 } from 'node:buffer';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { type Address, type Link, LinkClosed, type LinkEvents, type SendOptions } from './link.ts';
import { plainHost } from './tcp-link.ts';
import { isLineEnds } from './udp-links.ts';
import { connectionId, record, type Wiretap } from './wiretap.ts';

/** What the other side did on the WebSocket layer. */
export interface WsObservation {
  /** Data and control frames received that RFC 6455 allows. */
  readonly frames: number;
  /** How the other side broke RFC 6455; the first such frame ends the connection. */
  readonly violations: readonly WsViolation[];
}

export interface WsViolation {
  /** `WS_ERR_UNEXPECTED_MASK` (a server masked), `WS_ERR_EXPECTED_MASK` (a client did not), … as `ws` names them. */
  readonly code: string;
  readonly detail: string;
  /** Trace id of the event. */
  readonly trace: string;
}

/** The ends of a connection that is about to become a link. */
export interface WsEnds {
  readonly id: string;
  readonly transport: 'ws' | 'wss';
  readonly local: Address;
  readonly remote: Address;
}

export function wsEnds(transport: 'ws' | 'wss', socket: Socket): WsEnds {
  const local = { host: plainHost(socket.localAddress), port: socket.localPort ?? 0 };
  const remote = { host: plainHost(socket.remoteAddress), port: socket.remotePort ?? 0 };
  return { transport, local, remote, id: connectionId(transport, local, remote) };
}

/** An established WebSocket, seen from either side. */
export abstract class WebSocketLink implements Link {
  readonly id: string;
  readonly transport: 'ws' | 'wss';
  readonly reliable = true;
  readonly local: Address;
  readonly remote: Address;
  readonly #ws: WebSocket;
  readonly #socket: Socket;
  readonly #wiretap: Wiretap | undefined;
  readonly #violations: WsViolation[] = [];
  #frames = 0;
  #closing: 'in' | 'out' = 'in';
  #failure: string | undefined;

  constructor(ends: WsEnds, ws: WebSocket, socket: Socket, wiretap: Wiretap | undefined) {
    this.id = ends.id;
    this.transport = ends.transport;
    this.local = ends.local;
    this.remote = ends.remote;
    this.#ws = ws;
    this.#socket = socket;
    this.#wiretap = wiretap;
  }

  /** Starts to report. Called at once after construction, so that nothing is missed. */
  protected listen<L extends Link>(link: L, events: LinkEvents<L>): void {
    const ws = this.#ws;
    ws.on('message', (data: Buffer, binary: boolean) => this.#receive(link, events, data, binary));
    ws.on('ping', (payload: Buffer) => {
      this.#frames += 1;
      const trace = this.#record('in', 'ping', { bytes: payload });
      this.#record('out', 'pong', { bytes: payload, note: 'answered by the WebSocket layer' });
      events.ping?.(link, payload, trace);
    });
    ws.on('pong', (payload: Buffer) => {
      this.#frames += 1;
      events.pong?.(link, payload, this.#record('in', 'pong', { bytes: payload }));
    });
    ws.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure = error.message;
      if (!error.code?.startsWith('WS_ERR_')) return;
      const bytes = Buffer.alloc(0);
      const trace = this.#record('in', 'garbage', { note: error.message });
      this.#violations.push({ code: error.code, detail: error.message, trace });
      events.garbage?.(link, bytes, error.message, trace);
    });
    ws.on('close', (code: number, text: Buffer) => {
      const reason = text.toString() || this.#failure;
      const clean = code !== 1006 && this.#failure === undefined;
      const note = reason ? `${code} ${reason}` : `${code}`;
      const trace = this.#record(this.#closing, 'close', { note });
      events.closed?.(link, { code, clean, trace, ...(reason && { reason }) });
    });
  }

  get open(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  get observed(): WsObservation {
    return { frames: this.#frames, violations: this.#violations };
  }

  send(bytes: Uint8Array, options: SendOptions = {}): string {
    this.#requireOpen();
    const { binary = false, fragments = 1 } = options;
    const size = Math.ceil(bytes.length / fragments);
    for (let index = 0; index < fragments; index += 1) {
      const part = bytes.subarray(index * size, (index + 1) * size);
      this.#ws.send(part, { binary, fin: index === fragments - 1 });
    }
    return this.#record('out', isLineEnds(bytes) ? 'keepalive' : 'sip', { bytes });
  }

  /** Sends a Ping frame; the answer comes as the event `pong`. @returns the trace id */
  ping(payload: Uint8Array = Buffer.alloc(0)): string {
    this.#requireOpen();
    this.#ws.ping(payload);
    return this.#record('out', 'ping', { bytes: payload });
  }

  /** Puts octets on the connection past the WebSocket framing, see `encodeFrame`. @returns the trace id */
  rawWrite(bytes: Uint8Array): string {
    this.#requireOpen();
    this.#socket.write(bytes);
    return this.#record('out', 'garbage', { bytes, note: 'octets past the WebSocket framing' });
  }

  /** @throws RangeError for a code that RFC 6455 7.4 does not let an endpoint send */
  close(code?: number, reason?: string): void {
    if (this.open) this.#closing = 'out';
    this.#ws.close(code, reason);
  }

  /** Cuts the connection without a Close frame. */
  terminate(): void {
    if (this.open) this.#closing = 'out';
    this.#ws.terminate();
  }

  #receive<L extends Link>(link: L, events: LinkEvents<L>, bytes: Buffer, binary: boolean): void {
    this.#frames += 1;
    if (isLineEnds(bytes)) {
      const trace = this.#record('in', 'keepalive', { bytes });
      this.answerKeepAlive(bytes);
      events.keepalive?.(link, bytes, trace);
      return;
    }
    const invalidUtf8 = !binary && !isUtf8(bytes);
    const trace = this.#record(
      'in',
      'sip',
      invalidUtf8 ? { bytes, note: 'text that is not UTF-8' } : { bytes },
    );
    events.message(link, bytes, { binary, trace, ...(invalidUtf8 && { invalidUtf8 }) });
  }

  /** What a side does about line ends between messages (RFC 7118 6). */
  protected abstract answerKeepAlive(bytes: Uint8Array): void;

  #requireOpen(): void {
    if (!this.open) throw new LinkClosed(this, this.#failure);
  }

  #record(...args: RecordArguments): string {
    return record(this.#wiretap, this, ...args);
  }
}

type RecordArguments = Parameters<typeof record> extends [unknown, unknown, ...infer Rest] ? Rest : never;
