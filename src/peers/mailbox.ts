import type { Clock } from '../endpoint/clock.ts';
import { Inbox } from '../endpoint/inbox.ts';
import type { Link } from '../net/link.ts';
import { callId, cseq, topVia } from '../sip/headers/index.ts';
import { type SipMessage, type SipRequest, SipResponse } from '../sip/message.ts';
import type { Seen, Sent } from './seen.ts';

/** What a peer received, sorted into requests, responses and repetitions. */
export class Mailbox {
  /** Requests, each once: retransmissions are kept apart. */
  readonly requests: Inbox<Seen<SipRequest>>;
  /** Every response, provisional, final and repeated. */
  readonly responses: Inbox<Seen<SipResponse>>;
  /** Requests that came again with the branch and method of an earlier one. */
  readonly retransmissions: Seen<SipRequest>[] = [];
  /** How long a wait lasts unless told otherwise, in milliseconds. */
  readonly bound: number;
  readonly #known = new Set<string>();
  readonly #places = new WeakMap<SipMessage, Seen>();

  constructor(clock: Clock, bound: number) {
    const describe = (seen: Seen): string => seen.message.startLine;
    this.requests = new Inbox<Seen<SipRequest>>({ clock, describe });
    this.responses = new Inbox<Seen<SipResponse>>({ clock, describe });
    this.bound = bound;
  }

  /** Files a message; `id` is its place in the trace. */
  file(message: SipRequest | SipResponse, place: { id: string; at: number; link: Link }): void {
    const seen = { ...place, message };
    this.#places.set(message, seen);
    if (message instanceof SipResponse) {
      this.responses.push({ ...seen, message });
    } else if (this.#isNew(message)) {
      this.requests.push({ ...seen, message });
    } else {
      this.retransmissions.push({ ...seen, message });
    }
  }

  /** The place in the trace of a message that was filed. */
  seen<M extends SipMessage>(message: M): Seen<M> {
    const seen = this.#places.get(message);
    if (!seen) throw new Error(`never received: ${message.startLine}`);
    return { ...seen, message };
  }

  /** Awaits a request. @throws PeerDidNot */
  request(
    method: string,
    match: RequestMatch = () => true,
    withinMs = this.bound,
  ): Promise<Seen<SipRequest>> {
    return this.requests.next(
      `send ${article(method)} ${method}`,
      (seen) => seen.message.method === method && match(seen.message),
      withinMs,
    );
  }

  /** Awaits a response to a request of ours. @throws PeerDidNot */
  response(
    sent: Sent<SipRequest>,
    what: string,
    match: (response: SipResponse) => boolean,
    withinMs = this.bound,
  ): Promise<Seen<SipResponse>> {
    return this.responses.next(
      what,
      (seen) => answers(seen.message, sent.message) && match(seen.message),
      withinMs,
    );
  }

  /** Awaits the final response to a request of ours; provisional ones are passed over. @throws PeerDidNot */
  final(sent: Sent<SipRequest>, withinMs = this.bound): Promise<Seen<SipResponse>> {
    const what = `answer ${sent.message.method} with a final response`;
    return this.response(sent, what, (response) => response.status >= 200, withinMs);
  }

  /** Responses to a request of ours that came so far, taken or not. */
  responsesTo(sent: Sent<SipRequest>): Seen<SipResponse>[] {
    return this.responses.all((seen) => answers(seen.message, sent.message));
  }

  /** Requests that came so far, taken or not, each transaction once. */
  received(method?: string, match: RequestMatch = () => true): Seen<SipRequest>[] {
    return this.requests.all(
      ({ message }) => (method === undefined || message.method === method) && match(message),
    );
  }

  /** Every time that a request came, told by Call-ID, CSeq and method whatever its branch; the first one first. */
  copies({ message }: Seen<SipRequest>): Seen<SipRequest>[] {
    const { number, method } = cseq(message);
    const same = ({ message: other }: Seen<SipRequest>): boolean =>
      callId(other) === callId(message) && cseq(other).number === number && cseq(other).method === method;
    return [...this.requests.all(same), ...this.retransmissions.filter(same)];
  }

  close(why: string): void {
    this.requests.close(why);
    this.responses.close(why);
  }

  #isNew(request: SipRequest): boolean {
    const { branch, host, port } = topVia(request);
    const key = [branch, host, port, request.method, cseq(request).number, callId(request)].join('|');
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }
}

export type RequestMatch = (request: SipRequest) => boolean;

/** Whether a response is to this request of ours (RFC 3261 17.1.3). */
function answers(response: SipResponse, request: SipRequest): boolean {
  return topVia(response).branch === topVia(request).branch && cseq(response).method === cseq(request).method;
}

function article(method: string): string {
  return /^[AEIO]/.test(method) ? 'an' : 'a';
}
