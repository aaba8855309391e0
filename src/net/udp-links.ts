import type { RemoteInfo, Socket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { type Address, addressText, type Link, LinkClosed, type LinkEvents } from './link.ts';
import { plainHost } from './tcp-link.ts';
import { record, type Wiretap } from './wiretap.ts';

/** One UDP socket as links, one for each remote address. */
export class UdpLinks {
  readonly #socket: Socket;
  /** Reaches IPv4, too, under mapped addresses. */
  readonly #dual: boolean;
  readonly #local: Address;
  readonly #events: LinkEvents;
  readonly #wiretap: Wiretap | undefined;
  readonly #links = new Map<string, UdpLink>();

  constructor(socket: Socket, local: Address, events: LinkEvents, wiretap: Wiretap | undefined) {
    this.#socket = socket;
    this.#dual = socket.address().family === 'IPv6';
    this.#local = local;
    this.#events = events;
    this.#wiretap = wiretap;
    socket.on('message', (bytes, from) => this.#receive(bytes, from));
    // Some systems report here that an earlier datagram found nobody: no news for a transport that may lose.
    socket.on('error', () => {});
  }

  /** @param to an IP address, not a name */
  linkTo(to: Address): UdpLink {
    const key = addressText(to);
    const known = this.#links.get(key);
    if (known) return known;
    const host = this.#dual && isIPv4(to.host) ? `::ffff:${to.host}` : to.host;
    const send: Send = (bytes, sent) => this.#socket.send(bytes, to.port, host, sent);
    const link = new UdpLink(send, this.#local, to, this.#wiretap, (reason) => {
      this.#links.delete(key);
      if (reason === undefined) return;
      const trace = record(this.#wiretap, link, 'out', 'close', { note: reason });
      this.#events.closed?.(link, { clean: false, reason, trace });
    });
    this.#links.set(key, link);
    return link;
  }

  close(): void {
    for (const link of this.#links.values()) link.close();
  }

  #receive(bytes: Buffer, from: RemoteInfo): void {
    const link = this.linkTo({ host: plainHost(from.address), port: from.port });
    if (isLineEnds(bytes)) {
      const trace = record(this.#wiretap, link, 'in', 'keepalive', { bytes });
      this.#events.keepalive?.(link, bytes, trace);
      return;
    }
    this.#events.message(link, bytes, { trace: record(this.#wiretap, link, 'in', 'sip', { bytes }) });
  }
}

/** Nothing but CR and LF: a keep-alive, not a message. */
export function isLineEnds(bytes: Uint8Array): boolean {
  return bytes.every((octet) => octet === 13 || octet === 10);
}

type Send = (bytes: Uint8Array, sent: (error: Error | null) => void) => void;

class UdpLink implements Link {
  readonly id: string;
  readonly transport = 'udp';
  readonly reliable = false;
  readonly local: Address;
  readonly remote: Address;
  readonly #send: Send;
  readonly #wiretap: Wiretap | undefined;
  readonly #forget: (failure?: string) => void;
  #open = true;

  constructor(
    send: Send,
    local: Address,
    remote: Address,
    wiretap: Wiretap | undefined,
    forget: (failure?: string) => void,
  ) {
    this.id = `udp ${addressText(local)}-${addressText(remote)}`;
    this.local = local;
    this.remote = remote;
    this.#send = send;
    this.#wiretap = wiretap;
    this.#forget = forget;
  }

  get open(): boolean {
    return this.#open;
  }

  send(bytes: Uint8Array): string {
    if (!this.#open) throw new LinkClosed(this);
    this.#send(bytes, (error) => {
      if (error) this.#end(error.message);
    });
    return record(this.#wiretap, this, 'out', 'sip', { bytes });
  }

  close(): void {
    this.#end();
  }

  #end(failure?: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#forget(failure);
  }
}
