import type { Address } from '../net/link.ts';
import type { PortFacts } from './facts.ts';
import { MediaPort } from './media-port.ts';
import type { PortPairs } from './port-pairs.ts';

/** RTP and RTCP in the clear on two UDP ports (RFC 3550 11), as ends in an IMS core have them. */
export class PlainTransport {
  onRtp: ((packet: Uint8Array, from: Address) => void) | undefined;
  onRtcp: ((packet: Uint8Array, from: Address) => void) | undefined;
  readonly #rtp: MediaPort;
  readonly #rtcp: MediaPort;
  #remote: { readonly rtp: Address; readonly rtcp: Address } | undefined;

  /** Takes over two ports that are bound. */
  constructor(rtp: MediaPort, rtcp: MediaPort) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    for (const port of [rtp, rtcp]) {
      port.onPacket = (bytes, kind, from) => {
        if (kind === 'rtp') this.onRtp?.(bytes, from);
        if (kind === 'rtcp') this.onRtcp?.(bytes, from);
      };
    }
  }

  get rtp(): Address {
    return this.#rtp.local;
  }

  get rtcp(): Address {
    return this.#rtcp.local;
  }

  /** Where packets go from now on; undefined: nowhere. `rtcp` equals `rtp` with rtcp-mux (RFC 5761). */
  toward(remote: { readonly host: string; readonly rtp: number; readonly rtcp: number } | undefined): void {
    this.#remote = remote && {
      rtp: { host: remote.host, port: remote.rtp },
      rtcp: { host: remote.host, port: remote.rtcp },
    };
  }

  /** @returns whether there was a destination */
  send(rtp: Uint8Array): boolean {
    return this.#remote !== undefined && this.#rtp.send(rtp, this.#remote.rtp);
  }

  /** Sends a compound RTCP packet. @returns whether there was a destination */
  sendRtcp(rtcp: Uint8Array): boolean {
    if (!this.#remote) return false;
    const mux = this.#remote.rtcp.port === this.#remote.rtp.port;
    return (mux ? this.#rtp : this.#rtcp).send(rtcp, this.#remote.rtcp);
  }

  /** What the two ports saw. */
  facts(): readonly [rtp: PortFacts, rtcp: PortFacts] {
    return [this.#rtp.facts(), this.#rtcp.facts()];
  }

  /** Frees the ports; may be called more than once. */
  async close(): Promise<void> {
    await Promise.all([this.#rtp.close(), this.#rtcp.close()]);
  }
}

/** @throws Error when no ports are left */
export async function openPlainTransport(ports: PortPairs): Promise<PlainTransport> {
  const [rtp, rtcp] = await ports.open();
  return new PlainTransport(new MediaPort(rtp), new MediaPort(rtcp));
}
