import type { Clock } from '../endpoint/clock.ts';
import type { Address } from '../net/link.ts';
import { type Candidate, type IceCredentials, reflexivePriority } from './candidate.ts';
import { Checklist, type Pair, same } from './checklist.ts';
import { Consent } from './consent.ts';
import type { IceFacts } from './facts.ts';
import { type CheckInit, IceClient } from './ice-client.ts';
import { IceLog } from './ice-facts.ts';
import { IceServer } from './ice-server.ts';
import type { MediaMisbehaviour } from './secure-remote.ts';
import type { BindingAnswer, BindingRequest, StunCodec } from './stun.ts';

export interface IceAgentOptions {
  readonly component: 1 | 2;
  readonly lite: boolean;
  readonly credentials: IceCredentials;
  readonly stun: StunCodec;
  readonly clock: Clock;
  readonly consentExpiry: number;
  readonly consentInterval: number;
  readonly misbehaviour: MediaMisbehaviour | undefined;
  send(bytes: Uint8Array, to: Address): void;
  /** A way to the peer is known now, or another one is selected. */
  routed(): void;
}

/** What the peer signalled. */
export interface IceRemote extends IceCredentials {
  readonly candidates: readonly Candidate[];
}

/** Between two new checks (RFC 8445 14.2). */
const pace = 50;
/** How often a check is sent again (RFC 5389 7.2.1). */
const repetitions = 6;

/** One component's ICE (RFC 8445): full, or lite, which only answers. It has one host candidate of its own. */
export class IceAgent {
  readonly #options: IceAgentOptions;
  readonly #log = new IceLog();
  readonly #pairs: Checklist;
  readonly #server: IceServer;
  readonly #consent: Consent;
  readonly #client: IceClient;
  #remote: IceRemote | undefined;
  #controlling = false;
  #selected: Pair | undefined;
  /** Where media go until a restart has found another way (RFC 8445 9). */
  #before: Address | undefined;
  #pacing: (() => void) | undefined;
  #closed = false;

  constructor(options: IceAgentOptions) {
    this.#options = options;
    this.#pairs = new Checklist(options.component);
    this.#client = new IceClient(options, this.#log);
    this.#server = new IceServer(options, this.#log, this.#client.tieBreaker);
    this.#consent = new Consent(options, this.#log, () => this.askConsent());
  }

