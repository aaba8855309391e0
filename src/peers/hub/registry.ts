import { type SipMessage, SipRequest, SipResponse } from '../../sip/message.ts';
import { branchKey, callKey, identitiesIn } from './keys.ts';

/** Whom a scenario's messages go to: its port, or nobody once it has ended. */
export interface Claim {
  readonly scenario: string;
  readonly port: string;
  released: boolean;
  /** Trace events so far, for their ids. */
  events: number;
}

/**
 * Which scenario a message belongs to. Claims are kept after the scenario's end, so that a message that
 * comes late still counts as that scenario's.
 */
export class Registry {
  readonly #claims = new Map<string, Claim>();
  readonly #keys = new Map<string, Claim>();

  /** A port claims identities for a scenario; a later claim of the same key wins. */
  claim(scenario: string, port: string, keys: readonly string[]): Claim {
    const known = this.#claims.get(port);
    const claim = known ?? { scenario, port, released: false, events: 0 };
    this.#claims.set(port, claim);
    for (const key of keys) this.#keys.set(key, claim);
    return claim;
  }

  ofPort(port: string): Claim | undefined {
    return this.#claims.get(port);
  }

  /**
   * The scenario of a message received. A response is found by the branch that we gave its request, anything
   * in a known dialog by its Call-ID, the rest by the identities it names.
   */
  find(message: SipMessage): Claim | undefined {
    const branch = message instanceof SipResponse ? branchKey(message) : undefined;
    const claim = this.owner([branch, callKey(message), ...identitiesIn(message)]);
    if (claim) this.#learn(claim, callKey(message));
    return claim;
  }

  /** The scenario that one of these keys stands for; the first that does. */
  owner(keys: readonly (string | undefined)[]): Claim | undefined {
    const known = keys.find((key) => key !== undefined && this.#keys.has(key));
    return known === undefined ? undefined : this.#keys.get(known);
  }

  /** Remembers what a scenario sent: its responses and its dialogs will be found by it. */
  sent(claim: Claim, message: SipMessage): void {
    this.#learn(claim, callKey(message));
    if (message instanceof SipRequest) this.#learn(claim, branchKey(message));
  }

  #learn(claim: Claim, key: string | undefined): void {
    if (key !== undefined) this.#keys.set(key, claim);
  }
}
