import { timingSafeEqual } from 'node:crypto';
import type { TokenValidation } from '../waf/access.ts';
import { IdentityPool, type Subscription } from './pool.ts';

/** Somebody who can log in. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/** How a user's tokens are to be. */
export interface TokenTerms {
  /** How the SUT validates them, hence in which form they are needed. */
  readonly validation: TokenValidation;
  /** How long they are valid, in seconds; as long as the WAF says unless told. */
  readonly lifetime?: number;
}

/** What the operator of a WWSF enters. */
export type Provision =
  /** A user with a subscription of its own. */
  | (TokenTerms & { readonly do: 'subscribe'; readonly user: Login; readonly subscription: Subscription })
  /** Subscriptions of the WWSF, and the users who may be lent one. */
  | (TokenTerms & {
      readonly do: 'pool';
      readonly users: readonly Login[];
      readonly subscriptions: readonly Subscription[];
    });

/** One user. */
export interface Account {
  readonly name: string;
  readonly terms: TokenTerms;
  /** The subscription of a session; undefined when the pool is empty. */
  subscription(session: string): Subscription | undefined;
  /** The session does not use its subscription any more. */
  takeBack(session: string): void;
}

/** Everybody who can log in at a WWSF. */
export class Accounts {
  readonly #accounts = new Map<string, { readonly account: Account; readonly password: string }>();

  /** @throws RangeError for a name that is taken, or a pool with an identity twice */
  enter(provision: Provision): void {
    if (provision.do === 'subscribe') {
      const { user, subscription } = provision;
      this.#add(user, { terms: provision, subscription: () => subscription, takeBack: () => {} });
      return;
    }
    const pool = new IdentityPool(provision.subscriptions);
    for (const user of provision.users) {
      this.#add(user, {
        terms: provision,
        subscription: (session) => pool.assign(session),
        takeBack: (session) => pool.takeBack(session),
      });
    }
  }

  /** The account of a user who knows the password. */
  find({ name, password }: Login): Account | undefined {
    const known = this.#accounts.get(name);
    if (!known) return undefined;
    const given = Buffer.from(password);
    const right = Buffer.from(known.password);
    return given.length === right.length && timingSafeEqual(given, right) ? known.account : undefined;
  }

  #add({ name, password }: Login, account: Omit<Account, 'name'>): void {
    if (this.#accounts.has(name)) throw new RangeError(`there is a user ${name} already`);
    this.#accounts.set(name, { account: { name, ...account }, password });
  }
}
