/** A subscription that the WWSF can hand out. */
export interface Subscription {
  readonly impi: string;
  /** The first is the default one. */
  readonly impus: readonly string[];
}

/** The subscriptions of a WWSF that itself is the IMS subscriber (33.203 X.4): each has one user at a time. */
export class IdentityPool {
  readonly #free: Subscription[];
  readonly #given = new Map<string, Subscription>();

  /** @throws RangeError when two subscriptions share an identity, since both could be given at once */
  constructor(subscriptions: readonly Subscription[]) {
    const identities = subscriptions.flatMap(({ impi, impus }) => [impi, ...impus]);
    if (new Set(identities).size < identities.length)
      throw new RangeError('an identity is twice in the pool');
    this.#free = [...subscriptions];
  }

  /** The subscription of this session, a free one the first time; undefined when all are given. */
  assign(session: string): Subscription | undefined {
    const given = this.#given.get(session) ?? this.#free.shift();
    if (given) this.#given.set(session, given);
    return given;
  }

  /** Takes back what the session has; it becomes the last to be given again. */
  takeBack(session: string): void {
    const given = this.#given.get(session);
    if (!given) return;
    this.#given.delete(session);
    this.#free.push(given);
  }
}
