import type { Link } from '../net/link.ts';
import type { SipMessage } from '../sip/message.ts';

/** A message a peer received, with its place in the trace. */
export interface Seen<M extends SipMessage = SipMessage> {
  /** Id of the trace event. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: M;
  /** What it came over. */
  readonly link: Link;
}

/** A message a peer sent. */
export interface Sent<M extends SipMessage = SipMessage> {
  /** Id of the trace event. Empty until the thread that owns the socket has reported the sending. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly message: M;
}
