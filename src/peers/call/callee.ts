import type { Clock } from '../../endpoint/clock.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import type { ServerTransaction } from '../../endpoint/transactions.ts';
import { SdpParseError } from '../../sdp/error.ts';
import { mediaType, optionTags, tagOf, to } from '../../sip/headers/index.ts';
import { newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, respond, type SipRequest } from '../../sip/message.ts';
import { Call, type DialogAgent } from '../call.ts';
import { SDP } from '../sdp.ts';
import { type AnswerScript, callKey, isInitial } from './script.ts';

export interface CalleeOptions {
  readonly agent: DialogAgent;
  readonly clock: Clock;
  readonly random?: RandomSource | undefined;
}

/**
 * The called side of calls, and the side that answers inside them. A 2xx to INVITE is sent once, since nothing is
 * lost between simulated peers and a repetition would count as traffic.
 */
export class Callee {
  /** Calls that were taken. */
  readonly taken: Call[] = [];
  readonly #options: CalleeOptions;
  /** What waits for the PRACK of a call. */
  readonly #unacknowledged = new Map<string, () => void>();

  constructor(options: CalleeOptions) {
    this.#options = options;
  }

  /** Notes what a request of a call says of its dialog; a PRACK lets the call go on. */
  received(request: SipRequest): void {
    this.taken.find(({ dialog }) => dialog.matches(request))?.dialog.received(request);
    if (request.method !== 'PRACK') return;
    const key = callKey(request);
    const goOn = this.#unacknowledged.get(key);
    this.#unacknowledged.delete(key);
    // The answer to the PRACK goes first.
    if (goOn) queueMicrotask(goOn);
  }

  /** Answers an INVITE or a request inside a call. */
  answer(transaction: ServerTransaction, wanted: AnswerScript): void {
    const { request } = transaction;
    const script = allowed(request, wanted);
    const { clock, random, agent } = this.#options;
    const { statuses, delayMs, early } = script;
    const initial = request.method === 'INVITE' && isInitial(request);
    const tag = newTag(random);
    transaction.onCancel(() => transaction.respond(respond(request, 487, { toTag: tag })));
    const reliable = early === 'reliable' && initial;
    for (const status of statuses.slice(0, -1)) {
      for (const toTag of this.#tags(tag, script)) {
        if (!this.#respond(transaction, status, toTag, script)) return;
      }
    }
    const final = statuses.at(-1);
    if (final === undefined) return;
    const finish = (): void => {
      if (transaction.cancelled) return;
      if (!this.#respond(transaction, final, tag, script)) return;
      if (initial && final >= 200 && final < 300) this.taken.push(new Call(Dialog.uas(request, tag), agent));
    };
    if (reliable && statuses.length > 1) this.#unacknowledged.set(callKey(request), finish);
    else if (delayMs) clock.after(delayMs, finish);
    else finish();
  }

  /** The user that takes the call comes last. */
  #tags(tag: string, { forks = 1 }: AnswerScript): readonly string[] {
    return [...Array.from({ length: forks - 1 }, () => newTag(this.#options.random)), tag];
  }

  /** Says whether it was sent: an offer that cannot be read gets a 488 instead. */
  #respond(transaction: ServerTransaction, status: number, toTag: string, script: AnswerScript): boolean {
    const { request } = transaction;
    const provisional = status < 200;
    const reliable = provisional && script.early === 'reliable';
    const headers: HeaderInit[] = [
      ...this.#dialogHeaders(request, status, script),
      ...(reliable
        ? ([
            ['Require', '100rel'],
            ['RSeq', '1'],
          ] satisfies HeaderInit[])
        : []),
      ...(provisional ? [] : (script.headers ?? [])),
    ];
    const description = describes(request, status, script) ? this.#description(request, script) : {};
    if (!description) {
      transaction.respond(respond(request, 488, { toTag }));
      return false;
    }
    const response = respond(request, status, {
      toTag,
      headers,
      ...(description.body !== undefined && { body: description.body, contentType: SDP }),
    });
    transaction.respond(response);
    this.#options.agent.descriptions.sent(response);
    script.sent?.(response);
    return true;
  }

  /** What the user says; undefined: the offer cannot be read. */
  #description(
    request: SipRequest,
    { describe }: AnswerScript,
  ): { readonly body?: string | undefined } | undefined {
    try {
      return { body: describe ? describe(request) : this.#options.agent.descriptions.answer(request) };
    } catch (error) {
      if (error instanceof SdpParseError) return undefined;
      throw error;
    }
  }

  #dialogHeaders(request: SipRequest, status: number, { contact }: AnswerScript): HeaderInit[] {
    if (status >= 300) return [];
    const own = this.#options.agent.contact;
    if (request.method === 'INVITE') {
      return [
        ...(contact === undefined ? [] : [['Record-Route', own.replace(/>$/, ';lr>')] satisfies HeaderInit]),
        ...request.fields('Record-Route').map((field): HeaderInit => ['Record-Route', field.value]),
        ['Contact', contact ?? own],
      ];
    }
    if (request.method === 'UPDATE') return [['Contact', contact ?? own]];
    if (request.method !== 'SUBSCRIBE') return [];
    return [
      ['Contact', own],
      ['Expires', request.value('Expires') ?? '0'],
    ];
  }
}

/** Whether the description stands in this response. */
function describes(request: SipRequest, status: number, { early, describe }: AnswerScript): boolean {
  const offered = mediaType(request) === SDP;
  const invite = request.method === 'INVITE';
  if (status >= 300 || status <= 100 || !(offered || (invite && describe !== undefined))) return false;
  if (status < 200) return early !== undefined;
  return !(early === 'reliable' && invite && tagOf(to(request)) === undefined);
}

/** Nobody is made to know 100rel who does not say so (RFC 3262 3): the early answer then comes without. */
function allowed(request: SipRequest, script: AnswerScript): AnswerScript {
  if (script.early !== 'reliable' || request.method !== 'INVITE' || !isInitial(request)) return script;
  const tags = [...optionTags(request, 'Supported'), ...optionTags(request, 'Require')];
  return tags.includes('100rel') ? script : { ...script, early: 'unreliable' };
}
