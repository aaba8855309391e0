import type { FactLine, OutcomeLine } from './record.ts';

/** After so many scenarios in a row in which the SUT served nobody, the run looks whether it serves at all. */
const SUSPICIOUS = 3;

/**
 * Notices in the course of a run that the SUT is gone, so that what is left need not wait 64·T1 for each of its
 * answers. Whether it comes back later is not looked at: what was not run is said to be not run.
 */
export class SutWatch {
  readonly #probe: () => Promise<void>;
  #inVain = 0;
  #looking: Promise<void> | undefined;
  #gone: string | undefined;

  /** @param probe one plain registration; throws when the SUT does not serve it */
  constructor(probe: () => Promise<void>) {
    this.#probe = probe;
  }

  /** Why the SUT is held to be gone; undefined while it is not. */
  get gone(): string | undefined {
    return this.#gone;
  }

  /** It is known to be gone for good. */
  giveUp(why: string): void {
    this.#gone ??= why;
  }

  /** Takes note of how a scenario ended. What was about the handshake alone does not show that SIP is served. */
  ended({ class: thrown }: Pick<OutcomeLine, 'class'>, facts: ReadonlySet<FactLine['name']>): void {
    if (thrown === 'PeerDidNot') this.#inVain += 1;
    else if (facts.has('registration-seen')) this.#inVain = 0;
    else if (!facts.has('handshake-only')) this.#inVain += 1;
  }

  /** Why no further scenario is worth its start; undefined when the SUT serves, as far as known. */
  async refusal(): Promise<string | undefined> {
    if (this.#gone === undefined && this.#inVain >= SUSPICIOUS) {
      this.#looking ??= this.#look();
      await this.#looking;
    }
    return this.#gone;
  }

  async #look(): Promise<void> {
    const scenarios = this.#inVain;
    try {
      await this.#probe();
      this.#inVain = 0;
    } catch (reason) {
      const why = reason instanceof Error ? reason.message : String(reason);
      this.#gone = `the SUT serves nobody: after ${scenarios} scenarios in a row, ${why}`;
    }
    this.#looking = undefined;
  }
}
