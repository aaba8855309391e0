import { Inbox } from '../../src/endpoint/inbox.ts';
import type { Link } from '../../src/net/link.ts';
import { listenMw, type MwListener } from '../../src/net/mw-listener.ts';
import { openWebSocket, type WsLink } from '../../src/net/ws-client.ts';
import type { ReferenceConfig } from '../../src/reference/config.ts';
import { type Reference, startReference } from '../../src/reference/reference.ts';
import { topVia } from '../../src/sip/headers/index.ts';
import { newBranch, newCallId, newTag } from '../../src/sip/ids.ts';
import {
  type HeaderInit,
  type ResponseOptions,
  respond,
  SipRequest,
  type SipResponse,
} from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';

/** No test waits this long unless it fails. */
export const patience = 5000;

interface Arrived {
  readonly message: SipRequest | SipResponse;
  readonly link: Link;
}

type Match = (message: SipRequest | SipResponse) => boolean;

/** What one side received, to be awaited. */
class Mailbox {
  readonly inbox = new Inbox<Arrived>({ describe: ({ message }) => message.startLine });

  #unreadable = 0;

  push(link: Link, bytes: Uint8Array, framing: 'datagram' | 'message'): void {
    try {
      this.take({ message: parseMessage(bytes, framing), link });
    } catch {
      this.#unreadable += 1;
    }
  }

  protected take(arrived: Arrived): void {
    this.inbox.push(arrived);
  }

  /** Number of messages that were no SIP message. */
  unreadable(): number {
    return this.#unreadable;
  }

  async request(
    method: string,
    match: Match = () => true,
  ): Promise<Arrived & { readonly message: SipRequest }> {
    const found = await this.inbox.next(
      `send ${method}`,
      ({ message }) => message instanceof SipRequest && message.method === method && match(message),
      patience,
    );
    return found as Arrived & { readonly message: SipRequest };
  }

  /** The final response to a request. */
  async final(request: SipRequest): Promise<SipResponse> {
    const branch = topVia(request).branch;
    const found = await this.inbox.next(
      `answer ${request.method}`,
      ({ message }) =>
        !(message instanceof SipRequest) && message.status >= 200 && topVia(message).branch === branch,
      patience,
    );
    return found.message as SipResponse;
  }

  count(method: string): number {
    return this.inbox.all(({ message }) => message instanceof SipRequest && message.method === method).length;
  }
}

/** The home network: it does nothing that the test does not say, except to answer the reg SUBSCRIBE. */
export class MiniCore extends Mailbox {
  readonly listener: MwListener;
  readonly mw: string;
  readonly #transactions = new Set<string>();

  private constructor(listener: MwListener, mw: string) {
    super();
    this.listener = listener;
    this.mw = mw;
  }

  static async listen(): Promise<{ core: (mw: string) => MiniCore; port: number }> {
    let core: MiniCore | undefined;
    const listener = await listenMw(
      { host: '127.0.0.1', port: 0 },
      { message: (link, bytes) => core?.push(link, bytes, 'datagram') },
    );
    return {
      port: listener.address.port,
      core: (mw) => {
        core = new MiniCore(listener, mw);
        return core;
      },
    };
  }

  /** Takes each request once: over UDP the reference repeats what is not answered within T1, or never. */
  protected override take(arrived: Arrived): void {
    const { message } = arrived;
    if (message instanceof SipRequest) {
      const transaction = `${message.method} ${topVia(message).branch}`;
      if (this.#transactions.has(transaction)) return;
      this.#transactions.add(transaction);
    }
    super.take(arrived);
  }

  answer(request: SipRequest, link: Link, status: number, options: ResponseOptions = {}): void {
    link.send(respond(request, status, options).bytes);
  }

  /** Sends a request to the eP-CSCF. */
  async send(request: SipRequest): Promise<void> {
    const [, host = '', port = ''] = this.mw.split(':');
    const link = await this.listener.linkTo('udp', { host, port: Number(port) });
    link.send(request.prepend('Via', this.via()).bytes);
  }

  via(): string {
    const { host, port } = this.listener.address;
    return `SIP/2.0/UDP ${host}:${port};branch=${newBranch()}`;
  }

  get contact(): string {
    const { host, port } = this.listener.address;
    return `<sip:core@${host}:${port}>`;
  }
}

/** A WIC on one WebSocket. */
export class MiniWic extends Mailbox {
  readonly user: string;
  readonly host = `${newTag()}.invalid`;
  readonly closed = Promise.withResolvers<number | undefined>();
  link!: WsLink;
  serviceRoute: readonly string[] = [];
  #cseq = 0;
  readonly #callId = newCallId();

  constructor(user: string) {
    super();
    this.user = user;
  }

  static async connect(reference: Reference, user: string): Promise<MiniWic> {
    const wic = new MiniWic(user);
    wic.link = await openWebSocket(
      { url: reference.w2Url, ca: reference.ca, protocols: ['sip'], maxMs: patience },
      {
        message: (link, bytes) => wic.push(link, bytes, 'message'),
        closed: (_, { code }) => wic.closed.resolve(code),
      },
    );
    return wic;
  }

