import { sameUri } from '../sip/uri.ts';
import type { TokenIdentity } from './access-token.ts';

/** What one 200 (OK) to REGISTER brought: an IMPU with its implicit registration set (24.229 5.2.2.1). */
export interface RegisteredSet {
  /** The IMPU that was in To. */
  readonly aor: string;
  /** All IMPUs registered together, the default one first. */
  readonly impus: readonly string[];
  /** Values of Service-Route in order. */
  readonly serviceRoute: readonly string[];
  /** Contact URI of the WIC. */
  readonly contact: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/**
 * The TLS association of 24.371 6.4.1: the WIC's address and port, the TLS session, the private user identity
 * and all the public user identities registered with it. It lives and dies with its connection.
 */
export class TlsAssociation {
  readonly impi: string;
  readonly address: string;
  readonly port: number;
  /** The token with which it came into being; absent: the core authenticated the user. */
  readonly token: TokenIdentity | undefined;
  #sets: readonly RegisteredSet[] = [];

  constructor(impi: string, address: string, port: number, token?: TokenIdentity) {
    this.impi = impi;
    this.address = address;
    this.port = port;
    this.token = token;
  }

  get sets(): readonly RegisteredSet[] {
    return this.#sets;
  }

  /** The registered set that an IMPU belongs to. */
  setOf(impu: string): RegisteredSet | undefined {
    return this.#sets.find((set) => holds(set, impu));
  }

  /** Adds a set in place of the one its IMPU belonged to. */
  put(set: RegisteredSet): void {
    this.#sets = [...this.#sets.filter((other) => !holds(other, set.aor)), set];
  }

  /** Removes sets; says whether there were any. */
  remove(gone: (set: RegisteredSet) => boolean): boolean {
    const before = this.#sets.length;
    this.#sets = this.#sets.filter((set) => !gone(set));
    return this.#sets.length < before;
  }
}

/** Whether an IMPU is registered by that set, be it implicitly. */
export function holds(set: RegisteredSet, impu: string): boolean {
  return sameUri(set.aor, impu) || set.impus.some((member) => sameUri(member, impu));
}
