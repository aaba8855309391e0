import type { Clock } from '../../endpoint/clock.ts';
import { timers } from '../../endpoint/timers.ts';
import {
  type ClientTransaction,
  type ServerTransaction,
  TransactionLayer,
} from '../../endpoint/transactions.ts';
import { eventPackage, topVia } from '../../sip/headers/index.ts';
import { newBranch, type RandomSource } from '../../sip/ids.ts';
import type { SipRequest, SipResponse } from '../../sip/message.ts';
import { parseMessage, SipParseError } from '../../sip/parse.ts';
import type { DialogAgent } from '../call.ts';
import { Descriptions } from '../descriptions.ts';
import type { Identity } from '../identity.ts';
import { Mailbox, type RequestMatch } from '../mailbox.ts';
import type { Seen, Sent } from '../seen.ts';
import { Calls } from './calls.ts';
import type { MwArrival, MwPort, Sending } from './mw-port.ts';
import { type MwAddress, nextHop } from './next-hop.ts';
import { PortLink } from './port-link.ts';
import { Registrar } from './registrar.ts';
import { Subscriptions } from './subscriptions.ts';

export interface CoreOptions {
  readonly port: MwPort;
  readonly clock: Clock;
  /** T1 in milliseconds. */
  readonly t1: number;
  /** How long a wait lasts unless told, in milliseconds; 64·T1 by default. */
  readonly bound?: number;
  /** Where the eP-CSCF is reached on Mw when its URIs carry no IP address (PIXIT). */
  readonly sut: MwAddress;
  /** Home network domain. */
  readonly domain: string;
  readonly identities: readonly Identity[];
  readonly random?: RandomSource;
}

/** The core of one scenario: I-CSCF, S-CSCF with the HSS, E-CSCF and the far user, behind one address. */
export class Core implements DialogAgent {
  readonly mailbox: Mailbox;
  readonly descriptions = new Descriptions();
  readonly registrar: Registrar;
  readonly subscriptions: Subscriptions;
  readonly calls: Calls;
  /** SIP URI of the core's address. */
  readonly uri: string;
  readonly contact: string;
  /** Messages of ours that could not be sent, with the reason. */
  readonly failures: string[] = [];
  /** Messages received that cannot be read, with their place in the trace. */
  readonly unreadable: { readonly id: string; readonly at: number; readonly why: string }[] = [];
  readonly #options: CoreOptions;
  readonly #layer: TransactionLayer;
  readonly #transactions = new Map<string, ClientTransaction>();

