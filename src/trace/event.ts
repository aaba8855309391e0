/**
 * What crossed an interface, as a value. The trace is the evidence of a run: whatever a check says
 * about the system under test points at one of these events.
 */

/** W1: WIC and web server (HTTP). W2: WIC and eP-CSCF. Mw: eP-CSCF and the other CSCFs. */
export type ReferencePoint = 'W1' | 'W2' | 'Mw';

export type Transport = 'udp' | 'tcp' | 'ws' | 'wss';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export type TraceKind =
  | 'sip'
  | 'handshake'
  | 'open'
  | 'close'
  | 'ping'
  | 'pong'
  | 'keepalive'
  /** Bytes that no framing rule of the interface accepts. */
  | 'garbage';

export interface TraceEvent {
  /** Unique within its scenario, and named after the reference point: `w2-3`, `mw-7`. */
  readonly id: string;
  /** Key of the scenario the event belongs to. Absent: no running scenario claimed it (an orphan). */
  readonly scenario?: string;
  /** Milliseconds since the epoch, fractional. */
  readonly at: number;
  readonly ref: ReferencePoint;
  readonly kind: TraceKind;
  /** Role that sent it: `WIC a`, `eP-CSCF`, `core`. */
  readonly from: string;
  readonly to: string;
  readonly transport: Transport;
  /** Names the connection (or, on UDP, the socket) it went over. */
  readonly connection: string;
  readonly source?: Address;
  readonly destination?: Address;
  readonly bytes?: Uint8Array;
  /** What the bytes do not show: the close code, why bytes are garbage, the refused status. */
  readonly note?: string;
}

/** Puts an event into the trace and returns the id it got there. */
export type Tap = (event: Omit<TraceEvent, 'id' | 'scenario'>) => string;
