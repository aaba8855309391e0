import { isIP } from 'node:net';
import type { Address } from '../net/link.ts';
import type { Candidate } from './candidate.ts';

/** The own host candidate together with one address of the peer (RFC 8445 6.1.2). */
export interface Pair {
  readonly remote: Address;
  readonly priority: number;
  state: 'waiting' | 'in-progress' | 'succeeded' | 'failed';
  /** The peer asked for it with USE-CANDIDATE. */
  nominated: boolean;
}

/** The pairs of one component, best first. The own side has one candidate, so the remote priority decides. */
export class Checklist {
  readonly #component: number;
  #pairs: Pair[] = [];

  constructor(component: number) {
    this.#component = component;
  }

  /** Pairs the own candidate with the peer's UDP candidates of this component that are IP addresses. */
  add(candidates: readonly Candidate[]): void {
    for (const { component, transport, address, port, priority } of candidates) {
      if (component !== this.#component || transport.toLowerCase() !== 'udp' || isIP(address) === 0) continue;
      if (port > 0) this.at({ host: address, port }, priority);
    }
  }

  /** The pair with that address; a new one when the address was not known (RFC 8445 7.3.1.3). */
  at(remote: Address, priority: number): Pair {
    const known = this.#pairs.find((pair) => same(pair.remote, remote));
    if (known) return known;
    const pair: Pair = { remote, priority, state: 'waiting', nominated: false };
    this.#pairs.push(pair);
    this.#pairs.sort((a, b) => b.priority - a.priority);
    return pair;
  }

  /** The next pair to check. */
  get waiting(): Pair | undefined {
    return this.#pairs.find(({ state }) => state === 'waiting');
  }

  /** The best pair that is known to work. */
  get valid(): Pair | undefined {
    return this.#pairs.find(({ state }) => state === 'succeeded');
  }

  /** Whether every pair was checked without success. */
  get exhausted(): boolean {
    return this.#pairs.length > 0 && this.#pairs.every(({ state }) => state === 'failed');
  }

  clear(): void {
    this.#pairs = [];
  }
}

export function same(a: Address, b: Address): boolean {
  return a.host === b.host && a.port === b.port;
}
