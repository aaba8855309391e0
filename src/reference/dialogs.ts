import { from, tagOf, to } from '../sip/headers/address.ts';
import { callId } from '../sip/headers/basic.ts';
import { eventPackage } from '../sip/headers/events.ts';
import type { SipMessage, SipRequest } from '../sip/message.ts';
import type { SessionOfWic } from './5.2.8-call-release.ts';
import type { Flow } from './flows.ts';

/** A dialog of a WIC, as the eP-CSCF has to know it to tell the WIC's own dialogs from others (24.229 5.2.6.3). */
export interface KnownDialog {
  readonly flow: Flow;
  readonly callId: string;
  readonly wicTag: string;
  readonly otherTag: string;
  /** The part of the route set beyond the eP-CSCF, in the order in which the WIC sends it. */
  readonly coreRoute: readonly string[];
  /** A subscription of the WIC to its own registration state (24.229 5.1.1.3). */
  readonly regEvent: boolean;
  /** A call that was answered. */
  session?: SessionOfWic;
}

export class Dialogs {
  readonly #known = new Map<string, KnownDialog>();

  /**
   * Notes a dialog that a response of 101 to 299 creates; the first such response fixes the route set.
   * @returns the dialog as noted
   */
  learn(dialog: KnownDialog): KnownDialog {
    const key = keyOf(dialog.callId, dialog.wicTag, dialog.otherTag);
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, dialog);
    return dialog;
  }

  ofFlow(flow: Flow): KnownDialog[] {
    return [...this.#known.values()].filter((dialog) => dialog.flow === flow);
  }

  /** The dialog in which a WIC sends a request, if it is one of that WIC. */
  sentBy(flow: Flow, request: SipRequest): KnownDialog | undefined {
    const dialog = this.#find(request, tagOf(from(request)), tagOf(to(request)));
    return dialog?.flow === flow ? dialog : undefined;
  }

  /** The dialog in which the core sends a request to a WIC. */
  sentTo(request: SipRequest): KnownDialog | undefined {
    return this.#find(request, tagOf(to(request)), tagOf(from(request)));
  }

  forget(dialog: KnownDialog): void {
    this.#known.delete(keyOf(dialog.callId, dialog.wicTag, dialog.otherTag));
  }

  forgetFlow(flow: Flow): void {
    for (const dialog of this.ofFlow(flow)) this.forget(dialog);
  }

  /** Whether the WIC still awaits news about its registration on that connection. */
  awaitsRegEvent(flow: Flow): boolean {
    return [...this.#known.values()].some((dialog) => dialog.flow === flow && dialog.regEvent);
  }

  #find(message: SipMessage, wicTag = '', otherTag = ''): KnownDialog | undefined {
    return this.#known.get(keyOf(callId(message), wicTag, otherTag));
  }
}

/** Whether a request can create a dialog (RFC 3261 12.1, RFC 6665 4.1, RFC 3515). */
export function createsDialog(method: string): boolean {
  return method === 'INVITE' || method === 'SUBSCRIBE' || method === 'REFER';
}

export function isRegEvent(request: SipRequest): boolean {
  return request.method === 'SUBSCRIBE' && eventPackage(request)?.package.toLowerCase() === 'reg';
}

function keyOf(id: string, wicTag: string, otherTag: string): string {
  return JSON.stringify([id, wicTag, otherTag]);
}
