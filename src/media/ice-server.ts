import type { Address } from '../net/link.ts';
import type { IceCredentials } from './candidate.ts';
import type { IceLog } from './ice-facts.ts';
import type { MediaMisbehaviour } from './secure-remote.ts';
import type { BindingRequest, StunCodec } from './stun.ts';

export interface IceServerOptions {
  readonly lite: boolean;
  readonly credentials: IceCredentials;
  readonly stun: StunCodec;
  readonly misbehaviour: MediaMisbehaviour | undefined;
  send(bytes: Uint8Array, to: Address): void;
}

/** Answers checks (RFC 8445 7.3, RFC 5389 10.1.2). */
export class IceServer {
  readonly #options: IceServerOptions;
  readonly #log: IceLog;
  readonly #tieBreaker: bigint;
  #current: IceCredentials;
  /** Those of before an ICE restart, until media have moved. */
  #previous: IceCredentials | undefined;

  constructor(options: IceServerOptions, log: IceLog, tieBreaker: bigint) {
    this.#options = options;
    this.#log = log;
    this.#tieBreaker = tieBreaker;
    this.#current = options.credentials;
  }

  get ufrag(): string {
    return this.#current.ufrag;
  }

  /** Of the own credentials with that user name fragment; undefined when there are none. */
  password(ufrag: string): string | undefined {
    return [this.#current, this.#previous].find((own) => own?.ufrag === ufrag)?.pwd;
  }

  restart(credentials: IceCredentials): void {
    this.#previous = this.#current;
    this.#current = credentials;
  }

  /** A pair is selected: credentials of before the restart end. */
  selected(): void {
    this.#previous = undefined;
  }

  /**
   * Answers a request.
   * @param controlling the own role; undefined until it is known, when no role of the peer conflicts with it
   * @returns `switch` when the peer's role makes the own one change (RFC 8445 7.3.1.1)
   */
  answer(
    request: BindingRequest,
    from: Address,
    controlling: boolean | undefined,
  ): 'accepted' | 'refused' | 'switch' {
    const { stun, send, misbehaviour } = this.#options;
    const careless = misbehaviour === 'any credentials';
    const known = request.ufrag === undefined ? undefined : this.password(request.ufrag);
    const pwd = careless ? (known ?? this.#current.pwd) : known;
    if (request.ufrag === undefined) return this.#refuse(request, from, 400, 'Bad Request', 'no USERNAME');
    if (pwd === undefined) {
      return this.#refuse(request, from, 401, 'Unauthorized', `USERNAME is of another: ${request.ufrag}`);
    }
    if (!request.authenticated && !careless) {
      return this.#refuse(request, from, 401, 'Unauthorized', 'MESSAGE-INTEGRITY is not of this password');
    }
    if (request.unknown.length > 0) {
      return this.#refuse(request, from, 420, 'Unknown Attribute', 'unknown attribute', pwd);
    }
    const verdict = this.#roles(request, controlling);
    if (verdict === 'refused') return this.#refuse(request, from, 487, 'Role Conflict', 'role conflict', pwd);
    this.#log.requestsAnswered++;
    send(stun.success(request, from, pwd), from);
    return verdict;
  }

  #roles(
    { controlling, controlled }: BindingRequest,
    own: boolean | undefined,
  ): 'accepted' | 'refused' | 'switch' {
    if (own === undefined) return 'accepted';
    if (own && controlling !== undefined) return this.#tieBreaker >= controlling ? 'refused' : 'switch';
    if (!own && controlled !== undefined && !this.#options.lite) {
      return this.#tieBreaker >= controlled ? 'switch' : 'refused';
    }
    return 'accepted';
  }

  #refuse(
    request: BindingRequest,
    to: Address,
    code: number,
    reason: string,
    why: string,
    pwd?: string,
  ): 'refused' {
    this.#log.requestsRefused.push(why);
    this.#options.send(this.#options.stun.error(request, code, reason, pwd), to);
    return 'refused';
  }
}
