import { Dialog } from '../../endpoint/dialog.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { tagOf, to } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, respond, type SipRequest } from '../../sip/message.ts';
import { Call, type DialogAgent } from '../call.ts';
import { audioAnswer, SDP } from '../sdp.ts';
import type { Seen } from '../seen.ts';

export type RequestHandler = (transaction: ServerTransaction, seen: Seen<SipRequest>) => void;

/** How the WIC's user takes calls. */
export interface InviteScript {
  /** Statuses in their order, the last one final. */
  readonly statuses: readonly number[];
  /** The session description of a 2xx; plain audio unless told. */
  describe?(request: SipRequest): string;
}

const KNOWN = new Set(['BYE', 'INFO', 'MESSAGE', 'NOTIFY', 'OPTIONS', 'UPDATE', 'CANCEL']);

/** What a WIC answers to requests that come in: like a conformant UA, unless a handler says otherwise. */
export class Answers {
  /** How the next calls are taken. */
  invites: InviteScript = { statuses: [180, 200] };
  /** Calls from the far user that were taken. */
  readonly taken: Call[] = [];
  readonly #handlers = new Map<string, RequestHandler>();
  readonly #withheld: ServerTransaction[] = [];
  readonly #agent: DialogAgent;
  readonly #random: RandomSource | undefined;

  constructor(agent: DialogAgent, random: RandomSource | undefined) {
    this.#agent = agent;
    this.#random = random;
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
    this.taken.find(({ dialog }) => dialog.matches(message))?.dialog.received(message);
    const handler = this.#handlers.get(message.method);
    if (handler) handler(transaction, seen);
    else if (message.method === 'INVITE') this.#invite(transaction, message);
    else transaction.respond(respond(message, KNOWN.has(message.method) ? 200 : 405));
  }

  #invite(transaction: ServerTransaction, request: SipRequest): void {
    const toTag = newTag(this.#random);
    transaction.onCancel(() => transaction.respond(respond(request, 487, { toTag })));
    const initial = tagOf(to(request)) === undefined;
    const statuses = initial ? this.invites.statuses : [200];
    for (const status of statuses) {
      const headers: HeaderInit[] = [];
      if (status < 300) {
        headers.push(...request.fields('Record-Route').map((f): HeaderInit => ['Record-Route', f.value]));
        headers.push(['Contact', this.#agent.contact]);
      }
      const describes = status >= 200 && status < 300 && request.body.length > 0;
      const { describe = plainAudio } = this.invites;
      const body = describes ? { body: describe(request), contentType: SDP } : {};
      transaction.respond(respond(request, status, { toTag, headers, ...body }));
    }
    const final = statuses.at(-1) ?? 0;
    if (initial && final >= 200 && final < 300) {
      this.taken.push(new Call(Dialog.uas(request, toTag), this.#agent));
    }
  }
}

function plainAudio({ body }: SipRequest): string {
  return audioAnswer(Buffer.from(body).toString());
}
