import { newBranch, newCallId, newTag, type RandomSource } from '../sip/ids.ts';

/** Everything random that the eP-CSCF writes. */
export class Identifiers {
  readonly #random: RandomSource | undefined;

  constructor(random: RandomSource | undefined) {
    this.#random = random;
  }

  branch(): string {
    return newBranch(this.#random);
  }

  tag(): string {
    return newTag(this.#random);
  }

  callId(host: string): string {
    return newCallId(this.#random, host);
  }

  /** Names one connection in Path and Record-Route (RFC 5626 5.2). */
  flowToken(): string {
    return newTag(this.#random);
  }

  /** Session id of a description (RFC 8866 5.2): a decimal number of 52 random bits. */
  sessionId(): string {
    return String(Number.parseInt(newTag(this.#random).slice(0, 13), 16));
  }

  /** icid-value of P-Charging-Vector: globally unique (RFC 7315 4.6). */
  icid(host: string): string {
    return `${newTag(this.#random)}${newTag(this.#random)}@${host}`;
  }
}
