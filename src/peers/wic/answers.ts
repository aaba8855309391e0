import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import { respond, type SipRequest } from '../../sip/message.ts';
import { Callee, type CalleeOptions } from '../call/callee.ts';
import { type AnswerScript, isInitial, Scripts } from '../call/script.ts';
import type { Call } from '../call.ts';
import type { Seen } from '../seen.ts';

export type RequestHandler = (transaction: ServerTransaction, seen: Seen<SipRequest>) => void;

/** How the WIC's user takes calls. */
export type InviteScript = Omit<AnswerScript, 'when'>;

const KNOWN = new Set(['BYE', 'INFO', 'MESSAGE', 'NOTIFY', 'OPTIONS', 'UPDATE', 'PRACK', 'CANCEL']);

/** What a WIC answers to requests that come in: like a conformant UA, unless a handler says otherwise. */
export class Answers {
  /** How the next calls are taken. */
  invites: InviteScript = { statuses: [180, 200] };
  readonly #scripts = new Scripts();
  readonly #handlers = new Map<string, RequestHandler>();
  readonly #withheld: ServerTransaction[] = [];
  readonly #random: RandomSource | undefined;
  readonly #callee: Callee;

  constructor(options: CalleeOptions) {
    this.#random = options.random;
    this.#callee = new Callee(options);
  }

  /** Calls from the far user that were taken. */
  get taken(): readonly Call[] {
    return this.#callee.taken;
  }

  /** Scripts the answer to one request to come; several of a method are used in order. */
  next(method: string, script: AnswerScript): void {
    this.#scripts.next(method, script);
  }

  /** Replaces what is done with requests of a method. */
  handle(method: string, handler: RequestHandler): void {
    this.#handlers.set(method, handler);
  }

  /** Keeps requests of a method without final response until they are released. */
  withhold(method: string): void {
    this.handle(method, (transaction) => this.#withheld.push(transaction));
  }

  /** Gives every request that was withheld its final response. */
  release(status: number): void {
    for (const transaction of this.#withheld.splice(0)) {
      transaction.respond(respond(transaction.request, status, { toTag: newTag(this.#random) }));
    }
  }

  /** Leaves requests of a method unanswered. */
  ignore(method: string): void {
    this.handle(method, () => {});
  }

  answer(transaction: ServerTransaction, seen: Seen<SipRequest>): void {
    const { message } = seen;
    this.#callee.received(message);
    const script = this.#scripts.take(message);
    const handler = this.#handlers.get(message.method);
    if (script) this.#callee.answer(transaction, script);
    else if (handler) handler(transaction, seen);
    else if (message.method === 'INVITE') this.#callee.answer(transaction, this.#taking(message));
    else this.#callee.answer(transaction, { statuses: [KNOWN.has(message.method) ? 200 : 405] });
  }

  /** Only who rings first has been called; inside a call nobody is rung. */
  #taking(request: SipRequest): InviteScript {
    return isInitial(request) ? this.invites : { ...this.invites, statuses: [200] };
  }
}
