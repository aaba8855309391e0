import { Inbox } from '../../src/endpoint/inbox.ts';
import type { Address, Link } from '../../src/net/link.ts';
import { listenMw, type MwListener } from '../../src/net/mw-listener.ts';
import { type Identity, realmOf } from '../../src/peers/identity.ts';
import { challengeFrom, digestAnswer } from '../../src/sip/digest.ts';
import { topVia, wwwAuthenticate } from '../../src/sip/headers/index.ts';
import { newBranch, newCallId, newTag } from '../../src/sip/ids.ts';
import { type HeaderInit, respond, SipRequest, SipResponse } from '../../src/sip/message.ts';
import { parseMessage } from '../../src/sip/parse.ts';

export interface RegisterForm {
  answer?: SipResponse;
  password?: string;
  protect?: string;
  expires?: number;
  impu?: string;
}

/** An eP-CSCF on Mw that sends what the test says and answers 200 to everything. */
export class MwStub {
  readonly received: (SipRequest | SipResponse)[] = [];
  readonly contactUri: string;
  readonly #requests = new Inbox<SipRequest>();
  readonly #responses = new Inbox<SipResponse>();
  readonly #listener: MwListener;
  readonly #link: Link;
  readonly #identity: Identity;

  private constructor(listener: MwListener, link: Link, identity: Identity) {
    this.#listener = listener;
    this.#link = link;
    this.#identity = identity;
    const { host, port } = listener.address;
    this.contactUri = `sip:ep-cscf@${host}:${port};transport=${link.transport}`;
  }

  static async open(transport: 'udp' | 'tcp', core: Address, identity: Identity): Promise<MwStub> {
    let stub: MwStub | undefined;
    const listener = await listenMw(
      { host: '127.0.0.1', port: 0 },
      { message: (link, bytes) => stub?.take(link, bytes) },
    );
    stub = new MwStub(listener, await listener.linkTo(transport, core), identity);
    return stub;
  }

  get address(): Address {
    return this.#listener.address;
  }

  get path(): string {
    return `<sip:flow1@127.0.0.1:${this.address.port};transport=${this.#link.transport};lr>`;
  }

  get responses(): SipResponse[] {
    return this.received.filter((message) => message instanceof SipResponse);
  }

  take(link: Link, bytes: Uint8Array): void {
    const message = parseMessage(bytes, 'datagram');
    this.received.push(message);
    if (message instanceof SipResponse) this.#responses.push(message);
    else {
      this.#requests.push(message);
      if (message.method === 'ACK') return;
      const contact: HeaderInit[] = message.method === 'INVITE' ? [['Contact', `<${this.contactUri}>`]] : [];
      link.send(respond(message, 200, { headers: contact }).bytes);
    }
  }

  register(form: RegisterForm = {}): SipRequest {
    const { impi, impus, password } = this.#identity;
    const { answer, expires = 600, impu = impus[0] ?? '' } = form;
    const uri = `sip:${realmOf(this.#identity)}`;
    const [challenge] = answer ? wwwAuthenticate(answer) : [];
    const credentials = challenge
      ? digestAnswer({
          challenge: challengeFrom(challenge),
          username: impi,
          password: form.password ?? password,
          method: 'REGISTER',
          uri,
          cnonce: 'c',
          nc: 1,
        })
      : `Digest username="${impi}", realm="${realmOf(this.#identity)}", nonce="", uri="${uri}", response=""`;
    const protect = form.protect ? `, integrity-protected=${form.protect}` : '';
    return this.request('REGISTER', uri, {
      to: impu,
      contact: `<sip:wic@abc.invalid;transport=ws>;+sip.instance="<urn:uuid:1>"`,
      headers: [
        ['Path', this.path],
        ['Require', 'path'],
        ['Supported', 'path'],
        ['Expires', String(expires)],
        ['P-Charging-Vector', 'icid-value="icid1";orig-ioi=ims.example'],
        ['Authorization', `${credentials}${protect}`],
      ],
    });
  }

  subscribe(): SipRequest {
    const [impu = ''] = this.#identity.impus;
    return this.request('SUBSCRIBE', impu, {
      from: this.contactUri.replace('sip:ep-cscf@', 'sip:'),
      headers: [
        ['Event', 'reg'],
        ['Expires', '700'],
      ],
    });
  }

  request(
    method: string,
    uri: string,
    form: {
      from?: string;
      to?: string;
      contact?: string;
      headers?: HeaderInit[];
      body?: string;
      contentType?: string;
    } = {},
  ): SipRequest {
    const { host, port } = this.address;
    const { from = this.#identity.impus[0], to = uri, contact = `<${this.contactUri}>` } = form;
    const { body, contentType } = form;
    return SipRequest.build({
      method,
      uri,
      headers: [
        ['Via', `SIP/2.0/${this.#link.transport.toUpperCase()} ${host}:${port};branch=${newBranch()}`],
        ['Max-Forwards', '69'],
        ['From', `<${from}>;tag=${newTag()}`],
        ['To', `<${to}>`],
        ['Call-ID', newCallId()],
        ['CSeq', `1 ${method}`],
        ['Contact', contact],
        ...(form.headers ?? []),
      ],
      body,
      contentType,
    });
  }

  send(request: SipRequest): SipRequest {
    this.sendBytes(request.bytes);
    return request;
  }

  sendBytes(bytes: Uint8Array): void {
    this.#link.send(bytes);
  }

  cancel(invite: SipRequest): void {
    const cseq = (invite.value('CSeq') ?? '').replace('INVITE', 'CANCEL');
    const kept = ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID'];
    const headers = kept.map((name): HeaderInit => [name, invite.value(name) ?? '']);
    this.send(SipRequest.build({ method: 'CANCEL', uri: invite.uri, headers: [...headers, ['CSeq', cseq]] }));
  }

  final(request: SipRequest): Promise<SipResponse> {
    const { branch } = topVia(request);
    return this.#responses.next(
      `answer ${request.method}`,
      (response) =>
        response.status >= 200 &&
        topVia(response).branch === branch &&
        response.value('CSeq') === request.value('CSeq'),
      2000,
    );
  }

  exchange(request: SipRequest): Promise<SipResponse> {
    return this.final(this.send(request));
  }

  next(method: string): Promise<SipRequest> {
    return this.#requests.next(`send ${method}`, (request) => request.method === method, 2000);
  }

  close(): Promise<void> {
    return this.#listener.close();
  }
}
