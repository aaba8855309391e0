import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** Gives pairs of UDP ports of one address: RTP on an even port and RTCP on the next (RFC 3550 11). */
export class PortPairs {
  readonly host: string;
  readonly #first: number | undefined;
  readonly #last: number;
  #next: number;

  /**
   * @param host the IP address to bind
   * @param range first and last port; absent: whatever the system gives, not necessarily neighbours
   */
  constructor(host: string, range?: readonly [first: number, last: number]) {
    this.host = host;
    this.#first = range && range[0] + (range[0] % 2);
    this.#last = range?.[1] ?? 0;
    this.#next = this.#first ?? 0;
  }

  /**
   * Binds two ports. Those given back last are taken again last, so that late packets of the last call meet nobody.
   * @throws Error when no pair of the range is free
   */
  async open(): Promise<[rtp: Socket, rtcp: Socket]> {
    if (this.#first === undefined) return [await this.#bind(0), await this.#bind(0)];
    const pairs = Math.floor((this.#last - this.#first + 1) / 2);
    for (let tried = 0; tried < pairs; tried++) {
      const port = this.#next;
      this.#next = port + 3 > this.#last ? this.#first : port + 2;
      const pair = await this.#tryPair(port);
      if (pair) return pair;
    }
    throw new Error(`No two free UDP ports in ${this.host}:${this.#first}-${this.#last}`);
  }

  async #tryPair(port: number): Promise<[Socket, Socket] | undefined> {
    const rtp = await this.#bind(port).catch(ifInUse);
    if (!rtp) return undefined;
    const rtcp = await this.#bind(port + 1).catch((error: unknown) => {
      rtp.close();
      return ifInUse(error);
    });
    return rtcp && [rtp, rtcp];
  }

  #bind(port: number): Promise<Socket> {
    const socket = createSocket({ type: isIPv6(this.host) ? 'udp6' : 'udp4' });
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ port, address: this.host, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    return promise;
  }
}

function ifInUse(error: unknown): undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
}
