import type { ReferencePoint, Tap, TraceKind } from '../trace/event.ts';
import { type Address, addressText, type Link } from './link.ts';

/** Where the traffic of a link is written down, and what the two ends are called there. */
export interface Wiretap {
  readonly tap: Tap;
  readonly ref: ReferencePoint;
  /** Role of this side: `core`, `WIC a`. */
  readonly self: string;
  /** Role of the other side: `eP-CSCF`. */
  readonly peer: string;
}

type Direction = 'in' | 'out';

type TappedEnds = Pick<Link, 'id' | 'transport'> & {
  readonly local?: Address;
  readonly remote?: Address;
};

/** Milliseconds since the epoch, with the resolution of the monotonic clock. */
function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Writes one event of a link into the trace.
 * @returns its trace id, '' without a wiretap
 */
export function record(
  wiretap: Wiretap | undefined,
  link: TappedEnds,
  direction: Direction,
  kind: TraceKind,
  content: { readonly bytes?: Uint8Array; readonly note?: string } = {},
): string {
  if (!wiretap) return '';
  const out = direction === 'out';
  const source = out ? link.local : link.remote;
  const destination = out ? link.remote : link.local;
  return wiretap.tap({
    at: wallClock(),
    ref: wiretap.ref,
    kind,
    from: out ? wiretap.self : wiretap.peer,
    to: out ? wiretap.peer : wiretap.self,
    transport: link.transport,
    connection: link.id,
    ...(source && { source }),
    ...(destination && { destination }),
    ...content,
  });
}

let connections = 0;

/** Name of a connection; numbered because a pair of addresses can meet again. */
export function connectionId(transport: string, local: Address, remote: Address): string {
  connections += 1;
  return `${transport}#${connections} ${addressText(local)}-${addressText(remote)}`;
}