  get impu(): string {
    return `sip:${this.user}@home1.net`;
  }

  get contact(): string {
    return `<sip:${this.user}@${this.host};transport=ws>`;
  }

  build(method: string, uri: string, headers: readonly HeaderInit[] = [], body?: string): SipRequest {
    this.#cseq += 1;
    return SipRequest.build({
      method,
      uri,
      headers: [
        ['Via', this.via()],
        ['Max-Forwards', '70'],
        ['From', `<${this.impu}>;tag=${newTag()}`],
        ['To', method === 'REGISTER' ? `<${this.impu}>` : `<${uri}>`],
        ['Call-ID', method === 'REGISTER' ? this.#callId : newCallId()],
        ['CSeq', `${this.#cseq} ${method}`],
        ['Contact', this.contact],
        ...headers,
      ],
      ...(body !== undefined && { body, contentType: 'application/sdp' }),
    });
  }

  via(): string {
    return `SIP/2.0/WSS ${this.host};branch=${newBranch()};rport`;
  }

  register(response: string, expires = 600): SipRequest {
    const nonce = response === '' ? '' : 'n';
    return this.build('REGISTER', 'sip:home1.net', [
      ['Supported', 'path, outbound'],
      ['Expires', String(expires)],
      [
        'Authorization',
        `Digest username="${this.user}@private", realm="home1.net", nonce="${nonce}", uri="sip:home1.net", response="${response}", opaque="o"`,
      ],
    ]);
  }

  send(request: SipRequest): SipRequest {
    this.link.send(request.bytes);
    return request;
  }

  /** An initial request with the Service-Route in Route. */
  initial(method: string, uri: string, headers: readonly HeaderInit[] = [], body?: string): SipRequest {
    const routes = this.serviceRoute.map((route): HeaderInit => ['Route', route]);
    return this.send(this.build(method, uri, [...routes, ...headers], body));
  }
}

export interface Lab {
  readonly reference: Reference;
  readonly core: MiniCore;
  /** A WIC that is connected. */
  wic(user: string): Promise<MiniWic>;
  /** A WIC that has registered, with the last REGISTER that the core saw. */
  registered(
    user: string,
    options?: RegisterOptions,
  ): Promise<{ wic: MiniWic; atCore: SipRequest; path: string }>;
  stop(): Promise<void>;
}

export interface RegisterOptions {
  readonly impus?: readonly string[];
  readonly expires?: number;
}

/** A reference with a core behind it, on free ports. */
export async function startLab(config: Partial<ReferenceConfig> = {}): Promise<Lab> {
  const { core: made, port } = await MiniCore.listen();
  const reference = await startReference({
    w2: { host: '127.0.0.1', port: 0 },
    mw: { transport: 'udp', host: '127.0.0.1', port: 0 },
    core: { transport: 'udp', host: '127.0.0.1', port },
    home: { domain: 'home1.net', visitedNetwork: 'home1.net', ioi: 'home1.net' },
    t1: 500,
    policy: 'reject',
    emergency: { home: ['112', 'urn:service:sos'], partners: { '262': ['110'] }, homeCountry: '001' },
    originCountry: 'unknown',
    outbound: false,
    imsAka: false,
    rtcpMux: false,
    iceLite: true,
    ...config,
  });
  const core = made(reference.mw);
  const wics: MiniWic[] = [];
  const wic = async (user: string): Promise<MiniWic> => {
    const connected = await MiniWic.connect(reference, user);
    wics.push(connected);
    return connected;
  };
  return {
    reference,
    core,
    wic,
    async registered(user, options = {}) {
      const connected = await wic(user);
      const first = connected.send(connected.register(''));
      const initial = await core.request('REGISTER');
      core.answer(initial.message, initial.link, 401, {
        headers: [['WWW-Authenticate', 'Digest realm="home1.net", nonce="n", algorithm=MD5, qop="auth"']],
      });
      await connected.final(first);
      const second = connected.send(connected.register('abc', options.expires));
      const answered = await core.request('REGISTER');
      core.answer(answered.message, answered.link, 200, grant(connected, options));
      const ok = await connected.final(second);
      connected.serviceRoute = ok.values('Service-Route');
      return { wic: connected, atCore: answered.message, path: answered.message.value('Path') ?? '' };
    },
    async stop() {
      await reference.stop();
      await core.listener.close();
      for (const each of wics) each.link.terminate();
      for (const each of [core, ...wics]) each.inbox.close('the test is over');
    },
  };
}

/** What a 200 to REGISTER says. */
export function grant(wic: MiniWic, options: RegisterOptions = {}): ResponseOptions {
  const expires = options.expires ?? 600;
  return {
    headers: [
      ['Contact', `${wic.contact};expires=${expires}`],
      ...(options.impus ?? [wic.impu]).map((impu): HeaderInit => ['P-Associated-URI', `<${impu}>`]),
      ['Service-Route', '<sip:orig@scscf.home1.net;lr>'],
      ['P-Charging-Vector', 'icid-value="x";orig-ioi="home1.net";term-ioi="home1.net"'],
    ],
  };
}
