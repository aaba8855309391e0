import type { TransactionLayer } from '../endpoint/transactions.ts';
import type { Link, LinkEvents } from '../net/link.ts';
import type { MwListener } from '../net/mw-listener.ts';
import { topVia } from '../sip/headers/via.ts';
import { type SipMessage, SipRequest } from '../sip/message.ts';
import { parseMessage, SipParseError } from '../sip/parse.ts';
import type { BackToBack } from './b2bua.ts';
import type { Deviation } from './deviations.ts';
import type { EpCscf } from './ep-cscf.ts';
import { completeVia, responseAddress } from './rfc3261-18-via.ts';
import { wireForm } from './wire-form.ts';

interface Inside {
  readonly cscf: EpCscf;
  readonly layer: TransactionLayer;
  readonly listener: MwListener;
  readonly backToBack: BackToBack | undefined;
}

/** Where datagrams and TCP messages become SIP messages of the core, and back. */
export class MwEdge {
  readonly events: LinkEvents;
  readonly #deviation: Deviation;
  readonly #dressed = new WeakMap<Link, Link>();
  #inside: Inside | undefined;

  constructor(deviation: Deviation) {
    this.#deviation = deviation;
    this.events = {
      message: (link, bytes) => this.#received(link, bytes),
      closed: (link) => this.#inside?.layer.linkClosed(this.dress(link)),
    };
  }

  open(
    cscf: EpCscf,
    layer: TransactionLayer,
    listener: MwListener,
    backToBack: BackToBack | undefined,
  ): void {
    this.#inside = { cscf, layer, listener, backToBack };
  }

  /** The link as the transactions use it; for the plain reference it is the link itself. */
  dress(link: Link): Link {
    const backToBack = this.#inside?.backToBack;
    const form = wireForm(this.#deviation, 'mw');
    if (!backToBack && !form) return link;
    const known = this.#dressed.get(link);
    if (known) return known;
    const dressed = dressedLink(link, (bytes) => {
      const message = parseMessage(bytes, 'datagram');
      if (backToBack) return backToBack.outbound(message).bytes;
      return form ? form(message) : bytes;
    });
    this.#dressed.set(link, dressed);
    return dressed;
  }

  #received(link: Link, bytes: Uint8Array): void {
    const inside = this.#inside;
    const received = readMessage(bytes, link.reliable ? 'stream' : 'datagram');
    if (!inside || !received) return;
    const message = inside.backToBack ? inside.backToBack.inbound(received) : received;
    if (!(message instanceof SipRequest)) return inside.layer.receive(message, this.dress(link));
    const request = completeVia(message, link);
    const answerTo = responseAddress(topVia(request), link);
    if (answerTo === undefined) return inside.layer.receive(request, this.dress(link));
    inside.listener.linkTo('udp', answerTo).then(
      (back) => inside.layer.receive(request, this.dress(back)),
      () => {}, // an address that cannot be resolved: nobody is there to be answered
    );
  }
}

function dressedLink(link: Link, present: (bytes: Uint8Array) => Uint8Array): Link {
  return {
    id: link.id,
    transport: link.transport,
    local: link.local,
    remote: link.remote,
    reliable: link.reliable,
    get open() {
      return link.open;
    },
    send: (bytes) => link.send(present(bytes)),
    close: () => link.close(),
  };
}

function readMessage(bytes: Uint8Array, framing: 'datagram' | 'stream'): SipMessage | undefined {
  try {
    const message = parseMessage(bytes, framing);
    return message.has('Via') ? message : undefined;
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}
