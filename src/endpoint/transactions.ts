import type { Link } from '../net/link.ts';
import { cseq } from '../sip/headers/index.ts';
import { respond, type SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { SipParseError } from '../sip/parse.ts';
import type { Clock } from './clock.ts';
import { cancelFor } from './hop-by-hop.ts';
import { InviteClient } from './invite-client.ts';
import { InviteServer } from './invite-server.ts';
import type { ClientHandlers, MachineContext } from './machine.ts';
import { PlainClient } from './plain-client.ts';
import { PlainServer } from './plain-server.ts';
import { Server, type ServerTransaction } from './server-transaction.ts';
import { type Timers, timers } from './timers.ts';
import { clientKey, serverBranch } from './transaction-key.ts';

export type { ClientHandlers } from './machine.ts';
export type { ServerTransaction } from './server-transaction.ts';

export interface ClientTransaction {
  readonly request: SipRequest;
  readonly link: Link;
  /**
   * Sends CANCEL as soon as a provisional response allows it; without effect after a final response.
   * @throws TypeError for another method than INVITE (RFC 3261 9.1)
   */
  cancel(): void;
}

export interface TransactionLayerOptions {
  readonly clock: Clock;
  /** Milliseconds; every timer is derived from it. */
  readonly t1: number;
  /** Whether an INVITE that the user does not answer at once gets 100 (Trying). Default true. */
  readonly trying?: boolean;
  onRequest(transaction: ServerTransaction): void;
  /** An ACK that belongs to no transaction here: the one to a 2xx. */
  onAck?(ack: SipRequest, link: Link): void;
  /** A response without transaction, or a message whose transaction cannot be told. */
  onStray?(message: SipMessage, link: Link): void;
}

interface Client {
  readonly machine: InviteClient | PlainClient;
  readonly link: Link;
}

/** RFC 3261 17 for one element: matches messages to transactions and runs these. */
export class TransactionLayer {
  readonly #options: TransactionLayerOptions;
  readonly #timers: Timers;
  readonly #clients = new Map<string, Client>();
  readonly #servers = new Map<string, Server>();
  #closed = false;

  constructor(options: TransactionLayerOptions) {
    this.#options = options;
    this.#timers = timers(options.t1);
  }

  /** Takes in a message that came over that link. */
  receive(message: SipMessage, link: Link): void {
    if (this.#closed) return;
    const work = this.#sort(message, link);
    if (work) work();
    else this.#options.onStray?.(message, link);
  }

  /**
   * Sends a request in a new client transaction. Its topmost Via carries a branch of its own.
   * @throws TypeError for ACK, for a branch in use, and after `close`
   */
  send(request: SipRequest, link: Link, handlers: ClientHandlers): ClientTransaction {
    if (this.#closed) throw new TypeError('The transaction layer is closed');
    if (request.method === 'ACK') throw new TypeError('An ACK has no transaction of its own');
    const key = clientKey(request);
    if (this.#clients.has(key)) throw new TypeError(`There is a transaction ${key} already`);
    const context = this.#context(link, () => this.#clients.delete(key));
    const machine =
      request.method === 'INVITE'
        ? new InviteClient(
            request,
            { ...context, sendCancel: () => void this.send(cancelFor(request), link, { response() {} }) },
            handlers,
          )
        : new PlainClient(request, context, handlers);
    this.#clients.set(key, { machine, link });
    machine.start();
    return {
      request,
      link,
      cancel() {
        if (!(machine instanceof InviteClient))
          throw new TypeError(`A ${request.method} cannot be cancelled`);
        machine.cancel();
      },
    };
  }

  /** Ends what runs over a link that is gone: client transactions fail, server transactions cannot answer. */
  linkClosed(link: Link, error: Error = new Error(`${link.id} was closed`)): void {
    for (const client of [...this.#clients.values()]) if (client.link === link) client.machine.fail(error);
    for (const server of [...this.#servers.values()]) if (server.link === link) server.machine.terminate();
  }

  /** Stops every timer and forgets every transaction, telling nobody. */
  close(): void {
    this.#closed = true;
    for (const { machine } of [...this.#clients.values()]) machine.terminate();
    for (const { machine } of [...this.#servers.values()]) machine.terminate();
  }

  /** What to do about a message; undefined when no transaction can be told. Only here a message is read. */
  #sort(message: SipMessage, link: Link): (() => void) | undefined {
    try {
      if (message instanceof SipResponse) {
        const client = this.#clients.get(clientKey(message));
        return client && (() => client.machine.receive(message));
      }
      if (!(message instanceof SipRequest)) return undefined;
      const branch = serverBranch(message);
      cseq(message);
      return () => this.#request(message, branch, link);
    } catch (error) {
      if (error instanceof SipParseError) return undefined;
      throw error;
    }
  }

  #request(request: SipRequest, branch: string, link: Link): void {
    if (request.method === 'ACK') {
      const invite = this.#servers.get(`${branch} INVITE`);
      if (!invite?.acknowledged()) this.#options.onAck?.(request, link);
      return;
    }
    const known = this.#servers.get(`${branch} ${request.method}`);
    if (known) {
      known.machine.repeated();
      return;
    }
    const server = this.#serve(request, branch, link);
    if (request.method === 'CANCEL') this.#cancel(server, branch);
    else this.#options.onRequest(server);
  }

  #serve(request: SipRequest, branch: string, link: Link): Server {
    const key = `${branch} ${request.method}`;
    const context = this.#context(link, () => this.#servers.delete(key));
    const machine =
      request.method === 'INVITE'
        ? new InviteServer(request, context, this.#options.trying ?? true)
        : new PlainServer(request, context);
    const server = new Server(machine, link);
    this.#servers.set(key, server);
    return server;
  }

  /** RFC 3261 9.2: 481 without a request to cancel, else 200 with the To tag of its response. */
  #cancel(cancel: Server, branch: string): void {
    const target = this.#cancellable(branch);
    if (!target) {
      cancel.respond(respond(cancel.request, 481));
      return;
    }
    const toTag = target.toTag;
    cancel.respond(respond(cancel.request, 200, toTag === undefined ? {} : { toTag }));
    target.cancel();
  }

  #cancellable(branch: string): Server | undefined {
    for (const [key, server] of this.#servers) {
      if (server.request.method !== 'CANCEL' && key === `${branch} ${server.request.method}`) return server;
    }
    return undefined;
  }

  #context(link: Link, forget: () => void): MachineContext {
    return {
      clock: this.#options.clock,
      timers: this.#timers,
      reliable: link.reliable,
      transmit: (message) => void link.send(message.bytes),
      terminated: forget,
    };
  }
}
