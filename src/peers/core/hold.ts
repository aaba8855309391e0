import type { SipRequest } from '../../sip/message.ts';

/** Requests kept unanswered until told otherwise, so that answers can come late or out of order. */
export class Hold {
  readonly #when: (request: SipRequest) => boolean;
  readonly #kept: (() => void)[] = [];
  #over = false;

  constructor(when: (request: SipRequest) => boolean) {
    this.#when = when;
  }

  /** Number of requests waiting. */
  get size(): number {
    return this.#kept.length;
  }

  takes(request: SipRequest): boolean {
    return !this.#over && this.#when(request);
  }

  keep(answer: () => void): void {
    this.#kept.push(answer);
  }

  /** Answers what waits and holds nothing further. */
  release(order: 'as they came' | 'reverse' = 'as they came'): void {
    this.#over = true;
    const answers = this.#kept.splice(0);
    for (const answer of order === 'reverse' ? answers.reverse() : answers) answer();
  }
}
