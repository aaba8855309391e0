import type { Clock } from '../endpoint/clock.ts';
import type { IceLog } from './ice-facts.ts';

export interface ConsentOptions {
  readonly clock: Clock;
  /** Without consent for so long, nothing is sent any more, in ms. */
  readonly consentExpiry: number;
  /** Between two own checks on average, in ms. */
  readonly consentInterval: number;
}

/** Consent to send on the selected pair (RFC 7675 5.1). */
export class Consent {
  readonly #options: ConsentOptions;
  readonly #log: IceLog;
  readonly #ask: () => void;
  #asking: (() => void) | undefined;
  #expiring: (() => void) | undefined;
  #expired = false;

  /** @param ask sends a check */
  constructor(options: ConsentOptions, log: IceLog, ask: () => void) {
    this.#options = options;
    this.#log = log;
    this.#ask = ask;
  }

  /** Whether it was given once and is not any more. */
  get expired(): boolean {
    return this.#expired;
  }

  /** A pair was selected, by a check that succeeded: that is consent. */
  start(): void {
    this.stop();
    this.#expired = false;
    this.#log.consentExpiredAt = undefined;
    this.given();
    this.#askLater();
  }

  /** The peer showed that it still wants what is sent. Consent that has expired does not come back that way. */
  given(): void {
    if (this.#expired) return;
    this.#log.consentAt = this.#options.clock.now();
    this.#expiring?.();
    this.#expiring = this.#options.clock.after(this.#options.consentExpiry, () => {
      this.stop();
      this.#expired = true;
      this.#log.consentExpiredAt = this.#options.clock.now();
    });
  }

  stop(): void {
    this.#asking?.();
    this.#expiring?.();
  }

  #askLater(): void {
    const { clock, consentInterval } = this.#options;
    // Between 0.8 and 1.2 of the interval at random, so that checks of many do not coincide.
    this.#asking = clock.after(consentInterval * (0.8 + 0.4 * Math.random()), () => {
      this.#ask();
      this.#askLater();
    });
  }
}
