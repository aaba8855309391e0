import type { ServerTransaction } from '../endpoint/transactions.ts';
import { SdpParseError } from '../sdp/error.ts';
import { from, tagOf, to } from '../sip/headers/address.ts';
import type { SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { SipParseError } from '../sip/parse.ts';
import { orBadRequest } from './bad-request.ts';
import type { FaultTable, VariantTable } from './deviation.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { lacksRequest } from './ims-alg/e2ae-wanted.ts';
import type { Side } from './ims-alg/line.ts';
import type { MediaCall } from './ims-alg/media-call.ts';
import type { Exchange, MediaDialog } from './ims-alg/media-dialog.ts';
import { NotAcceptable } from './ims-alg/not-acceptable.ts';
import { type SdpBody, sdpBody } from './ims-alg/sdp-body.ts';
import { answer, type Backward } from './rfc3261-16-proxy.ts';

export const faults = {
  'early-answer-raw': {
    kills: ['EPC-7.4.1-f1', 'EPC-7.4.1-f3', 'EPC-7.4.2-b'],
    about: 'converts answers in final responses only',
  },
  'unreliable-answer-raw': {
    kills: ['EPC-7.4.1-f3'],
    about: 'converts answers in final and reliable responses only',
  },
  'forked-answer-raw': {
    kills: ['EPC-7.4.1-f3'],
    about: 'converts the answers of one user only when a call forks',
  },
} as const satisfies FaultTable;

export const variants = {
  'answer-repeated': {
    exercises: ['EPC-7.4.1-d3', 'EPC-7.4.1-f1', 'EPC-7.4.1-f3', 'EPC-7.4.1-P6', 'SDP-3264-4'],
    about: 'repeats the answer of a reliable 183 in the 200',
  },
  'refused-606': {
    exercises: ['EPC-7.4.1-d7', 'EPC-7.4.1-e5', 'EPC-7.4.2-c2'],
    about: 'refuses offers that it cannot take with 606 instead of 488',
  },
} as const satisfies VariantTable;

/** How a request goes on. */
export type Forward = (request: SipRequest, back: Backward) => void;

/** A request of one side on its way to the other. */
export interface Passage {
  readonly tx: ServerTransaction;
  readonly flow: Flow;
  /** On which side it was sent. */
  readonly sender: Side;
  readonly request: SipRequest;
  readonly back: Backward;
}

/** What the other side is to get as answer to its offer in a response; without such an offer nothing. */
export function answerOwed(
  call: MediaCall,
  dialog: MediaDialog,
  sender: Side,
  body: SdpBody,
): string | undefined {
  const { owed } = dialog;
  if (!owed || owed.offer.from === sender) return undefined;
  const sdp = call.answer(dialog, owed, body.octets);
  call.settled(owed);
  return sdp;
}

export function dialogOf(call: MediaCall, sender: Side, request: SipMessage): MediaDialog {
  return call.dialog(tagOf(sender === call.caller ? to(request) : from(request)));
}

/** One request of a call with its responses. */
export class RelayedRequest {
  readonly #cscf: EpCscf;
  readonly #passage: Passage;
  readonly #call: MediaCall;
  readonly #initial: boolean;
  readonly #forward: Forward;
  /** The offer in the request. */
  #exchange: Exchange | undefined;
  #answered = false;
  /** Answers to it that went on. */
  readonly #answers = new Map<MediaDialog, string>();
  /** Offers in the responses, as they went on; one that comes again stays what it was. */
  readonly #offers = new Map<string, string>();

  constructor(cscf: EpCscf, passage: Passage, call: MediaCall, initial: boolean, forward: Forward) {
    this.#cscf = cscf;
    this.#passage = passage;
    this.#call = call;
    this.#initial = initial;
    this.#forward = forward;
  }

  request(): Promise<void> | undefined {
    const { request, sender } = this.#passage;
    const dialog = this.#dialog();
    const body = sdpBody(request);
    if (request.method === 'BYE') this.#call.left(dialog);
    if (!body || request.method === 'BYE') {
      this.#go(request);
      return undefined;
    }
    const { owed } = dialog;
    if (request.method === 'PRACK' && owed && owed.offer.from !== sender && owed.answers.size === 0) {
      this.#go(body.replace(request, answerOwed(this.#call, dialog, sender, body)));
      return undefined;
    }
    return this.#offer(dialog, body);
  }

  async #offer(dialog: MediaDialog, body: SdpBody): Promise<void> {
    const { tx, flow, request, sender } = this.#passage;
    if (sender === 'wic' && lacksRequest(flow, body.octets, this.#cscf.deviation)) {
      return this.#refuse(new NotAcceptable('the offer does not request 3ge2ae'));
    }
    const offered = await this.#call
      .offer(dialog, sender, body.octets)
      .catch((error: unknown) => this.#refuse(error));
    if (!offered) return;
    this.#exchange = offered.exchange;
    dialog.owed = undefined;
    if (flow.link.open) return this.#go(body.replace(request, offered.sdp));
    // The WIC has gone while ports were reserved.
    answer(this.#cscf, tx, 480);
    this.#over();
  }

  /** RFC 3261 13.3.1.3: an offer that cannot be taken is not acceptable here. */
  #refuse(error: unknown): void {
    const { tx } = this.#passage;
    const why = error instanceof SdpParseError || error instanceof NotAcceptable ? error.message : undefined;
    const warning = why?.replace(/[^ -~]|["\\]/g, '.').slice(0, 200);
    if (warning === undefined) answer(this.#cscf, tx, 500);
    else
      answer(this.#cscf, tx, this.#cscf.deviation.is('refused-606') ? 606 : 488, {
        headers: [['Warning', `399 epcscf "${warning}"`]],
      });
    this.#over();
  }

  #go(request: SipRequest): void {
    const { tx, back } = this.#passage;
    if (this.#cscf.calls.stopped) return;
    const pass = back.pass ?? ((response: SipResponse) => tx.respond(response));
    orBadRequest(this.#cscf, tx, () =>
      this.#forward(request, {
        ...back,
        pass: (response) => this.#call.order.run(() => this.#response(response, pass)),
        failed: () => this.#over(),
        ...(this.#initial && {
          sent: (sending) => {
            this.#call.cancel = () => sending.cancel();
          },
        }),
      }),
    );
  }

  #response(response: SipResponse, pass: (response: SipResponse) => void): Promise<void> | undefined {
    if (this.#staysRaw(response)) {
      pass(response);
      return undefined;
    }
    const dialog = this.#dialog(response);
    const body = sdpBody(response);
    if (response.status >= 300) {
      // What a refusal says about SDP (RFC 3261 21.4.26) names addresses of who refuses.
      pass(body ? body.replace(response, undefined) : response);
      this.#over(response.status);
      return undefined;
    }
    if (body && !this.#exchange && this.#passage.request.method === 'INVITE') {
      return this.#offered(dialog, response, body, pass);
    }
    const sdp = body && this.#exchange && this.#call.answer(dialog, this.#exchange, body.octets);
    if (sdp !== undefined) this.#answers.set(dialog, sdp);
    this.#progress(dialog, response);
    const again = body || response.status < 200 ? undefined : this.#repeated(dialog);
    if (again !== undefined) pass(response.withBody(again, 'application/sdp'));
    else pass(body ? body.replace(response, sdp) : response);
    return undefined;
  }

  /** With the faults that hand answers on as they are. */
  #staysRaw(response: SipResponse): boolean {
    const { deviation } = this.#cscf;
    if (response.status >= 200) return false;
    if (deviation.is('early-answer-raw')) return true;
    if (deviation.is('unreliable-answer-raw')) return !response.has('RSeq');
    return (
      deviation.is('forked-answer-raw') &&
      this.#answers.size > 0 &&
      !this.#answers.has(this.#dialog(response))
    );
  }

  /** An answer that may stand in the final response although it came before (RFC 3261 13.2.1). */
  #repeated(dialog: MediaDialog): string | undefined {
    if (!this.#cscf.deviation.is('answer-repeated')) return undefined;
    return this.#answers.get(dialog);
  }

  /** An offer in a response to an INVITE that had none (RFC 3261 13.2.1). */
  async #offered(
    dialog: MediaDialog,
    response: SipResponse,
    body: SdpBody,
    pass: (response: SipResponse) => void,
  ): Promise<void> {
    const key = `${tagIn(response)} ${Buffer.from(body.octets).toString('latin1')}`;
    let sdp = this.#offers.get(key);
    try {
      const other = this.#passage.sender === 'wic' ? 'core' : 'wic';
      if (sdp === undefined) {
        const offered = await this.#call.offer(dialog, other, body.octets);
        dialog.owed = offered.exchange;
        sdp = offered.sdp;
        this.#offers.set(key, sdp);
        if (this.#cscf.deviation.is('offerless-offer-lost')) sdp = undefined;
      }
    } catch {
      // There is no way to refuse it: the other side gets no offer, which it has to end the call for.
      sdp = undefined;
    }
    this.#progress(dialog, response);
    if (!this.#cscf.calls.stopped) pass(body.replace(response, sdp));
  }

  #progress(dialog: MediaDialog, response: SipResponse): void {
    if (response.status < 200) return;
    this.#final();
    if (this.#passage.request.method === 'INVITE') this.#call.confirmed(dialog);
    this.#call.settled(this.#exchange);
  }

  /** The request was refused or got no answer. @param status 408 and 481 end a dialog (RFC 3261 12.2.1.2) */
  #over(status = 408): void {
    this.#final();
    const dialog = this.#dialog();
    if (this.#initial) this.#call.endIfOver();
    else if (status === 481) this.#call.left(dialog);
    else if (this.#exchange) this.#call.refused(dialog, this.#exchange);
    else this.#call.settled(this.#offers.size > 0 ? dialog.owed : undefined);
  }

  /** The first final response to an INVITE: several 2xx may come (RFC 3261 13.2.2.4). */
  #final(): void {
    if (this.#initial && !this.#answered) this.#call.inviting -= 1;
    this.#answered = true;
  }

  /** The dialog of the request, or of a response that makes one. */
  #dialog(response?: SipResponse): MediaDialog {
    const { request, sender } = this.#passage;
    return this.#initial
      ? this.#call.dialog(response && tagIn(response))
      : dialogOf(this.#call, sender, request);
  }
}

function tagIn(response: SipResponse): string | undefined {
  try {
    return tagOf(to(response));
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}
