import type { Clock } from '../../endpoint/clock.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import type { Link } from '../../net/link.ts';
import { openWebSocket, type WsClientOptions, type WsLink } from '../../net/ws-client.ts';
import { encodeFrame } from '../../net/ws-frame.ts';
import type { Tap } from '../../trace/event.ts';
import { countMessages, type Frame, type FrameShape } from './frames.ts';

/** Where and how to connect; `protocols` is `['sip']` unless told. */
export interface W2Options extends Omit<WsClientOptions, 'protocols' | 'maxMs' | 'wiretap'> {
  readonly protocols?: readonly string[];
}

/** How a W2 connection ended. */
export interface Closed {
  /** Id of the trace event. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Status code of the Close frame; 1006 when there was none. */
  readonly code?: number;
  /** Whether it was closed as RFC 6455 7 wants it. */
  readonly clean: boolean;
}

/** An answer of the other side that is no SIP message: Pong, CRLF. */
export interface Signal {
  readonly id: string;
  readonly at: number;
  /** Application data of a Pong, the octets of a keep-alive. */
  readonly payload: Uint8Array;
}

export interface W2Events {
  message(bytes: Uint8Array, frame: Frame): void;
  closed(closed: Closed): void;
}

interface Tracing {
  readonly clock: Clock;
  readonly tap: Tap;
  /** Role in the trace: `WIC a`. */
  readonly role: string;
}

/** One WebSocket of a WIC, as a link that keeps what was measured on it. */
export class W2Connection implements Link {
  readonly reliable = true;
  /** Every WebSocket message with SIP received, in order. */
  readonly frames: Frame[] = [];
  readonly pongs: Signal[] = [];
  /** CRLF received: the answer to a keep-alive CRLFCRLF. */
  readonly keepAlives: Signal[] = [];
  /** Where what was sent last stands in the trace. */
  lastSent: Omit<Signal, 'payload'> = { id: '', at: 0 };
  closed: Closed | undefined;
  #ws!: WsLink;
  #shape: FrameShape = {};
  readonly #waiting = new Set<() => void>();
  readonly #clock: Clock;
  readonly #events: W2Events;

  private constructor(clock: Clock, events: W2Events) {
    this.#clock = clock;
    this.#events = events;
  }

