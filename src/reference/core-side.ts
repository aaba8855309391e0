import type { ClientTransaction, TransactionLayer } from '../endpoint/transactions.ts';
import type { Link } from '../net/link.ts';
import type { MwListener } from '../net/mw-listener.ts';
import type { SipRequest } from '../sip/message.ts';
import type { MwEndpoint } from './config.ts';
import type { VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';
import type { Identifiers } from './identifiers.ts';
import type { OwnUris } from './own-uris.ts';
import type { ResponseHandlers, Sending } from './rfc3261-16-proxy.ts';

export const variants = {
  'core-over-tcp': {
    exercises: ['EPC-T5221-1', 'EPC-6.1-3', 'WS-7118-5-2', 'WS-7118-5.1-1', 'EPC-7.4.1-P5'],
    about: 'sends its requests to the core over TCP',
  },
  'core-over-udp': {
    exercises: ['EPC-T5221-1', 'EPC-6.1-3'],
    about: 'sends even large requests to the core over UDP',
  },
} as const satisfies VariantTable;

/** RFC 3261 18.1.1: a request larger than this goes over a transport with congestion control. */
const LARGEST_DATAGRAM = 1300;

interface CoreSideParts {
  readonly listener: MwListener;
  readonly layer: TransactionLayer;
  readonly core: MwEndpoint;
  readonly own: OwnUris;
  readonly ids: Identifiers;
  readonly deviation: Deviation;
  /** Turns a link into the one that the transaction layer uses. */
  readonly dress: (link: Link) => Link;
}

/** The way to the home network: every request at Mw goes to its entry point. */
export class CoreSide {
  readonly #parts: CoreSideParts;
  readonly #links = new Map<'udp' | 'tcp', Link>();

  constructor(parts: CoreSideParts) {
    this.#parts = parts;
  }

  /** Sends a request, to which the own Via is added. */
  send(request: SipRequest, handlers: ResponseHandlers): Sending {
    const { layer, ids } = this.#parts;
    const branch = ids.branch();
    let client: ClientTransaction | undefined;
    let cancelled = false;
    this.#deliver(
      request,
      branch,
      (sent, link) => {
        client = layer.send(sent, link, handlers);
        if (cancelled) client.cancel();
      },
      (error) => handlers.failed(error),
    );
    return {
      cancel() {
        cancelled = true;
        client?.cancel();
      },
    };
  }

  /** Sends an ACK to a 2xx, which is a transaction of its own without response (RFC 3261 13.2.2.4). */
  acknowledge(ack: SipRequest): void {
    this.#deliver(
      ack,
      this.#parts.ids.branch(),
      (sent, link) => {
        if (link.open) link.send(sent.bytes);
      },
      () => {},
    );
  }

  #deliver(
    request: SipRequest,
    branch: string,
    use: (request: SipRequest, link: Link) => void,
    failed: (error: Error) => void,
  ): void {
    const { own } = this.#parts;
    const over = (transport: 'udp' | 'tcp'): SipRequest =>
      request.prepend('Via', `${own.viaAtMw(transport)};branch=${branch}`);
    const preferred = this.#transportFor(over('udp'));
    this.#withLink(
      preferred,
      (link) => use(over(preferred), link),
      (error) => {
        // RFC 3261 18.1.1: when the size alone chose TCP and nobody listens there, UDP is worth a try.
        if (preferred === this.#wanted()) return failed(error);
        this.#withLink('udp', (link) => use(over('udp'), link), failed);
      },
    );
  }

  #wanted(): 'udp' | 'tcp' {
    return this.#parts.deviation.is('core-over-tcp') ? 'tcp' : this.#parts.core.transport;
  }

  #transportFor(request: SipRequest): 'udp' | 'tcp' {
    const wanted = this.#wanted();
    if (wanted === 'tcp' || this.#parts.deviation.is('core-over-udp')) return wanted;
    return request.bytes.length > LARGEST_DATAGRAM ? 'tcp' : 'udp';
  }

  /** A link in use is taken at once, so that requests keep their order. */
  #withLink(transport: 'udp' | 'tcp', use: (link: Link) => void, failed: (error: Error) => void): void {
    const { listener, core, dress } = this.#parts;
    const known = this.#links.get(transport);
    if (known?.open) return use(known);
    listener.linkTo(transport, core).then(
      (link) => {
        const dressed = dress(link);
        this.#links.set(transport, dressed);
        use(dressed);
      },
      (error: unknown) => failed(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
