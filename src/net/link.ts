import type { Address, Transport } from '../trace/event.ts';

export type { Address, Transport } from '../trace/event.ts';

/** How the bytes of one WebSocket message are sent; without meaning on UDP and TCP. */
export interface SendOptions {
  /** A binary instead of a text frame. */
  readonly binary?: boolean;
  /** Number of WebSocket frames the message is cut into. */
  readonly fragments?: number;
}

/** One way to reach one remote address: a connection or, on UDP, the pair of socket and remote address. */
export interface Link {
  /** Unique in this process; on UDP the same for every datagram between the same two addresses. */
  readonly id: string;
  readonly transport: Transport;
  readonly local: Address;
  readonly remote: Address;
  /** Whether the transport retransmits by itself (RFC 3261 17): everything but UDP. */
  readonly reliable: boolean;
  readonly open: boolean;
  /**
   * Sends one message whole.
   * @returns the trace id of what was sent, '' when nothing taps the link
   * @throws {LinkClosed} when the link is not open any more
   */
  send(bytes: Uint8Array, options?: SendOptions): string;
  /** Closes in order: a Close frame on a WebSocket (code and reason are for it), FIN on TCP. */
  close(code?: number, reason?: string): void;
}

export interface MessageInfo {
  /** Trace id of the message, '' when nothing taps the link. */
  readonly trace: string;
  /** Came in binary WebSocket frames. Absent on UDP and TCP. */
  readonly binary?: boolean;
  /** Came as text that is not UTF-8, which RFC 6455 8.1 forbids. */
  readonly invalidUtf8?: boolean;
}

export interface ClosedInfo {
  /** WebSocket close code, with 1005 (none was given) and 1006 (no Close frame came) of RFC 6455 7.4.1. */
  readonly code?: number;
  readonly reason?: string;
  /** Closed as the protocol wants it, not by reset, error or without Close frame. */
  readonly clean: boolean;
  /** Trace id of the event. */
  readonly trace: string;
}

/** What a link tells its owner. Handlers must not throw. */
export interface LinkEvents<L extends Link = Link> {
  message(link: L, bytes: Uint8Array, info: MessageInfo): void;
  /** A link that the other side opened; never called for a link that we opened. */
  opened?(link: L): void;
  /** Called once for a link. On UDP only when the local system refuses to send. */
  closed?(link: L, info: ClosedInfo): void;
  /** Bytes that no framing rule of the transport accepts; the link is closed after it. */
  garbage?(link: L, bytes: Uint8Array, why: string, trace: string): void;
  /** Line ends between messages (RFC 5626 4.4.1): four bytes ask, two answer. */
  keepalive?(link: L, bytes: Uint8Array, trace: string): void;
  ping?(link: L, payload: Uint8Array, trace: string): void;
  pong?(link: L, payload: Uint8Array, trace: string): void;
}

/** Nothing can be sent over this link any more. */
export class LinkClosed extends Error {
  override readonly name = 'LinkClosed';

  constructor(link: Pick<Link, 'id'>, detail?: string) {
    super(`${link.id} is closed${detail ? `: ${detail}` : ''}`);
  }
}

/** The other side could not be reached, in time or at all; no byte of the application was exchanged. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed';
  /** System or TLS error code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), `TIMEOUT` when the time was over. */
  readonly code: string;

  constructor(target: string, code: string, detail: string) {
    super(`${target} cannot be reached: ${detail}`);
    this.code = code;
  }
}

/** `127.0.0.1:5060`, `[::1]:5060`. */
export function addressText(address: Address): string {
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
