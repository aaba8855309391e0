import { from, tagOf, to } from '../../sip/headers/address.ts';
import { callId } from '../../sip/headers/basic.ts';
import type { SipMessage, SipRequest } from '../../sip/message.ts';
import type { Agw } from '../agw/agw.ts';
import type { Flow } from '../flows.ts';
import type { Side } from './line.ts';
import { MediaCall } from './media-call.ts';
import type { Terms } from './terms.ts';

interface Known {
  readonly flow: Flow;
  readonly call: MediaCall;
}

/** The calls whose media run through the eIMS-AGW. */
export class MediaCalls {
  readonly #agw: Agw;
  readonly #terms: Terms;
  readonly #newId: () => string;
  readonly #known = new Map<string, Known>();
  #stopped = false;

  /** @param newId gives session ids, decimal numbers */
  constructor(agw: Agw, terms: Terms, newId: () => string) {
    this.#agw = agw;
    this.#terms = terms;
    this.#newId = newId;
  }

  /** Nothing is to be sent any more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The call that an INVITE without To tag makes, or one branch of it more. */
  made(flow: Flow, caller: Side, invite: SipRequest): MediaCall {
    const key = keyOf(flow, caller, invite, tagOf(from(invite)));
    const known = this.#known.get(key);
    if (known) return known.call;
    const call = new MediaCall({
      name: callId(invite),
      caller,
      agw: this.#agw,
      terms: this.#terms,
      newId: this.#newId,
      ended: () => this.#known.delete(key),
    });
    this.#known.set(key, { flow, call });
    return call;
  }

  /** The call to which a request within a dialog belongs. @param sender on which side it was sent */
  of(flow: Flow, sender: Side, request: SipMessage): MediaCall | undefined {
    const callee: Side = sender === 'wic' ? 'core' : 'wic';
    const asCaller = this.#known.get(keyOf(flow, sender, request, tagOf(from(request))));
    return (asCaller ?? this.#known.get(keyOf(flow, callee, request, tagOf(to(request)))))?.call;
  }

  /** The connection of a WIC is gone, and its calls with it. */
  forgetFlow(flow: Flow): void {
    for (const known of [...this.#known.values()]) if (known.flow === flow) known.call.lost();
  }

  stop(): void {
    this.#stopped = true;
    for (const { call } of [...this.#known.values()]) call.end();
  }
}

function keyOf(flow: Flow, caller: Side, message: SipMessage, callerTag: string | undefined): string {
  return JSON.stringify([flow.token, caller, callId(message), callerTag]);
}
