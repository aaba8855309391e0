import { callId, from, tagOf, to } from '../../sip/headers/index.ts';
import type { HeaderInit, SipRequest, SipResponse } from '../../sip/message.ts';

/** How a simulated user answers one request. */
export interface AnswerScript {
  /** Which request is meant; the next one of its method unless told. */
  when?(request: SipRequest): boolean;
  /** Statuses in their order, the last one final. Empty: no answer at all. */
  readonly statuses: readonly number[];
  /** Header fields of the final response besides its own. */
  readonly headers?: readonly HeaderInit[];
  /** Contact instead of the user's own: a name-addr. The core then records its route. */
  readonly contact?: string;
  /**
   * The session description: the answer to an offer, or the offer where there is none. Plain audio unless told.
   * Undefined: none.
   */
  describe?(request: SipRequest): string | undefined;
  /**
   * The description stands in the provisional responses, too. `reliable` (RFC 3262): in the first of them alone, and
   * the final response waits for the PRACK, which may offer again.
   */
  readonly early?: 'unreliable' | 'reliable';
  /** To how many users the request forks: each sends its provisional responses with a To tag of its own. */
  readonly forks?: number;
  /** How much later the final response comes, in milliseconds. */
  readonly delayMs?: number;
  /** Told of each response that is sent. */
  sent?(response: SipResponse): void;
}

/** Scripts for requests to come, by method; several of a method are used in order. */
export class Scripts {
  readonly #scripts: { readonly method: string; readonly script: AnswerScript }[] = [];

  next(method: string, script: AnswerScript): void {
    this.#scripts.push({ method, script });
  }

  /** The script that the request was meant for, if any. It is used up. */
  take(request: SipRequest): AnswerScript | undefined {
    const index = this.#scripts.findIndex(
      ({ method, script }) => method === request.method && (script.when?.(request) ?? true),
    );
    const [scripted] = index < 0 ? [] : this.#scripts.splice(index, 1);
    return scripted?.script;
  }
}

/** Whether a request opens a dialog, or stands in none. */
export function isInitial(request: SipRequest): boolean {
  return tagOf(to(request)) === undefined;
}

/** Which call a request belongs to, as the side sees it that received it. */
export function callKey(request: SipRequest): string {
  return JSON.stringify([callId(request), tagOf(from(request))]);
}
