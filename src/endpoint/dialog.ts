import { callId, contacts, cseq, from, parseNameAddr, tagOf, to } from '../sip/headers/index.ts';
import { type HeaderInit, type SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import { PeerDidNot } from './peer-did-not.ts';

/** What a request inside a dialog carries beyond what the dialog knows. */
export interface InDialogOptions {
  /** Topmost Via, with its branch. */
  readonly via?: string;
  readonly contact?: string;
  readonly headers?: readonly HeaderInit[];
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
}

interface DialogState {
  readonly callId: string;
  /** From or To of the own side with its tag, as requests of this side carry it in From. */
  readonly local: string;
  readonly remote: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly routeSet: readonly string[];
  readonly remoteTarget: string;
  readonly localSequence: number;
  readonly remoteSequence: number | undefined;
  readonly inviteSequence: number | undefined;
  readonly confirmed: boolean;
}

/** Requests whose 2xx makes a dialog or confirms an early one (RFC 3261 12.1, RFC 6665 4.4.1, RFC 3515). */
const dialogForming = new Set(['INVITE', 'SUBSCRIBE', 'REFER']);
/** Requests and their 2xx that move the remote target (RFC 3261 12.2, RFC 3311, RFC 6665 4.4.1). */
const targetRefresh = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY', 'REFER']);

/** A dialog of RFC 3261 12, seen from one side; of INVITE, SUBSCRIBE or any other method that makes one. */
export class Dialog {
  #state: DialogState;

  private constructor(state: DialogState) {
    this.#state = state;
  }

  /**
   * The dialog of a request that we sent and its first response with a tag (12.1.2).
   * @throws {PeerDidNot} when the response has no To tag or no Contact
   */
  static uac(request: SipRequest, response: SipResponse): Dialog {
    const { number, method } = cseq(request);
    return new Dialog({
      callId: callId(request),
      local: request.value('From') ?? '',
      remote: response.value('To') ?? '',
      localTag: tagOf(from(request)) ?? '',
      remoteTag: requireTag(tagOf(to(response)), `put a tag into To of ${response.status}`),
      routeSet: response.values('Record-Route').reverse(),
      remoteTarget: requireTarget(response, `put a Contact into ${response.status} to ${method}`),
      localSequence: number,
      remoteSequence: undefined,
      inviteSequence: method === 'INVITE' ? number : undefined,
      confirmed: response.status >= 200,
    });
  }

  /**
   * The dialog of a request that we received and answer with that To tag (12.1.1). It counts as confirmed.
   * @throws {PeerDidNot} when the request has no From tag or no Contact
   */
  static uas(request: SipRequest, toTag: string): Dialog {
    const ownTo = request.value('To') ?? '';
    return new Dialog({
      callId: callId(request),
      local: tagOf(to(request)) === undefined ? `${ownTo};tag=${toTag}` : ownTo,
      remote: request.value('From') ?? '',
      localTag: tagOf(to(request)) ?? toTag,
      remoteTag: requireTag(tagOf(from(request)), `put a tag into From of ${request.method}`),
      routeSet: request.values('Record-Route'),
      remoteTarget: requireTarget(request, `put a Contact into ${request.method}`),
      localSequence: 0,
      remoteSequence: cseq(request).number,
      inviteSequence: undefined,
      confirmed: true,
    });
  }

  /**
   * The dialog of a SUBSCRIBE that we sent, made by a NOTIFY that came before its 2xx (RFC 6665 4.4.1).
   * @throws {PeerDidNot} when the NOTIFY has no From tag or no Contact
   */
  static fromNotify(subscribe: SipRequest, notify: SipRequest): Dialog {
    return new Dialog({
      callId: callId(subscribe),
      local: subscribe.value('From') ?? '',
      remote: notify.value('From') ?? '',
      localTag: tagOf(from(subscribe)) ?? '',
      remoteTag: requireTag(tagOf(from(notify)), 'put a tag into From of NOTIFY'),
      routeSet: notify.values('Record-Route'),
      remoteTarget: requireTarget(notify, 'put a Contact into NOTIFY'),
      localSequence: cseq(subscribe).number,
      remoteSequence: undefined,
      inviteSequence: undefined,
      confirmed: true,
    });
  }

  get callId(): string {
    return this.#state.callId;
  }

  get localTag(): string {
    return this.#state.localTag;
  }

  get remoteTag(): string {
    return this.#state.remoteTag;
  }

  /** Route values in the order in which requests of this side carry them. */
  get routeSet(): readonly string[] {
    return this.#state.routeSet;
  }

  /** URI of the newest Contact of the other side. */
  get remoteTarget(): string {
    return this.#state.remoteTarget;
  }

  /** A final response confirmed it; before, the dialog is early. */
  get confirmed(): boolean {
    return this.#state.confirmed;
  }

  /** Whether a received message belongs to this dialog (12.2.2). */
  matches(message: SipMessage): boolean {
    const { localTag, remoteTag } = this.#state;
    const isResponse = message instanceof SipResponse;
    const ours = tagOf(isResponse ? from(message) : to(message));
    const theirs = tagOf(isResponse ? to(message) : from(message));
    return callId(message) === this.callId && ours === localTag && theirs === remoteTag;
  }

  /**
   * Takes note of a request that belongs to the dialog.
   * @returns `late` when its CSeq is lower than that of an earlier one: to be answered with 500 (12.2.2)
   */
  received(request: SipRequest): 'in-order' | 'late' {
    const { number, method } = cseq(request);
    if (method === 'ACK' || method === 'CANCEL') return 'in-order';
    const { remoteSequence } = this.#state;
    if (remoteSequence !== undefined && number < remoteSequence) return 'late';
    this.#change({ remoteSequence: number });
    if (targetRefresh.has(method)) this.#refresh(request);
    return 'in-order';
  }

  /** Takes note of a response to a request of ours: confirms an early dialog, moves the target. */
  answered(response: SipResponse): void {
    if (response.status < 200 || response.status >= 300) return;
    const { method } = cseq(response);
    // A 2xx to a request within an early dialog, as PRACK and UPDATE are, leaves it early.
    if (!this.#state.confirmed && dialogForming.has(method)) {
      // The 2xx may have come another way than the provisional response (13.2.2.4).
      this.#change({ confirmed: true, routeSet: response.values('Record-Route').reverse() });
    }
    if (targetRefresh.has(method)) this.#refresh(response);
  }

  /**
   * The next request of this side (12.2.1.1). ACK takes the CSeq number of the last INVITE, every other
   * method the next number. Via and Contact are in it only when given.
   */
  request(method: string, options: InDialogOptions = {}): SipRequest {
    const { uri, routes } = this.#route();
    const headers: HeaderInit[] = options.via === undefined ? [] : [['Via', options.via]];
    for (const route of routes) headers.push(['Route', route]);
    headers.push(
      ['Max-Forwards', '70'],
      ['From', this.#state.local],
      ['To', this.#state.remote],
      ['Call-ID', this.callId],
      ['CSeq', `${this.#nextSequence(method)} ${method}`],
    );
    if (options.contact !== undefined) headers.push(['Contact', options.contact]);
    headers.push(...(options.headers ?? []));
    const { body, contentType } = options;
    return SipRequest.build({ method, uri, headers, body, contentType });
  }

  #nextSequence(method: string): number {
    const { localSequence, inviteSequence } = this.#state;
    if (method === 'ACK') return inviteSequence ?? localSequence;
    const next = localSequence + 1;
    this.#change({ localSequence: next, ...(method === 'INVITE' && { inviteSequence: next }) });
    return next;
  }

  /** A first route without `lr` is a strict router, which wants itself in the Request-URI (12.2.1.1). */
  #route(): { uri: string; routes: readonly string[] } {
    const { routeSet, remoteTarget } = this.#state;
    const [first, ...rest] = routeSet;
    if (first === undefined) return { uri: remoteTarget, routes: [] };
    const { uri } = parseNameAddr(first);
    if (parseUri(uri).params.has('lr')) return { uri: remoteTarget, routes: routeSet };
    return { uri, routes: [...rest, `<${remoteTarget}>`] };
  }

  #refresh(message: SipMessage): void {
    const remoteTarget = target(message);
    if (remoteTarget !== undefined) this.#change({ remoteTarget });
  }

  #change(change: Partial<DialogState>): void {
    this.#state = { ...this.#state, ...change };
  }
}

function target(message: SipMessage): string | undefined {
  const all = contacts(message);
  return all === '*' ? undefined : all[0]?.uri;
}

function requireTag(tag: string | undefined, what: string): string {
  if (tag === undefined) throw new PeerDidNot(what);
  return tag;
}

function requireTarget(message: SipMessage, what: string): string {
  const uri = target(message);
  if (uri === undefined) throw new PeerDidNot(what);
  return uri;
}
