import { randomBytes } from 'node:crypto';
import type { Clock } from '../endpoint/clock.ts';
import type { Address } from '../net/link.ts';
import { reflexivePriority } from './candidate.ts';
import { type Pair, same } from './checklist.ts';
import type { IceLog } from './ice-facts.ts';
import type { MediaMisbehaviour } from './secure-remote.ts';
import type { BindingAnswer, StunCodec } from './stun.ts';

export interface IceClientOptions {
  readonly component: 1 | 2;
  readonly stun: StunCodec;
  readonly clock: Clock;
  readonly misbehaviour: MediaMisbehaviour | undefined;
  send(bytes: Uint8Array, to: Address): void;
}

export interface CheckInit {
  readonly pair: Pair;
  /** The peer's user name fragment and the own one, with a colon between. */
  readonly username: string;
  /** The peer's. */
  readonly pwd: string;
  readonly role: 'controlling' | 'controlled';
  /** With USE-CANDIDATE. */
  readonly nominating: boolean;
  /** How often it is sent again as long as no answer comes. */
  readonly repetitions: number;
}

/** A check that waits for its answer. */
interface Check extends CheckInit {
  cancel: () => void;
}

/** First wait for an answer in ms (RFC 8445 14.3), doubled with each repetition (RFC 5389 7.2.1). */
const firstWait = 500;

/** Sends checks and tells their answers from others (RFC 8445 7.2). */
export class IceClient {
  /** Who gives way when both want the same role (RFC 8445 7.3.1.1). */
  readonly tieBreaker = randomBytes(8).readBigUInt64BE();
  readonly #options: IceClientOptions;
  readonly #log: IceLog;
  readonly #checks = new Map<string, Check>();

  constructor(options: IceClientOptions, log: IceLog) {
    this.#options = options;
    this.#log = log;
  }

  /** Whether a check with USE-CANDIDATE is under way. */
  get nominating(): boolean {
    return this.#checks.values().some(({ nominating }) => nominating);
  }

  /** @param timedOut told when no answer has come */
  send(init: CheckInit, timedOut: () => void): void {
    const { stun, clock, component, misbehaviour, send } = this.#options;
    const { username, pwd, role, nominating, repetitions, pair } = init;
    const { bytes, transaction } = stun.request({
      username,
      pwd: misbehaviour === 'wrong pwd' ? `${pwd.slice(1)}${pwd.slice(0, 1)}x` : pwd,
      priority: reflexivePriority(component),
      role,
      tieBreaker: this.tieBreaker,
      useCandidate: nominating,
    });
    const check: Check = { ...init, cancel: () => undefined };
    const attempt = (left: number, wait: number): void => {
      this.#log.requestsSent++;
      send(bytes, pair.remote);
      check.cancel = clock.after(wait, () => {
        if (left > 0) return attempt(left - 1, wait * 2);
        this.#checks.delete(transaction);
        timedOut();
      });
    };
    this.#checks.set(transaction, check);
    attempt(repetitions, firstWait);
  }

  /** What the answer to a check has to be signed with. */
  password(transaction: string): string | undefined {
    return this.#checks.get(transaction)?.pwd;
  }

  /** The check that this answers; undefined when it answers none, and then it is passed over. */
  take(answer: BindingAnswer, from: Address): CheckInit | undefined {
    const check = this.#checks.get(answer.transaction);
    // RFC 8445 7.2.5.2.1: an answer from elsewhere than the request went to does not make a valid pair.
    const fits = answer.kind === 'error' || (answer.authenticated && check && same(from, check.pair.remote));
    if (!check || !fits) {
      this.#log.responsesIgnored++;
      return undefined;
    }
    check.cancel();
    this.#checks.delete(answer.transaction);
    return check;
  }

  /** Waits for no answer any more. */
  forget(): void {
    for (const check of this.#checks.values()) check.cancel();
    this.#checks.clear();
  }
}
