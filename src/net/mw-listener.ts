import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, isIP, isIPv6, type Server } from 'node:net';
import { gatedEvents } from './gated-events.ts';
import { type Address, addressText, ConnectionFailed, type Link, type LinkEvents } from './link.ts';
import { plainHost } from './tcp-link.ts';
import { TcpLinks } from './tcp-links.ts';
import { UdpLinks } from './udp-links.ts';
import type { Wiretap } from './wiretap.ts';

/** A SIP element on Mw: it receives on UDP and TCP on one port, and sends from there. */
export interface MwListener {
  readonly address: Address;
  /**
   * The link to send over. On TCP a live connection to that address is used again (RFC 3261 18.1.1), else
   * one is opened, whose local port is any.
   * @throws {ConnectionFailed} when the host has no address or does not accept the connection
   */
  linkTo(transport: 'udp' | 'tcp', to: Address): Promise<Link>;
  /** Closes every link, sending what was written; no event is reported from then on. */
  close(): Promise<void>;
}

export interface MwOptions {
  readonly wiretap?: Wiretap;
  /** How long a TCP connection may take to open, in milliseconds. */
  readonly connectMs?: number;
}

interface Bound {
  readonly tcp: Server;
  readonly udp: DatagramSocket;
  readonly address: Address;
}

/** Datagrams of several scenarios can come at once; the kernel's default holds some 200 of them. */
const receiveBuffer = 4 * 1024 * 1024;

/**
 * Listens on UDP and TCP on one port, because a large request may come over TCP where UDP was agreed on
 * (RFC 3261 18.1.1).
 * @param at host is an address or a name; port 0 is any port that is free for both
 * @throws the error of the operating system (`EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`, `ENOTFOUND`)
 */
export async function listenMw(
  at: Address,
  events: LinkEvents,
  options: MwOptions = {},
): Promise<MwListener> {
  const { tcp, udp, address } = await bindBoth((await lookup(at.host)).address, at.port);
  const gate = { open: true };
  const gated = gatedEvents(events, () => gate.open);
  const anyAddress = address.host === '0.0.0.0' || address.host === '::';
  const localHost = anyAddress ? undefined : address.host;
  const udpLinks = new UdpLinks(udp, address, gated, options.wiretap);
  const tcpLinks = new TcpLinks(tcp, localHost, options.connectMs ?? 10_000, gated, options.wiretap);
  return {
    address,
    async linkTo(transport, to) {
      if (!gate.open) throw new ConnectionFailed(addressText(to), 'CLOSED', 'the listener is closed');
      const target = { host: await resolve(to.host, isIPv6(address.host)), port: to.port };
      return transport === 'udp' ? udpLinks.linkTo(target) : tcpLinks.linkTo(target);
    },
    async close() {
      if (!gate.open) return;
      gate.open = false;
      const closed = Promise.all([once(tcp, 'close'), once(udp, 'close')]);
      tcp.close();
      tcpLinks.close();
      udpLinks.close();
      udp.close();
      await closed;
    },
  };
}

/** Binding TCP first finds a free port; the same port can be taken on UDP, then the next one is tried. */
async function bindBoth(host: string, port: number): Promise<Bound> {
  for (let attemptsLeft = port === 0 ? 20 : 1; ; ) {
    attemptsLeft -= 1;
    const tcp = createServer();
    tcp.listen(port, host);
    await once(tcp, 'listening');
    const bound = tcp.address();
    if (bound === null || typeof bound === 'string') throw new Error(`${host} is not an IP address`);
    const udp = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: receiveBuffer });
    udp.bind(bound.port, host);
    try {
      await once(udp, 'listening');
      return { tcp, udp, address: { host: bound.address, port: bound.port } };
    } catch (error) {
      udp.close();
      tcp.close();
      if (attemptsLeft === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function resolve(host: string, preferIPv6: boolean): Promise<string> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare)) return plainHost(bare);
  try {
    const addresses = await lookup(bare, { all: true });
    const fitting = addresses.find(({ family }) => (family === 6) === preferIPv6) ?? addresses[0];
    if (fitting) return fitting.address;
  } catch (error) {
    throw new ConnectionFailed(bare, (error as NodeJS.ErrnoException).code ?? 'ENOTFOUND', String(error));
  }
  throw new ConnectionFailed(bare, 'ENOTFOUND', 'the name has no address');
}