  constructor(options: CoreOptions) {
    const { port, clock, t1, bound = timers(t1).bound, domain, random } = options;
    const { host, port: number } = port.local;
    this.#options = options;
    this.uri = `sip:${hostText(host)}:${number}${options.sut.transport === 'tcp' ? ';transport=tcp' : ''}`;
    this.contact = `<${this.uri}>`;
    this.mailbox = new Mailbox(clock, bound);
    const policy = {
      challenge: 'unless-trusted' as const,
      algorithm: 'MD5' as const,
      akaKeys: false,
      akaWrongMac: false,
      maxExpires: 600_000,
      serviceRoute: [this.uri.replace('sip:', 'sip:orig@').concat(';lr')],
      termIoi: domain,
      chargingFunctions: `ccf=${hostText(host)}`,
      authenticationInfo: true,
      outbound: true,
      deregistered: 'contact-expires-0' as const,
    };
    this.registrar = new Registrar({ clock, policy, ...(random && { random }) });
    this.subscriptions = new Subscriptions(this, this.registrar.bindings, options);
    this.calls = new Calls(this, options);
    for (const identity of options.identities) this.add(identity);
    this.#layer = new TransactionLayer({
      clock,
      t1,
      onRequest: (transaction) => this.#onRequest(transaction),
    });
    port.listen({
      message: (arrival) => this.#receive(arrival),
      failed: (bytes, why) => this.failures.push(`${startLine(bytes)}: ${why}`),
    });
  }

  /**
   * Makes a subscription known to the core; again to change its sets.
   * @param sets its implicit registration sets; one set of all IMPUs unless told
   */
  add(identity: Identity, sets?: readonly (readonly string[])[]): void {
    this.registrar.add(identity, sets);
    this.subscriptions.add(identity);
  }

  /** REGISTERs received so far, each transaction once. */
  registers(match?: RequestMatch): Seen<SipRequest>[] {
    return this.mailbox.received('REGISTER', match);
  }

  /** Requests received so far, each transaction once. */
  received(method?: string, match?: RequestMatch): Seen<SipRequest>[] {
    return this.mailbox.received(method, match);
  }

  /** Awaits a request, also one that already came and was not awaited. @throws PeerDidNot */
  next(method: string, match?: RequestMatch, withinMs?: number): Promise<Seen<SipRequest>> {
    return this.mailbox.request(method, match, withinMs);
  }

  /** Sends a request of the core, over the transport and to the place its routes say unless told another. */
  send(request: SipRequest, hop: MwAddress = nextHop(request, this.#options.sut)): Sent<SipRequest> {
    const { port, random } = this.#options;
    this.descriptions.sent(request);
    const { transport, ...address } = hop;
    const { host, port: number } = port.local;
    const sentBy = `${hostText(host)}:${number}`;
    const via = `SIP/2.0/${transport.toUpperCase()} ${sentBy};branch=${newBranch(random)}`;
    const message = request.prepend('Via', via);
    let first: Sending | undefined;
    const link = PortLink.to(transport, address, port, (_, sending) => {
      first ??= sending;
    });
    if (message.method === 'ACK') link.send(message.bytes);
    else this.#start(message, link);
    return asSent(message, first);
  }

  /** Cancels an INVITE that has no final response yet (RFC 3261 9.1). */
  cancel(sent: Sent<SipRequest>): void {
    this.#transactions.get(topVia(sent.message).branch ?? '')?.cancel();
  }

  /** Awaits the final response to a request of ours. @throws PeerDidNot */
  final(sent: Sent<SipRequest>, withinMs?: number): Promise<Seen<SipResponse>> {
    return this.mailbox.final(sent, withinMs);
  }

  /** Ends all waits and timers. */
  close(): void {
    this.#layer.close();
    this.mailbox.close('the scenario ended');
  }

  #start(request: SipRequest, link: PortLink): void {
    const transaction = this.#layer.send(request, link, { response: () => {} });
    if (request.method === 'INVITE') this.#transactions.set(topVia(request).branch ?? '', transaction);
  }

  #receive({ id, at, bytes, link: descriptor }: MwArrival): void {
    const link = PortLink.back(descriptor, this.#options.port, () => {});
    try {
      const message = parseMessage(bytes, 'datagram');
      this.mailbox.file(message, { id, at, link });
      this.#layer.receive(message, link);
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      this.unreadable.push({ id, at, why: error.reason });
    }
  }

  #onRequest(transaction: ServerTransaction): void {
    const seen = this.mailbox.seen(transaction.request);
    const { method } = seen.message;
    if (method === 'REGISTER') this.registrar.handle(transaction, seen);
    else if (method === 'SUBSCRIBE' && isRegEvent(seen.message)) this.subscriptions.handle(transaction, seen);
    else this.calls.handle(transaction, seen);
  }
}

function isRegEvent(request: SipRequest): boolean {
  return eventPackage(request)?.package.toLowerCase() === 'reg';
}

/** The id is read when asked for: the thread with the socket tells it later. */
function asSent(message: SipRequest, sending: Sending | undefined): Sent<SipRequest> {
  return {
    message,
    get id() {
      return sending?.id ?? '';
    },
    get at() {
      return sending?.at ?? 0;
    },
  };
}

function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function startLine(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8').split('\r\n')[0] ?? '';
}
