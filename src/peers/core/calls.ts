import type { Clock } from '../../endpoint/clock.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { newCallId, newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, SipRequest } from '../../sip/message.ts';
import { Callee } from '../call/callee.ts';
import { type AnswerScript, isInitial, Scripts } from '../call/script.ts';
import { Call, type DialogAgent, type Exchange } from '../call.ts';
import { audioOffer, SDP } from '../sdp.ts';
import type { Seen, Sent } from '../seen.ts';
import type { Binding } from './bindings.ts';

/** What the far user can do in a call. */
const ALLOW: HeaderInit = ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, PRACK, UPDATE, INFO'];

export interface CallsOptions {
  readonly clock: Clock;
  /** Home network domain, of the far user too. */
  readonly domain: string;
  readonly random?: RandomSource;
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

/** Requests that are neither registration nor reg event: answered for the far user, or made by it. */
export class Calls {
  readonly #agent: DialogAgent;
  readonly #options: CallsOptions;
  readonly #scripts = new Scripts();
  readonly #callee: Callee;

  constructor(agent: DialogAgent, options: CallsOptions) {
    this.#agent = agent;
    this.#options = options;
    this.#callee = new Callee({ agent, clock: options.clock, random: options.random });
  }

  /** Calls the WIC made and the far user took. */
  get taken(): readonly Call[] {
    return this.#callee.taken;
  }

  /** Scripts the answer to one request to come; several of a method are used in order. */
  next(method: string, script: AnswerScript): void {
    this.#scripts.next(method, script);
  }

  /** Answers a request: as scripted, else 180 and 200 to an initial INVITE and 200 to all else. */
  handle(transaction: ServerTransaction, { message }: Seen<SipRequest>): void {
    this.#callee.received(message);
    const invite = message.method === 'INVITE' && isInitial(message);
    this.#callee.answer(
      transaction,
      this.#scripts.take(message) ?? { statuses: invite ? [180, 200] : [200] },
    );
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
      ...(method === 'INVITE' ? [ALLOW] : []),
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
}