  /** @throws HandshakeRefused, ConnectionFailed */
  static async open(
    options: W2Options,
    maxMs: number,
    tracing: Tracing,
    events: W2Events,
  ): Promise<W2Connection> {
    const { clock, tap, role } = tracing;
    const connection = new W2Connection(clock, events);
    const { protocols = ['sip'], ...rest } = options;
    const wiretap = { tap, ref: 'W2' as const, self: role, peer: 'eP-CSCF' };
    connection.#ws = await openWebSocket(
      { ...rest, protocols, maxMs, wiretap },
      {
        message: (_, bytes, info) => connection.#received(bytes, info),
        closed: (_, info) => connection.#ended(info),
        pong: (_, payload, trace) => connection.#signal(trace, payload, connection.pongs),
        keepalive: (_, bytes, trace) => connection.#signal(trace, bytes, connection.keepAlives),
      },
    );
    return connection;
  }

  get id(): string {
    return this.#ws.id;
  }
  get transport(): Link['transport'] {
    return this.#ws.transport;
  }
  get local(): Link['local'] {
    return this.#ws.local;
  }
  get remote(): Link['remote'] {
    return this.#ws.remote;
  }
  get open(): boolean {
    return this.#ws.open;
  }
  /** The opening handshake's response. */
  get handshake(): WsLink['handshake'] {
    return this.#ws.handshake;
  }
  /** The TLS session; absent on plain `ws`. */
  get tls(): WsLink['tls'] {
    return this.#ws.tls;
  }
  /** What the server did on the WebSocket layer: frames, and how it broke RFC 6455 (masked frames, …). */
  get observed(): WsLink['observed'] {
    return this.#ws.observed;
  }

  /** Sends one WebSocket message in the shape in force. @returns the trace id */
  send(bytes: Uint8Array): string {
    const { binary = false, fragments = 1, unmasked } = this.#shape;
    const frame = { opcode: binary ? 2 : 1, payload: bytes, masked: false };
    const id = unmasked ? this.#ws.rawWrite(encodeFrame(frame)) : this.#ws.send(bytes, { binary, fragments });
    return this.#note(id);
  }

  /** Lets what is sent inside `send` go out in a shape of its own. */
  shaped(shape: FrameShape, send: () => void): void {
    this.#shape = shape;
    try {
      send();
    } finally {
      this.#shape = {};
    }
  }

  /** Sends a Ping. @returns the trace id */
  ping(payload: Uint8Array = new Uint8Array()): string {
    return this.#note(this.#ws.ping(payload));
  }

  /** Awaits a Pong with this payload; others, which RFC 6455 5.5.3 allows, are passed over. @throws PeerDidNot */
  async pong(payload: Uint8Array, withinMs: number): Promise<Signal> {
    const found = (): Signal | undefined =>
      this.pongs.find((pong) => Buffer.compare(pong.payload, payload) === 0);
    await this.#until(
      'answer a WebSocket Ping with a Pong of the same payload',
      () => found() !== undefined,
      withinMs,
    );
    return found() as Signal;
  }

  /** Sends the CRLFCRLF of RFC 5626 3.5.1. @returns the trace id */
  sendKeepAlive(): string {
    return this.#note(this.#ws.send(new TextEncoder().encode('\r\n\r\n')));
  }

  /** Sends the CRLFCRLF of RFC 5626 3.5.1 and awaits the CRLF that answers it. @throws PeerDidNot */
  async keepAlive(withinMs: number): Promise<Signal> {
    const before = this.keepAlives.length;
    this.sendKeepAlive();
    await this.#until('answer a CRLF keep-alive', () => this.keepAlives.length > before, withinMs);
    return this.keepAlives[before] as Signal;
  }

  /** Awaits the end of the connection, whoever ends it. @throws PeerDidNot */
  async closedWithin(ms: number): Promise<Closed> {
    await this.#until('close the WebSocket connection', () => this.closed !== undefined, ms);
    return this.closed as Closed;
  }

  /** Starts the closing handshake. */
  close(code = 1000, reason?: string): void {
    this.#ws.close(code, reason);
  }

  /** Drops the connection without a Close frame, as a lost network would. */
  terminate(): void {
    this.#ws.terminate();
  }

  #until(what: string, reached: () => boolean, withinMs: number): Promise<void> {
    if (reached()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        cancel();
        this.#waiting.delete(look);
        end();
      };
      const look = (): void => {
        if (reached()) settle(resolve);
        else if (this.closed) settle(() => reject(new PeerDidNot(what, 'the connection was closed')));
      };
      const cancel = this.#clock.after(withinMs, () =>
        settle(() => reject(new PeerDidNot(what, `waited ${withinMs} ms`))),
      );
      this.#waiting.add(look);
      look();
    });
  }

  #received(bytes: Uint8Array, info: { trace: string; binary?: boolean; invalidUtf8?: boolean }): void {
    const { trace: id, binary = false, invalidUtf8 = false } = info;
    const at = this.#clock.now();
    const frame = { id, at, binary, invalidUtf8, messages: countMessages(bytes), bytes };
    this.frames.push(frame);
    this.#events.message(bytes, frame);
  }

  #note(id: string): string {
    this.lastSent = { id, at: this.#clock.now() };
    return id;
  }

  #signal(id: string, payload: Uint8Array, list: Signal[]): void {
    list.push({ id, at: this.#clock.now(), payload });
    this.#wake();
  }

  #ended(info: { trace: string; code?: number; clean: boolean }): void {
    const { trace: id, code, clean } = info;
    this.closed = { id, at: this.#clock.now(), clean, ...(code !== undefined && { code }) };
    this.#events.closed(this.closed);
    this.#wake();
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
