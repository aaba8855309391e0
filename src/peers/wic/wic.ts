import type { Clock } from '../../endpoint/clock.ts';
import { Dialog } from '../../endpoint/dialog.ts';
import { PeerDidNot } from '../../endpoint/peer-did-not.ts';
import { timers } from '../../endpoint/timers.ts';
import {
  type ClientTransaction,
  type ServerTransaction,
  TransactionLayer,
} from '../../endpoint/transactions.ts';
import { HandshakeRefused } from '../../net/ws-client.ts';
import { topVia } from '../../sip/headers/index.ts';
import { respond, type SipMessage, SipRequest, type SipResponse } from '../../sip/message.ts';
import { parseMessage, SipParseError } from '../../sip/parse.ts';
import type { Tap } from '../../trace/event.ts';
import { Call, type DialogAgent, type Exchange } from '../call.ts';
import { Descriptions } from '../descriptions.ts';
import { defaultImpu, type Identity } from '../identity.ts';
import { Mailbox, type RequestMatch } from '../mailbox.ts';
import { SDP } from '../sdp.ts';
import type { Seen, Sent } from '../seen.ts';
import { Answers } from './answers.ts';
import type { Frame, FrameShape } from './frames.ts';
import { wicOffer } from './offers/offer.ts';
import {
  deregister,
  type Registration,
  type RoundOptions,
  register,
  reregister,
  subscribeToRegistration,
} from './registration.ts';
import type { RequestOptions } from './request-options.ts';
import { UserAgent, type UserAgentOptions } from './user-agent.ts';
import { type Closed, W2Connection, type W2Options } from './w2-connection.ts';

export interface WicOptions extends W2Options, Omit<UserAgentOptions, 'secure'> {
  readonly identity: Identity;
  /** Role in the trace: `WIC a`. */
  readonly name: string;
  readonly clock: Clock;
  /** T1 in milliseconds. */
  readonly t1: number;
  /** How long a wait lasts unless told, in milliseconds; 64·T1 by default. */
  readonly bound?: number;
  readonly tap: Tap;
  /** Whether it sends 100 (Trying) for an INVITE that is not answered at once; it does unless told. */
  readonly trying?: boolean;
}

/** A frame without readable SIP message. */
export interface Unreadable {
  readonly frame: Frame;
  readonly why: string;
}

/** A simulated WIC on one WebSocket: conformant to 24.229 5.1 and RFC 7118 unless told otherwise. */
export class Wic implements DialogAgent {
  readonly identity: Identity;
  readonly name: string;
  /** Builds the WIC's requests and remembers its registration. */
  readonly ua: UserAgent;
  readonly mailbox: Mailbox;
  readonly answers: Answers;
  readonly unreadable: Unreadable[] = [];
  connection!: W2Connection;
  readonly #layer: TransactionLayer;
  readonly descriptions = new Descriptions();
  readonly #transactions = new Map<string, ClientTransaction>();

