import { type Clock, systemClock } from './clock.ts';
import { PeerDidNot } from './peer-did-not.ts';

interface Waiting<T> {
  readonly what: string;
  match(item: T): boolean;
  resolve(item: T): void;
  reject(error: unknown): void;
  cancelTimer(): void;
}

export interface InboxOptions<T> {
  readonly clock?: Clock;
  /** One line on an item, for the message of a wait that was in vain. */
  describe?(item: T): string;
}

/** What arrived, in order. Each item satisfies at most one `next`. */
export class Inbox<T> {
  readonly #clock: Clock;
  readonly #describe: ((item: T) => string) | undefined;
  readonly #arrived: T[] = [];
  #untaken: T[] = [];
  #waiting: Waiting<T>[] = [];
  #closed: string | undefined;

  constructor(options: InboxOptions<T> = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#describe = options.describe;
  }

  /** Hands the item to the longest waiting `next` that it matches, else keeps it. */
  push(item: T): void {
    this.#arrived.push(item);
    for (const waiting of this.#waiting.slice()) {
      try {
        if (!waiting.match(item)) continue;
      } catch (error) {
        // A match that cannot judge is the fault of who waits, not of the link that delivers.
        this.#remove(waiting);
        waiting.reject(error);
        continue;
      }
      this.#remove(waiting);
      waiting.resolve(item);
      return;
    }
    this.#untaken.push(item);
  }

  /**
   * Takes the first matching item, also of those that already lie here and were not taken.
   * @param what ends the sentence "The peer did not …"
   * @param withinMs how long to wait, in milliseconds
   * @throws {PeerDidNot} when none came in time or the inbox was closed
   * @throws what `match` throws
   */
  async next(what: string, match: (item: T) => boolean, withinMs: number): Promise<T> {
    const there = this.#untaken.findIndex((item) => match(item));
    if (there >= 0) return this.#untaken.splice(there, 1)[0] as T;
    if (this.#closed !== undefined) throw new PeerDidNot(what, this.#closed);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const waiting: Waiting<T> = {
      what,
      match,
      resolve,
      reject,
      cancelTimer: this.#clock.after(withinMs, () => {
        this.#remove(waiting);
        reject(new PeerDidNot(what, `waited ${withinMs} ms${this.#seen()}`));
      }),
    };
    this.#waiting.push(waiting);
    return promise;
  }

  /** Every matching item that ever arrived, taken or not; takes none. */
  all(match: (item: T) => boolean = () => true): T[] {
    return this.#arrived.filter((item) => match(item));
  }

  /** Ends every wait, now and later, for this reason. What already arrived can still be taken. */
  close(why: string): void {
    this.#closed ??= why;
    for (const waiting of this.#waiting.slice()) {
      this.#remove(waiting);
      waiting.reject(new PeerDidNot(waiting.what, `${why}${this.#seen()}`));
    }
  }

  #remove(waiting: Waiting<T>): void {
    waiting.cancelTimer();
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
  }

  #seen(): string {
    const describe = this.#describe;
    if (!describe || this.#untaken.length === 0) return '';
    return `; instead came ${this.#untaken.map((item) => describe(item)).join(', ')}`;
  }
}
