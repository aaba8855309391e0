import { createHash } from 'node:crypto';
import { newBranch, newCallId, newTag, type RandomSource } from '../../sip/ids.ts';
import { type HeaderInit, SipRequest, type SipResponse } from '../../sip/message.ts';
import { defaultImpu, type Identity, realmOf } from '../identity.ts';
import { bearerText, type TokenStyle } from './bearer.ts';
import { DigestCredentials } from './credentials.ts';
import type { Isim } from './isim.ts';
import { bend } from './misbehaviour.ts';
import type { RegisterOptions, RequestOptions, ViaOptions } from './request-options.ts';

export interface UserAgentOptions {
  readonly identity: Identity;
  /** `sip.instance` URN of the device; made from the IMPI unless told. */
  readonly instance?: string;
  /** Supports RFC 5626: sends `reg-id` and the option tag `outbound`. */
  readonly outbound?: boolean;
  /** Supports RFC 5627. */
  readonly gruu?: boolean;
  /** P-Access-Network-Info of its requests outside dialogs (24.229 5.1.1.2.1, 5.1.2A.1.1); none unless told. */
  readonly accessNetwork?: string;
  /** With one it registers by IMS AKA instead of SIP digest (33.203 X.2.3). */
  readonly isim?: Isim;
  /** How it shows its token; `access_token` unless told. */
  readonly tokenStyle?: TokenStyle;
  /** Shows its token in every request (24.371 R17 7.2.1), not in REGISTER alone. */
  readonly tokenEverywhere?: boolean;
  /** `false` on a connection without TLS. */
  readonly secure?: boolean;
  readonly random?: RandomSource;
}

/** Methods whose requests can make a dialog, so that they carry a Contact (RFC 3261 8.1.1.8). */
const DIALOG_CREATING = new Set(['INVITE', 'SUBSCRIBE', 'REFER']);
const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, NOTIFY, PRACK, UPDATE, INFO';

/** What a WIC says about itself and remembers of its registration; builds its requests outside dialogs. */
export class UserAgent {
  readonly identity: Identity;
  readonly credentials: DigestCredentials;
  /** Host of Via and Contact: nobody can reach a WIC but over its connection (RFC 7118 5.2, annex B.1). */
  readonly host: string;
  readonly contactUri: string;
  /** Values of Service-Route of the last 200 to REGISTER, in order. */
  serviceRoute: readonly string[] = [];
  /** The access token by which it registers; without one it registers with digest. */
  token: string | undefined;
  readonly #options: UserAgentOptions;
  readonly #registrations: string;
  #cseq = 0;

  constructor(options: UserAgentOptions) {
    const { identity, random, isim } = options;
    this.#options = options;
    this.identity = identity;
    this.host = `${newTag(random)}.invalid`;
    this.contactUri = `sip:${newTag(random)}@${this.host};transport=ws`;
    this.credentials = new DigestCredentials(identity, random, isim);
    this.#registrations = newCallId(random);
  }

  /** A Via for a new request: `rport` is asked for as 24.229 5.1.1.2.1 d) wants. */
  via(options: ViaOptions = {}): string {
    const { sentBy = this.host, rport = true } = options;
    const { secure = true, random } = this.#options;
    const asked = rport === false ? '' : rport === true ? ';rport' : `;rport=${rport}`;
    return `SIP/2.0/${secure ? 'WSS' : 'WS'} ${sentBy};branch=${newBranch(random)}${asked}`;
  }

  /** Contact as the WIC registers it. */
  contact(): string {
    const { instance = instanceUrn(this.identity), outbound } = this.#options;
    return `<${this.contactUri}>;+sip.instance="<${instance}>"${outbound ? ';reg-id=1' : ''}`;
  }

  /** Takes from a 200 to REGISTER what later requests need (24.229 5.1.1.2.1). */
  granted(response: SipResponse): void {
    const route = response.values('Service-Route');
    if (route.length > 0) this.serviceRoute = route;
  }

