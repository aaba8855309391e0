import type { Clock } from '../../endpoint/clock.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { tagOf, to } from '../../sip/headers/index.ts';
import { newCallId, newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, respond, SipRequest } from '../../sip/message.ts';
import { Call, type DialogAgent, type Exchange } from '../call.ts';
import { audioAnswer, audioOffer, SDP } from '../sdp.ts';
import type { Seen, Sent } from '../seen.ts';
import type { Binding } from './bindings.ts';

export interface CallsOptions {
  readonly clock: Clock;
  /** Home network domain, of the far user too. */
  readonly domain: string;
  readonly random?: RandomSource;
}

/** How one request is to be answered. */
export interface AnswerScript {
  /** Which request is meant; the next one of its method unless told. */
  when?(request: SipRequest): boolean;
  /** Statuses in their order, the last one final. Empty: no answer at all. */
  readonly statuses: readonly number[];
  /** Header fields of the final response besides its own. */
  readonly headers?: readonly HeaderInit[];
  /** Contact of the far user instead of the core's address: a name-addr. The S-CSCF then records its route. */
  readonly contact?: string;
  /** The session description of a 2xx to this request; plain audio unless told. */
  describe?(request: SipRequest): string;
  /** How much later the final response comes, in milliseconds. */
  readonly delayMs?: number;
}

export interface TerminatingOptions {
  /** URI of the caller; a far user of the home network unless told. */
  readonly from?: string;
  /** IMPU that is called; the default one of the binding unless told. */
  readonly impu?: string;
  readonly headers?: readonly HeaderInit[];
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
}

/**
 * Requests that are neither registration nor reg event: answered for the far user, or made by it. A 2xx to
 * INVITE is sent once, since nothing is lost between simulated peers and a repetition would count as traffic.
 */
export class Calls {
  /** Calls the WIC made and the far user took. */
  readonly taken: Call[] = [];
  readonly #agent: DialogAgent;
  readonly #options: CallsOptions;
  readonly #scripts: { readonly method: string; readonly script: AnswerScript }[] = [];

  constructor(agent: DialogAgent, options: CallsOptions) {
    this.#agent = agent;
    this.#options = options;
  }

  /** Scripts the answer to one request to come; several of a method are used in order. */
  next(method: string, script: AnswerScript): void {
    this.#scripts.push({ method, script });
  }

  /** Answers a request: as scripted, else 180 and 200 to an initial INVITE and 200 to all else. */
  handle(transaction: ServerTransaction, seen: Seen<SipRequest>): void {
    const { message } = seen;
    this.taken.find(({ dialog }) => dialog.matches(message))?.dialog.received(message);
    const { statuses, delayMs, ...script } = this.#script(message);
    const final = statuses.at(-1);
    const tag = newTag(this.#options.random);
    const initialInvite = message.method === 'INVITE' && tagOf(to(message)) === undefined;
    transaction.onCancel(() => transaction.respond(respond(message, 487, { toTag: tag })));
    for (const status of statuses.slice(0, -1))
      this.#answer(transaction, status, tag, { contact: script.contact });
    if (final === undefined) return;
    const finish = (): void => {
      if (transaction.cancelled) return;
      this.#answer(transaction, final, tag, script);
      if (initialInvite && final < 300) this.taken.push(new Call(Dialog.uas(message, tag), this.#agent));
    };
    if (delayMs) this.#options.clock.after(delayMs, finish);
    else finish();
  }

  /** Sends a request to a registered WIC over its stored Path, as the S-CSCF does (24.229 5.4.3.3). */
  originate(method: string, binding: Binding, options: TerminatingOptions = {}): Sent<SipRequest> {
    return this.#agent.send(this.terminating(method, binding, options));
  }

  /** The request that `originate` sends; it gets its Via when it is sent. */
  terminating(method: string, binding: Binding, options: TerminatingOptions = {}): SipRequest {
    const { domain, random } = this.#options;
    const { from = `sip:far-user@${domain}`, impu = binding.impus[0] ?? '' } = options;
    const headers: HeaderInit[] = [
      ...binding.path.map((value): HeaderInit => ['Route', value]),
      ['Max-Forwards', '68'],
      ['From', `<${from}>;tag=${newTag(random)}`],
      ['To', `<${impu}>`],
      ['Call-ID', newCallId(random)],
      ['CSeq', `1 ${method}`],
      // A MESSAGE has none (RFC 3428 5).
      ...(method === 'MESSAGE' ? [] : [['Contact', this.#agent.contact] satisfies HeaderInit]),
      ['P-Asserted-Identity', `<${from}>`],
      ['P-Called-Party-ID', `<${impu}>`],
      ['P-Charging-Vector', `icid-value="${newTag(random)}";orig-ioi=${domain};term-ioi=${domain}`],
      ...(options.headers ?? []),
    ];
    const { body, contentType } = options;
    return SipRequest.build({ method, uri: binding.contact.uri, headers, body, contentType });
  }

  /** Calls a registered WIC with plain audio and acknowledges its 2xx. @throws PeerDidNot */
  async call(
    binding: Binding,
    options: TerminatingOptions = {},
  ): Promise<Exchange & { readonly call?: Call }> {
    const sent = this.originate('INVITE', binding, { body: audioOffer(), contentType: SDP, ...options });
    const answer = await this.#agent.final(sent);
    if (answer.message.status >= 300) return { sent, answer };
    const call = new Call(Dialog.uac(sent.message, answer.message), this.#agent);
    call.ack();
    return { sent, answer, call };
  }

  #script(request: SipRequest): AnswerScript {
    const index = this.#scripts.findIndex(
      ({ method, script }) => method === request.method && (script.when?.(request) ?? true),
    );
    const [scripted] = index < 0 ? [] : this.#scripts.splice(index, 1);
    if (scripted) return scripted.script;
    const initial = request.method === 'INVITE' && tagOf(to(request)) === undefined;
    return { statuses: initial ? [180, 200] : [200] };
  }

  #answer(
    transaction: ServerTransaction,
    status: number,
    toTag: string,
    script: Partial<Pick<AnswerScript, 'headers' | 'describe'>> & { readonly contact?: string | undefined },
  ): void {
    const { request } = transaction;
    const { headers: extra = [], contact, describe = plainAudio } = script;
    const headers: HeaderInit[] = [];
    if (status < 300 && request.method === 'INVITE') {
      if (contact !== undefined) headers.push(['Record-Route', this.#agent.contact.replace(/>$/, ';lr>')]);
      headers.push(...request.fields('Record-Route').map((f): HeaderInit => ['Record-Route', f.value]));
      headers.push(['Contact', contact ?? this.#agent.contact]);
    }
    if (status < 300 && request.method === 'SUBSCRIBE') {
      headers.push(['Contact', this.#agent.contact], ['Expires', request.value('Expires') ?? '0']);
    }
    const describes = status >= 200 && status < 300 && request.value('Content-Type') === SDP;
    transaction.respond(
      respond(request, status, {
        toTag,
        headers: [...headers, ...extra],
        ...(describes && { body: describe(request), contentType: SDP }),
      }),
    );
  }
}

function plainAudio({ body }: SipRequest): string {
  return audioAnswer(Buffer.from(body).toString());
}
