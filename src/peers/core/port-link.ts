import type { Address, Link } from '../../net/link.ts';
import type { LinkDescriptor, MwPort, MwTarget, Sending } from './mw-port.ts';

/** A way over a port, in the shape the transaction layer wants. */
export class PortLink implements Link {
  readonly id: string;
  readonly transport: 'udp' | 'tcp';
  readonly local: Address;
  readonly remote: Address;
  readonly open = true;
  readonly #port: MwPort;
  readonly #to: MwTarget;
  readonly #onSend: OnSend;

  private constructor(
    at: Omit<LinkDescriptor, 'transport'> & { transport: 'udp' | 'tcp' },
    port: MwPort,
    to: MwTarget,
    onSend: OnSend,
  ) {
    this.id = at.id;
    this.transport = at.transport;
    this.local = at.local;
    this.remote = at.remote;
    this.#port = port;
    this.#to = to;
    this.#onSend = onSend;
  }

  /** The way back to where a message came from. */
  static back(link: LinkDescriptor, port: MwPort, onSend: OnSend): PortLink {
    const transport = link.transport === 'tcp' ? 'tcp' : 'udp';
    return new PortLink({ ...link, transport }, port, { link: link.id }, onSend);
  }

  /** The way to an address. */
  static to(transport: 'udp' | 'tcp', remote: Address, port: MwPort, onSend: OnSend): PortLink {
    const id = `${transport}:${remote.host}:${remote.port}`;
    return new PortLink({ id, transport, local: port.local, remote }, port, { transport, ...remote }, onSend);
  }

  get reliable(): boolean {
    return this.transport === 'tcp';
  }

  /** @returns the empty string: the trace id is known to the port later */
  send(bytes: Uint8Array): string {
    this.#onSend(bytes, this.#port.send(bytes, this.#to));
    return '';
  }

  /** Connections belong to the thread that owns the sockets. */
  close(): void {}
}

/** Told of everything that is sent, with what becomes of it. */
export type OnSend = (bytes: Uint8Array, sending: Sending) => void;
