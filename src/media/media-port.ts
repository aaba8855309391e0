import type { Socket } from 'node:dgram';
import { systemClock } from '../endpoint/clock.ts';
import type { Address } from '../net/link.ts';
import type { PacketKind, PortFacts } from './facts.ts';
import { PacketCounts, packetKind } from './packet-counts.ts';

/** One UDP port that counts what passes it. */
export class MediaPort {
  readonly local: Address;
  onPacket: ((bytes: Uint8Array, kind: PacketKind, from: Address) => void) | undefined;
  readonly #socket: Socket;
  readonly #received = new PacketCounts();
  readonly #sent = new PacketCounts();
  #closed: Promise<void> | undefined;

  /** @param socket bound */
  constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { host: address, port };
    socket.on('message', (bytes, { address: host, port }) => {
      const kind = packetKind(bytes);
      this.#received.add(kind, { host, port }, systemClock.now());
      this.onPacket?.(bytes, kind, { host, port });
    });
    // ICMP errors of earlier datagrams: media are sent all the same.
    socket.on('error', () => undefined);
  }

  /** @returns whether the port is open */
  send(bytes: Uint8Array, to: Address): boolean {
    if (this.#closed !== undefined) return false;
    this.#sent.add(packetKind(bytes), to, systemClock.now());
    this.#socket.send(bytes, to.port, to.host, () => undefined);
    return true;
  }

  facts(): PortFacts {
    return { local: this.local, received: this.#received.snapshot(), sent: this.#sent.snapshot() };
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.onPacket = undefined;
      this.#socket.close(() => resolve());
    });
    return this.#closed;
  }
}
