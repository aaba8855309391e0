import type { SipMessage } from '../sip/message.ts';

/** A SIP message with its place in the trace: what most checks are about. */
export interface Subject {
  readonly id: string;
  readonly message: SipMessage;
}
