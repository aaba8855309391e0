import { connect, type Server, type Socket } from 'node:net';
import { type Address, addressText, ConnectionFailed, type LinkEvents } from './link.ts';
import { TcpLink } from './tcp-link.ts';
import type { Wiretap } from './wiretap.ts';

/** The TCP connections of one listening address, accepted and opened ones alike. */
export class TcpLinks {
  readonly #events: LinkEvents;
  readonly #wiretap: Wiretap | undefined;
  readonly #connectMs: number;
  readonly #localHost: string | undefined;
  readonly #live = new Set<TcpLink>();
  readonly #opening = new Map<string, Promise<TcpLink>>();
  readonly #unfinished = new Set<Socket>();

  /** @param localHost address that outgoing connections come from */
  constructor(
    server: Server,
    localHost: string | undefined,
    connectMs: number,
    events: LinkEvents,
    wiretap: Wiretap | undefined,
  ) {
    this.#events = events;
    this.#wiretap = wiretap;
    this.#connectMs = connectMs;
    this.#localHost = localHost;
    server.on('connection', (socket) => events.opened?.(this.#adopt(socket, true)));
  }

  /** @param to an IP address, not a name */
  async linkTo(to: Address): Promise<TcpLink> {
    const target = addressText(to);
    for (const link of this.#live) if (link.open && addressText(link.remote) === target) return link;
    const opening = this.#opening.get(target) ?? this.#connect(to, target);
    this.#opening.set(target, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(target);
    }
  }

  /** Closes every connection, sending what was written. */
  close(): void {
    for (const socket of this.#unfinished) socket.destroy();
    for (const link of this.#live) link.drop();
  }

  #connect(to: Address, target: string): Promise<TcpLink> {
    const { promise, resolve, reject } = Promise.withResolvers<TcpLink>();
    const localAddress = this.#localHost;
    const socket = connect({ host: to.host, port: to.port, ...(localAddress && { localAddress }) });
    this.#unfinished.add(socket);
    const fail = (code: string, detail: string): void => {
      socket.destroy();
      reject(new ConnectionFailed(`tcp:${target}`, code, detail));
    };
    const deadline = setTimeout(
      () => fail('TIMEOUT', `no connection in ${this.#connectMs} ms`),
      this.#connectMs,
    );
    const onError = (error: NodeJS.ErrnoException): void => fail(error.code ?? error.name, error.message);
    const onClose = (): void => {
      clearTimeout(deadline);
      this.#unfinished.delete(socket);
      fail('CLOSED', 'closed while connecting');
    };
    socket.on('error', onError);
    socket.on('close', onClose);
    socket.on('connect', () => {
      clearTimeout(deadline);
      this.#unfinished.delete(socket);
      socket.off('error', onError);
      socket.off('close', onClose);
      resolve(this.#adopt(socket, false));
    });
    return promise;
  }

  #adopt(socket: Socket, accepted: boolean): TcpLink {
    const link = new TcpLink(socket, accepted, this.#events, this.#wiretap);
    this.#live.add(link);
    socket.on('close', () => this.#live.delete(link));
    return link;
  }
}
