/** Access tokens and the like: there are hundreds of them in a run, each in many written forms. */

/** Only such texts can be found by the characters that they are made of (RFC 6750 b64token). */
const LONG = /^[A-Za-z0-9\-._~+/]{32,}=*$/;
/**
 * Where a long secret can stand. `%` is for those that were escaped for a URI. It is looked for from its beginning
 * only, not again from each of its characters.
 */
const RUN = /(?<![A-Za-z0-9\-._~+/=%])[A-Za-z0-9\-._~+/=%]{24,}/g;
/** Parts of a token that are at least so long are secrets of their own. */
const LONG_PART = 24;
/** So many characters tell where to look closer. */
const PREFIX = 12;
/** Slots for the prefixes: with so many, hardly any place in a text is looked at for nothing. */
const SLOTS = 65_536;

/** What stands at one place of a text. */
interface Found {
  readonly secret: string;
  readonly length: number;
}

interface Form {
  readonly text: string;
  readonly secret: string;
}

/** Finds long secrets, whole or cut off at the end, without looking for each. */
export class LongSecrets {
  readonly #byPrefix = new Map<string, Form[]>();
  /** Whether a prefix of that slot is known. */
  readonly #slots = new Uint8Array(SLOTS);
  readonly #known = new Set<string>();

  /** Whether this is such a secret; others have to be looked for one by one. */
  static takes(secret: string): boolean {
    return LONG.test(secret);
  }

  /** Also has every long segment of a signed token found by itself. */
  add(secret: string, forms: (secret: string) => Iterable<string>): void {
    for (const part of new Set([secret, ...secret.split('.').filter(({ length }) => length >= LONG_PART)])) {
      if (this.#known.has(part)) continue;
      this.#known.add(part);
      for (const text of forms(part)) this.#index({ text, secret: part });
    }
  }

  /** The text with each of them replaced. */
  replace(text: string, mark: (secret: string) => string): string {
    if (this.#known.size === 0 || text.length < LONG_PART) return text;
    return text.replace(RUN, (run) => this.#replaceIn(run, mark));
  }

  #replaceIn(run: string, mark: (secret: string) => string): string {
    let result = '';
    let done = 0;
    for (let at = 0; at + PREFIX <= run.length; at += 1) {
      const found = this.#slots[slotOf(run, at)] === 1 ? this.#at(run, at) : undefined;
      if (!found) continue;
      result += run.slice(done, at) + mark(found.secret);
      done = at + found.length;
      at = done - 1;
    }
    return done === 0 ? run : result + run.slice(done);
  }

  /** The longest that stands there, or begins there and is cut off. */
  #at(run: string, at: number): Found | undefined {
    let best: Found | undefined;
    for (const { text, secret } of this.#byPrefix.get(run.slice(at, at + PREFIX)) ?? []) {
      const length = Math.min(text.length, run.length - at);
      if (length < LONG_PART || length <= (best?.length ?? 0)) continue;
      if (run.startsWith(text.slice(0, length), at)) best = { secret, length };
    }
    return best;
  }

  #index(form: Form): void {
    const prefix = form.text.slice(0, PREFIX);
    this.#slots[slotOf(prefix, 0)] = 1;
    const known = this.#byPrefix.get(prefix);
    if (known) known.push(form);
    else this.#byPrefix.set(prefix, [form]);
  }
}

/** Spreads prefixes by four of their characters. */
function slotOf(text: string, at: number): number {
  const first = text.charCodeAt(at) + 31 * text.charCodeAt(at + 3);
  return (first + 961 * text.charCodeAt(at + 7) + 29_791 * text.charCodeAt(at + PREFIX - 1)) % SLOTS;
}
