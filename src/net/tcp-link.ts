import type { Socket } from 'node:net';
import { StreamFramer } from '../sip/frame.ts';
import { type Address, type Link, LinkClosed, type LinkEvents } from './link.ts';
import { connectionId, record, type Wiretap } from './wiretap.ts';

const ping = 4; // CRLFCRLF, RFC 5626 4.4.1
const pong = Buffer.from('\r\n');

/** A connected TCP socket that carries SIP (RFC 3261 18.3: framed by Content-Length). */
export class TcpLink implements Link {
  readonly id: string;
  readonly transport = 'tcp';
  readonly reliable = true;
  readonly local: Address;
  readonly remote: Address;
  readonly #socket: Socket;
  readonly #events: LinkEvents;
  readonly #wiretap: Wiretap | undefined;
  readonly #framer = new StreamFramer();
  #open = true;
  #closing: 'in' | 'out' = 'in';
  #failure: string | undefined;

  /** @param accepted the other side opened the connection, so that keep-alives are ours to answer */
  constructor(socket: Socket, accepted: boolean, events: LinkEvents, wiretap: Wiretap | undefined) {
    this.local = { host: plainHost(socket.localAddress), port: socket.localPort ?? 0 };
    this.remote = { host: plainHost(socket.remoteAddress), port: socket.remotePort ?? 0 };
    this.id = connectionId('tcp', this.local, this.remote);
    this.#socket = socket;
    this.#events = events;
    this.#wiretap = wiretap;
    socket.setNoDelay(true);
    record(wiretap, this, accepted ? 'in' : 'out', 'open');
    socket.on('data', (chunk: Buffer) => this.#receive(chunk, accepted));
    socket.on('error', (error) => {
      this.#failure = error.message;
    });
    socket.on('close', () => this.#closed());
  }

  get open(): boolean {
    return this.#open && this.#socket.writable;
  }

  send(bytes: Uint8Array): string {
    if (!this.open) throw new LinkClosed(this, this.#failure);
    this.#socket.write(bytes);
    return record(this.#wiretap, this, 'out', 'sip', { bytes });
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#closing = 'out';
    this.#socket.end();
  }

  /** Closes without waiting for the other side, after what was written is sent. */
  drop(): void {
    this.close();
    this.#socket.destroySoon();
  }

  #receive(chunk: Buffer, accepted: boolean): void {
    if (!this.#open) return;
    try {
      for (const { kind, bytes } of this.#framer.push(chunk)) {
        if (kind === 'message') this.#deliver(bytes);
        else this.#keepAlive(bytes, accepted);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const trace = record(this.#wiretap, this, 'in', 'garbage', { bytes: chunk, note: why });
      this.#events.garbage?.(this, chunk, why, trace);
      this.close();
    }
  }

  #deliver(bytes: Uint8Array): void {
    this.#events.message(this, bytes, { trace: record(this.#wiretap, this, 'in', 'sip', { bytes }) });
  }

  #keepAlive(bytes: Uint8Array, accepted: boolean): void {
    const trace = record(this.#wiretap, this, 'in', 'keepalive', { bytes });
    if (accepted && bytes.length >= ping && this.open) {
      this.#socket.write(pong);
      record(this.#wiretap, this, 'out', 'keepalive', { bytes: pong });
    }
    this.#events.keepalive?.(this, bytes, trace);
  }

  #closed(): void {
    this.#open = false;
    const reason = this.#failure;
    const trace = record(this.#wiretap, this, this.#closing, 'close', reason ? { note: reason } : {});
    this.#events.closed?.(this, { clean: reason === undefined, trace, ...(reason && { reason }) });
  }
}

/** An IPv4 address as such also where a socket for both families saw it (`::ffff:127.0.0.1`). */
export function plainHost(host: string | undefined): string {
  return (host ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}
