import type { Address } from '../net/link.ts';
import type { PortFacts } from './facts.ts';

/** RTP and RTCP in the clear on two UDP ports (RFC 3550 11), as ends in an IMS core have them. */
export interface PlainTransport {
  readonly rtp: Address;
  readonly rtcp: Address;
  /** Where packets go from now on; undefined: nowhere. `rtcp` equals `rtp` with rtcp-mux. */
  toward(remote: { readonly host: string; readonly rtp: number; readonly rtcp: number } | undefined): void;
  /** @returns whether there was a destination */
  send(rtp: Uint8Array): boolean;
  sendRtcp(rtcp: Uint8Array): boolean;
  onRtp: ((packet: Uint8Array, from: Address) => void) | undefined;
  onRtcp: ((packet: Uint8Array, from: Address) => void) | undefined;
  /** What the two ports saw: that of RTP first. */
  facts(): readonly [rtp: PortFacts, rtcp: PortFacts];
  /** Frees the ports; may be called more than once. */
  close(): Promise<void>;
}
