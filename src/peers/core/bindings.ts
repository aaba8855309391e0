import type { Clock } from '../../endpoint/clock.ts';
import type { NameAddr } from '../../sip/headers/index.ts';
import type { SipRequest } from '../../sip/message.ts';
import { sameUri } from '../../sip/uri.ts';
import type { Seen } from '../seen.ts';

/** One registered contact of one implicit registration set. */
export interface Binding {
  readonly impi: string;
  /** The IMPUs registered together, default one first. */
  readonly impus: readonly string[];
  /** Contact as the REGISTER that came over Mw had it. */
  readonly contact: NameAddr;
  /** Values of Path, unmodified. */
  readonly path: readonly string[];
  /** Granted lifetime in seconds. */
  readonly expires: number;
  /** When it ends, in milliseconds since the epoch. */
  readonly until: number;
  /** The REGISTER that was granted last. */
  readonly request: Seen<SipRequest>;
}

/** The location service of the simulated S-CSCF. */
export class Bindings {
  readonly #clock: Clock;
  #bindings: Binding[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bindings in force. */
  all(): Binding[] {
    const now = this.#clock.now();
    return this.#bindings.filter((binding) => binding.until > now);
  }

  /** Bindings in force of a public user identity, of any device. */
  of(impu: string): Binding[] {
    return this.all().filter((binding) => binding.impus.some((each) => sameUri(each, impu)));
  }

  /** Bindings in force of a private user identity. */
  ofImpi(impi: string): Binding[] {
    return this.all().filter((binding) => binding.impi === impi);
  }

  /** Adds a binding in place of the one of the same device (same flow, with RFC 5626). */
  put(binding: Binding): void {
    this.#bindings = this.#bindings.filter((other) => !sameDevice(other, binding));
    this.#bindings.push(binding);
  }

  /** Ends the bindings of an IMPI for one implicit set; returns what was ended. */
  remove(impi: string, impu: string, contact?: string): Binding[] {
    const gone = this.of(impu).filter(
      (binding) => binding.impi === impi && (contact === undefined || sameUri(binding.contact.uri, contact)),
    );
    this.#bindings = this.#bindings.filter((binding) => !gone.includes(binding));
    return gone;
  }

  /** Ends every binding of an IMPI. */
  removeImpi(impi: string): void {
    this.#bindings = this.#bindings.filter((binding) => binding.impi !== impi);
  }
}

function sameDevice(a: Binding, b: Binding): boolean {
  const flow = (binding: Binding): string =>
    binding.contact.params.has('reg-id')
      ? `${binding.contact.params.get('+sip.instance')}/${binding.contact.params.get('reg-id')}`
      : '';
  return a.impi === b.impi && a.impus[0] === b.impus[0] && flow(a) === flow(b);
}