  private constructor(options: WicOptions) {
    const { identity, name, clock, t1, bound = timers(t1).bound } = options;
    this.identity = identity;
    this.name = name;
    this.ua = new UserAgent({ ...options, secure: options.url.startsWith('wss:') });
    this.mailbox = new Mailbox(clock, bound);
    this.answers = new Answers({ agent: this, clock, random: options.random });
    this.#layer = new TransactionLayer({
      clock,
      t1,
      trying: options.trying ?? true,
      onRequest: (transaction) => this.#onRequest(transaction),
    });
  }

  /** Opens the connection. @throws PeerDidNot when the handshake is refused, ConnectionFailed */
  static async connect(options: WicOptions): Promise<Wic> {
    const result = await Wic.tryConnect(options);
    if (result instanceof Wic) return result;
    throw new PeerDidNot('accept the WebSocket handshake', `it answered ${result.status} ${result.reason}`);
  }

  /** Opens the connection; a refused handshake is a result like any other. @throws ConnectionFailed */
  static async tryConnect(options: WicOptions): Promise<Wic | HandshakeRefused> {
    const wic = new Wic(options);
    const { clock, tap } = options;
    const { url, ca, servername, session, protocols, origin, headers, localAddress } = options;
    const w2 = { url, ca, servername, session, protocols, origin, headers, localAddress };
    const given = Object.fromEntries(Object.entries(w2).filter(([, value]) => value !== undefined));
    try {
      wic.connection = await W2Connection.open(
        { url, ...given },
        wic.mailbox.bound,
        { clock, tap, role: wic.name },
        { message: (bytes, frame) => wic.#receive(bytes, frame), closed: (how) => wic.#closed(how) },
      );
      return wic;
    } catch (error) {
      if (error instanceof HandshakeRefused) return error;
      throw error;
    }
  }

  get contact(): string {
    return `<${this.ua.contactUri}>`;
  }

  /** How the connection ended, when it did. */
  get closed(): Closed | undefined {
    return this.connection.closed;
  }

  /**
   * Sends a message and awaits nothing: for that are `response` and `final`. A request without Via gets one.
   * @throws PeerDidNot when the connection was closed
   */
  send<M extends SipMessage>(message: M, shape: FrameShape = {}): Sent<M> {
    const whole = message instanceof SipRequest ? (this.ua.complete(message) as SipMessage as M) : message;
    this.#mustBeOpen();
    this.descriptions.sent(whole);
    this.connection.shaped(shape, () => {
      if (whole instanceof SipRequest && whole.method !== 'ACK') this.#start(whole);
      else this.connection.send(whole.bytes);
    });
    return { ...this.connection.lastSent, message: whole };
  }

  /** Sends one WebSocket message of any content. @throws PeerDidNot when the connection was closed */
  sendRaw(bytes: Uint8Array, shape: FrameShape = {}): { readonly id: string; readonly at: number } {
    this.#mustBeOpen();
    this.connection.shaped(shape, () => {
      this.connection.send(bytes);
    });
    return this.connection.lastSent;
  }

  /** Awaits a response to a request of this WIC. @throws PeerDidNot */
  response(
    sent: Sent<SipRequest>,
    what: string,
    match: (response: SipResponse) => boolean,
    withinMs?: number,
  ): Promise<Seen<SipResponse>> {
    return this.mailbox.response(sent, what, match, withinMs);
  }

  /** Awaits the final response; that to an INVITE, unless a 2xx, was acknowledged by then. @throws PeerDidNot */
  final(sent: Sent<SipRequest>, withinMs?: number): Promise<Seen<SipResponse>> {
    return this.mailbox.final(sent, withinMs);
  }

  /** Sends a request and awaits its final response. @throws PeerDidNot */
  async exchange(request: SipRequest, shape?: FrameShape): Promise<Exchange> {
    const sent = this.send(request, shape);
    return { sent, answer: await this.final(sent) };
  }

  /** Sends a request of the given method outside any dialog and awaits its final response. @throws PeerDidNot */
  request(method: string, uri: string, options?: RequestOptions): Promise<Exchange> {
    return this.exchange(this.ua.request(method, uri, options));
  }

  /** Awaits a request from the eP-CSCF, also one that already came and was not awaited. @throws PeerDidNot */
  next(method: string, match?: RequestMatch, withinMs?: number): Promise<Seen<SipRequest>> {
    return this.mailbox.request(method, match, withinMs);
  }

  /** Registers by this token from now on (24.371 6.2.2). */
  useToken(token: string): void {
    this.ua.token = token;
  }

  /** Registers by its token, else with the digest round if it is challenged. @throws PeerDidNot without a 200 */
  register(options?: RoundOptions): Promise<Registration> {
    return register(this, options);
  }

  /** Registers again, by its token or answering the cached challenge at once. @throws PeerDidNot without a 200 */
  reregister(options?: RoundOptions): Promise<Registration> {
    return reregister(this, options);
  }

  /** Deregisters its own contact, or all with `contact: '*'`. @throws PeerDidNot without a 200 */
  deregister(options?: RoundOptions): Promise<Registration> {
    return deregister(this, options);
  }

  /** Subscribes to its own registration state; the NOTIFYs come as requests. @throws PeerDidNot without a 2xx */
  subscribe(impu = defaultImpu(this.identity)): Promise<Exchange> {
    return subscribeToRegistration(this, impu);
  }

  /** Calls with audio and acknowledges a 2xx. @throws PeerDidNot without a final response */
  async invite(uri: string, options: RequestOptions = {}): Promise<Exchange & { readonly call?: Call }> {
    const offer = { body: wicOffer('audio'), contentType: SDP };
    const { sent, answer } = await this.exchange(this.ua.request('INVITE', uri, { ...offer, ...options }));
    if (answer.message.status >= 300) return { sent, answer };
    const call = new Call(Dialog.uac(sent.message, answer.message), this);
    call.ack();
    return { sent, answer, call };
  }

  /** Cancels a request that has no final response yet (RFC 3261 9.1). */
  cancel(sent: Sent<SipRequest>): void {
    this.#transactions.get(topVia(sent.message).branch ?? '')?.cancel();
  }

  /** Answers requests of a method with 200 in frames of that shape. */
  answerShaped(method: string, shape: FrameShape): void {
    this.answers.handle(method, (transaction) =>
      this.connection.shaped(shape, () => transaction.respond(respond(transaction.request, 200))),
    );
  }

  /** Starts the closing handshake. */
  close(code?: number): void {
    this.connection.close(code);
  }

  /** Drops the connection without a Close frame. */
  terminate(): void {
    this.connection.terminate();
  }

  #mustBeOpen(): void {
    if (this.connection.open) return;
    const code = this.closed?.code;
    throw new PeerDidNot(
      'keep the WebSocket connection open',
      code === undefined ? 'it is closing' : `closed with ${code}`,
    );
  }

  #start(request: SipRequest): void {
    const transaction = this.#layer.send(request, this.connection, { response: () => {} });
    this.#transactions.set(topVia(request).branch ?? '', transaction);
  }

  #receive(bytes: Uint8Array, frame: Frame): void {
    try {
      const message = parseMessage(bytes, 'message');
      this.mailbox.file(message, { id: frame.id, at: frame.at, link: this.connection });
      this.#layer.receive(message, this.connection);
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      this.unreadable.push({ frame, why: error.reason });
    }
  }

  #onRequest(transaction: ServerTransaction): void {
    this.answers.answer(transaction, this.mailbox.seen(transaction.request));
  }

  #closed({ code }: Closed): void {
    this.#layer.linkClosed(this.connection);
    this.#layer.close();
    this.mailbox.close(`the WebSocket connection was closed with ${code ?? 'no code'}`);
  }
}