  /** Where packets go: the selected pair, before that the best one known to work; undefined without consent. */
  get route(): Address | undefined {
    if (this.#consent.expired) return undefined;
    return (this.#selected ?? this.#pairs.valid)?.remote ?? this.#before;
  }

  get selected(): boolean {
    return this.#selected !== undefined;
  }

  facts(): IceFacts {
    return this.#log.snapshot();
  }

  /** Begins with what the peer signalled, adds candidates that are new, or starts anew where its credentials are. */
  toward(remote: IceRemote, controlling: boolean): void {
    const restarted =
      this.#remote !== undefined && (this.#remote.ufrag !== remote.ufrag || this.#remote.pwd !== remote.pwd);
    if (this.#remote === undefined) this.#controlling = controlling && !this.#options.lite;
    this.#remote = remote;
    if (restarted) this.#startAnew();
    if (this.#options.lite) return;
    this.#pairs.add(remote.candidates);
    this.#checkNext();
  }

  /** From now on the peer has to use these; those of before hold until a pair is selected with the new ones. */
  restart(credentials: IceCredentials): void {
    this.#server.restart(credentials);
  }

  /** Takes a datagram that looks like STUN. */
  receive(bytes: Uint8Array, from: Address): void {
    if (this.#closed) return;
    const message = this.#options.stun.read(bytes, ({ ufrag, transaction }) =>
      ufrag === undefined ? this.#client.password(transaction) : this.#server.password(ufrag),
    );
    if (message?.kind === 'request') this.#requested(message, from);
    else if (message) this.#answered(message, from);
    else this.#log.responsesIgnored++;
  }

  /** A check of consent, sent once: the next one follows soon enough (RFC 7675 5.1). */
  askConsent(): void {
    if (this.#selected && !this.#silent && !this.#options.lite) {
      this.#request(this.#selected, false, 0, () => undefined);
    }
  }

  close(): void {
    this.#closed = true;
    this.#pacing?.();
    this.#consent.stop();
    this.#client.forget();
  }

  /** Whether it acts as if it were gone, on purpose. */
  get #silent(): boolean {
    return this.#options.misbehaviour === 'no consent answer' && this.#selected !== undefined;
  }

  #startAnew(): void {
    this.#before = this.route;
    this.#client.forget();
    this.#pairs.clear();
    this.#selected = undefined;
  }

  #requested(request: BindingRequest, from: Address): void {
    this.#log.requestsReceived++;
    if (this.#silent) return;
    const verdict = this.#server.answer(request, from, this.#remote && this.#controlling);
    if (verdict === 'refused') return;
    if (verdict === 'switch') this.#switchRole();
    const pair = this.#pairs.at(from, request.priority ?? reflexivePriority(this.#options.component));
    if (this.#selected && same(this.#selected.remote, from)) {
      this.#log.consentAnswered++;
      if (this.#options.lite) this.#consent.given();
    }
    if (request.useCandidate && !this.#controlling) pair.nominated = true;
    if (this.#options.lite) {
      const first = pair.state !== 'succeeded';
      pair.state = 'succeeded';
      if (pair.nominated && this.#selected !== pair) this.#select(pair);
      else if (first) this.#options.routed();
    } else if (pair.state === 'succeeded') {
      if (pair.nominated) this.#select(pair);
    } else if (pair.state !== 'in-progress') {
      this.#triggered(pair);
    }
  }

  /** A check in return for one that came (RFC 8445 7.3.1.4). */
  #triggered(pair: Pair): void {
    pair.state = 'waiting';
    if (this.#remote) this.#check(pair, false);
  }

  #answered(answer: BindingAnswer, from: Address): void {
    const check = this.#client.take(answer, from);
    if (!check) return;
    if (answer.kind === 'success') this.#succeeded(check);
    else this.#refused(check, answer.code ?? 0);
  }

  #succeeded({ pair, nominating }: CheckInit): void {
    this.#log.successes++;
    if (this.#selected === pair) {
      this.#log.consentGiven++;
      this.#consent.given();
      return;
    }
    pair.state = 'succeeded';
    this.#options.routed();
    if (nominating || (pair.nominated && !this.#controlling)) this.#select(pair);
    else if (this.#controlling && !this.#selected && !this.#client.nominating) this.#check(pair, true);
  }

  #refused({ pair, role, nominating }: CheckInit, code: number): void {
    this.#log.errors.push(code);
    if (this.#selected === pair) return;
    if (code === 487) {
      // RFC 8445 7.2.5.1: take the other role, unless a request of the peer has changed it meanwhile.
      if ((role === 'controlling') === this.#controlling) this.#switchRole();
      this.#check(pair, nominating && this.#controlling);
      return;
    }
    pair.state = 'failed';
  }

  #switchRole(): void {
    this.#controlling = !this.#controlling;
    const valid = this.#pairs.valid;
    if (this.#controlling && valid && !this.#selected && !this.#client.nominating) this.#check(valid, true);
  }

  #select(pair: Pair): void {
    if (this.#selected === pair) return;
    this.#selected = pair;
    this.#before = undefined;
    this.#server.selected();
    this.#log.selected = pair.remote;
    this.#log.selectedAt = this.#options.clock.now();
    this.#pacing?.();
    this.#consent.start();
    this.#options.routed();
  }

  #checkNext(): void {
    this.#pacing?.();
    this.#pacing = undefined;
    const pair = this.#pairs.waiting;
    if (!pair || this.#selected || this.#closed) return;
    this.#check(pair, false);
    this.#pacing = this.#options.clock.after(pace, () => this.#checkNext());
  }

  #check(pair: Pair, nominating: boolean): void {
    if (pair.state !== 'succeeded') pair.state = 'in-progress';
    this.#request(pair, nominating, repetitions, () => {
      if (pair.state !== 'succeeded') pair.state = 'failed';
    });
  }

  #request(pair: Pair, nominating: boolean, repeated: number, timedOut: () => void): void {
    if (!this.#remote) return;
    const { ufrag, pwd } = this.#remote;
    const role = this.#controlling ? 'controlling' : 'controlled';
    const username = `${ufrag}:${this.#server.ufrag}`;
    this.#client.send({ pair, username, pwd, role, nominating, repetitions: repeated }, timedOut);
  }
}
