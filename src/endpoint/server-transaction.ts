import type { Link } from '../net/link.ts';
import { tagOf, to } from '../sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { SipParseError } from '../sip/parse.ts';
import { InviteServer } from './invite-server.ts';
import type { PlainServer } from './plain-server.ts';

export interface ServerTransaction {
  readonly request: SipRequest;
  readonly link: Link;
  /** Sends a response; after a final one only further 2xx to INVITE still go out. */
  respond(response: SipResponse): void;
  /** A CANCEL came before the final response and was answered with 200; the 487 is up to the user. */
  readonly cancelled: boolean;
  /** Calls `fn` on CANCEL, at once when it came already. */
  onCancel(fn: () => void): void;
}

/** A server transaction as the layer holds it. */
export class Server implements ServerTransaction {
  readonly machine: InviteServer | PlainServer;
  readonly link: Link;
  readonly #listeners: (() => void)[] = [];
  #cancelled = false;

  constructor(machine: InviteServer | PlainServer, link: Link) {
    this.machine = machine;
    this.link = link;
  }

  get request(): SipRequest {
    return this.machine.request;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  respond(response: SipResponse): void {
    this.machine.respond(response);
  }

  onCancel(fn: () => void): void {
    if (this.#cancelled) fn();
    else this.#listeners.push(fn);
  }

  /** A CANCEL came. It does nothing to a request that is no INVITE or has its final response (RFC 3261 9.2). */
  cancel(): void {
    if (this.#cancelled || !this.machine.pending || !(this.machine instanceof InviteServer)) return;
    this.#cancelled = true;
    for (const listener of this.#listeners) listener();
  }

  /** An ACK came on the branch of this request. @returns whether it was for a final response of 300 or above */
  acknowledged(): boolean {
    return this.machine instanceof InviteServer && this.machine.acknowledged();
  }

  /** The To tag that the responses so far carry. */
  get toTag(): string | undefined {
    const { last } = this.machine;
    try {
      return last && tagOf(to(last));
    } catch (error) {
      // A user may answer with a To that nobody can read, on purpose.
      if (error instanceof SipParseError) return undefined;
      throw error;
    }
  }
}
