import type { Address, Transport } from '../../trace/event.ts';

/** A link of the thread that owns the Mw sockets, as other threads see it. */
export interface LinkDescriptor {
  readonly id: string;
  readonly transport: Transport;
  readonly local: Address;
  readonly remote: Address;
}

/** Where to send: back over a link, or to an address. */
export type MwTarget =
  | { readonly link: string }
  | { readonly transport: 'udp' | 'tcp'; readonly host: string; readonly port: number };

/** A message that came over Mw for one scenario. */
export interface MwArrival {
  /** Id of the trace event. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly link: LinkDescriptor;
}

/** What became of a `send`. The fields are empty until it is known. */
export interface Sending {
  /** Id of the trace event. */
  readonly id: string;
  readonly at: number;
}

export interface MwEvents {
  message(arrival: MwArrival): void;
  /** A message could not be sent: its bytes and why. */
  failed(bytes: Uint8Array, why: string): void;
}

/**
 * Mw as one scenario's core sees it. The sockets may live in another thread, so nothing here waits for
 * them: a message is handed over, and what becomes of it is told later.
 */
export interface MwPort {
  /** Address the core is reached at; the sent-by of its Vias. */
  readonly local: Address;
  send(bytes: Uint8Array, to: MwTarget): Sending;
  /** Takes delivery from now on; what came before is delivered at once. */
  listen(events: MwEvents): void;
}