  /** A conformant REGISTER (24.229 5.1.1.2, RFC 7118), bent last where that is asked for. */
  registerRequest(options: RegisterOptions = {}): SipRequest {
    const {
      identity = this.identity,
      expires = 600_000,
      contact = 'own',
      callId = this.#registrations,
    } = options;
    const { impu = defaultImpu(identity), from = impu, to = impu } = options;
    const uri = `sip:${realmOf(identity)}`;
    const headers: HeaderInit[] = [
      ['Via', this.via(options)],
      ['Max-Forwards', '70'],
      ['From', `<${from}>;tag=${newTag(this.#options.random)}`],
      ['To', `<${to}>`],
      ['Call-ID', callId],
      ['CSeq', `${this.nextCSeq()} REGISTER`],
      ['Contact', contact === 'own' ? this.contact() : contact],
      ['Expires', String(expires)],
      ['Supported', this.#supported()],
      ...this.#accessNetwork(),
    ];
    const authorization = this.#authorization(options, uri, identity);
    if (authorization) headers.push(['Authorization', authorization]);
    const request = SipRequest.build({
      method: 'REGISTER',
      uri,
      headers: [...headers, ...(options.headers ?? [])],
    });
    return bend(request, ...(options.bends ?? []));
  }

  /** A conformant request outside any dialog, over the Service-Route (24.229 5.1.2A.1.1). */
  request(method: string, uri: string, options: RequestOptions = {}): SipRequest {
    const { random } = this.#options;
    const { from = defaultImpu(this.identity), to = uri, route = this.serviceRoute, callId } = options;
    const headers: HeaderInit[] = [['Via', this.via(options)]];
    for (const value of route) headers.push(['Route', value]);
    headers.push(
      ['Max-Forwards', '70'],
      ['From', `<${from}>;tag=${newTag(random)}`],
      ['To', `<${to}>`],
      ['Call-ID', callId ?? newCallId(random)],
      ['CSeq', `${this.nextCSeq()} ${method}`],
    );
    if (options.preferred) headers.push(['P-Preferred-Identity', `<${options.preferred}>`]);
    if (DIALOG_CREATING.has(method)) headers.push(['Contact', `<${this.contactUri}>`]);
    if (method === 'INVITE') headers.push(['Allow', ALLOW]);
    headers.push(['Supported', this.#supported()], ...this.#accessNetwork(), ...(options.headers ?? []));
    const { body, contentType } = options;
    return bend(SipRequest.build({ method, uri, headers, body, contentType }), ...(options.bends ?? []));
  }

  /** The request with what every request of this WIC has: a Via, and the token where all are to show it. */
  complete(request: SipRequest): SipRequest {
    const { tokenEverywhere = false, tokenStyle } = this.#options;
    const whole = request.has('Via') ? request : request.prepend('Via', this.via());
    const shows = tokenEverywhere && this.token !== undefined && request.method !== 'REGISTER';
    if (!shows || whole.has('Authorization')) return whole;
    return whole.with('Authorization', bearerText({ bearer: this.token as string, style: tokenStyle }));
  }

  /** The next CSeq number; one row of numbers for all requests keeps it rising in each Call-ID. */
  nextCSeq(): number {
    this.#cseq += 1;
    return this.#cseq;
  }

  #supported(): string {
    const { outbound, gruu } = this.#options;
    return ['path', outbound && 'outbound', gruu && 'gruu'].filter(Boolean).join(', ');
  }

  #accessNetwork(): HeaderInit[] {
    const { accessNetwork } = this.#options;
    return accessNetwork === undefined ? [] : [['P-Access-Network-Info', accessNetwork]];
  }

  #authorization(options: RegisterOptions, uri: string, identity: Identity): string | undefined {
    const own = this.token === undefined ? ('empty' as const) : { bearer: this.token };
    const { authorization = own } = options;
    if (authorization === 'none') return undefined;
    if (authorization === 'answer') return this.credentials.answer('REGISTER', uri);
    if (authorization === 'empty') return this.credentials.empty(uri, identity.impi);
    if ('raw' in authorization) return authorization.raw;
    return bearerText({ style: this.#options.tokenStyle, ...authorization });
  }
}

/** A name-based UUID (RFC 9562 version 8): the same subscription is the same device in every run. */
function instanceUrn({ impi }: Identity): string {
  const hex = createHash('sha256').update(impi).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
