/**
 * The form in which two runs are compared: what must differ from run to run (times, durations, ports,
 * tags, branches, Call-IDs, nonces, tokens, what a session description draws anew and other generated names) is
 * replaced by ordinals in order of appearance. Nothing else is dropped, so whatever still differs is a difference in
 * behaviour.
 */

interface Category {
  readonly name: string;
  /** The value to replace is the last group that took part; what the other groups hold is kept. */
  readonly pattern: RegExp;
  /** Values that, once seen in their place, are replaced wherever else they are quoted. */
  readonly everywhere: boolean;
}

const CATEGORIES: readonly Category[] = [
  { name: 'call-id', pattern: /^((?:Call-ID|i)[ \t]*:[ \t]*)([^\s]+)/gim, everywhere: true },
  { name: 'branch', pattern: /(;[ \t]*branch[ \t]*=[ \t]*)([^\s;,>"]+)/gi, everywhere: true },
  { name: 'tag', pattern: /(;[ \t]*(?:tag|from-tag|to-tag)[ \t]*=[ \t]*)([^\s;,>"]+)/gi, everywhere: true },
  { name: 'nonce', pattern: /(\b(?:next)?c?nonce[ \t]*=[ \t]*")([^"]+)/gi, everywhere: true },
  { name: 'opaque', pattern: /(\bopaque[ \t]*=[ \t]*")([^"]+)/gi, everywhere: true },
  { name: 'token', pattern: /(‹redacted:)([0-9a-f]{4})(?=›)/g, everywhere: false },
  { name: 'token', pattern: /(\bicid-value[ \t]*=[ \t]*"?)([^\s;,"]+)/gi, everywhere: true },
  { name: 'token', pattern: /(^Sec-WebSocket-(?:Key|Accept)[ \t]*:[ \t]*)(\S+)/gim, everywhere: false },
  { name: 'user', pattern: /(\bsips?:)([0-9a-f]{16})(?=@)/g, everywhere: true },
  { name: 'contact', pattern: /(<contact\b[^>]*?\bid=")([^"]+)/g, everywhere: true },
  { name: 'uuid', pattern: /()(\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/gi, everywhere: false },
  {
    name: 'port',
    pattern:
      /((?:\b\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+|\blocalhost):)(?<!\.feature:)(\d{1,5})\b/gi,
    everywhere: false,
  },
  // Session descriptions: what is drawn anew for every session.
  { name: 'session', pattern: /(^o=\S+ )(\d+)/gm, everywhere: true },
  { name: 'port', pattern: /(\bm=\S+ )([1-9]\d*)/g, everywhere: false },
  { name: 'port', pattern: /(^a=rtcp:)(\d+)/gm, everywhere: false },
  { name: 'port', pattern: /(^a=candidate:\S+ \d+ \S+ \d+ \S+ )(\d+)/gm, everywhere: false },
  { name: 'ufrag', pattern: /(^a=ice-ufrag:)(\S+)/gm, everywhere: true },
  { name: 'fingerprint', pattern: /(^a=fingerprint:\S+ )(\S+)/gm, everywhere: true },
  { name: 'source', pattern: /(^a=ssrc:)(\d+)/gm, everywhere: true },
  { name: 'port', pattern: /((?<!‹)\bport )(\d+)/g, everywhere: false },
  { name: 'host', pattern: /()(\b[a-z0-9-]+(?=\.invalid\b))/gi, everywhere: false },
  { name: 'port', pattern: /(\brport[ \t]*=[ \t]*)(\d+)/gi, everywhere: false },
  {
    name: 'time',
    pattern: /()((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)/g,
    everywhere: false,
  },
  {
    name: 'time',
    pattern: /()(\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/g,
    everywhere: false,
  },
  { name: 'duration', pattern: /()(\b\d+(?:\.\d+)?(?= ?m?s\b))/g, everywhere: false },
];

/** The length of a message with a session description follows from what that draws anew. */
const SDP_LENGTH =
  /(^(?:Content-Type|c)[ \t]*:[ \t]*application\/sdp\r?\n(?:[^\r\n]+\r?\n)*?(?:Content-Length|l)[ \t]*:[ \t]*)\d+/gim;

/** Keys of our own JSON whose numbers are times, durations or ports. */
const NUMERIC_KEYS: Readonly<Record<string, string>> = {
  at: 'time',
  started: 'time',
  finished: 'time',
  timestamp: 'time',
  durationMs: 'duration',
  duration: 'duration',
  port: 'port',
  connection: 'connection',
};

/** Shorter values are left alone outside their place: `1` may be a tag, but not every 1 is that tag. */
const SHORTEST_QUOTED = 6;

/** One instance per unit of comparison: ordinals run on over all that one instance sees. */
export class Normaliser {
  readonly #ordinals = new Map<string, Map<string, string>>();
  readonly #everywhere = new Map<string, string>();

  text(text: string): string {
    let out = text.replace(SDP_LENGTH, '$1‹length›');
    for (const category of CATEGORIES) {
      out = out.replace(category.pattern, (_, before: string, value: string) => {
        const ordinal = this.#ordinal(category.name, value);
        if (category.everywhere && value.length >= SHORTEST_QUOTED) this.#everywhere.set(value, ordinal);
        return before + ordinal;
      });
    }
    for (const [value, ordinal] of this.#everywhere) out = out.replaceAll(value, ordinal);
    return out;
  }

  /** Normalises every string, and every number under a key that holds a time, a duration or a port. */
  value<T>(json: T): T {
    return this.#value(json, undefined) as T;
  }

  #value(json: unknown, category: string | undefined): unknown {
    if (category !== undefined && (typeof json === 'number' || typeof json === 'string')) {
      return this.#ordinal(category, String(json));
    }
    if (typeof json === 'string') return this.text(json);
    if (Array.isArray(json)) return json.map((item) => this.#value(item, category));
    if (json === null || typeof json !== 'object') return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [key, this.#value(value, category ?? NUMERIC_KEYS[key])]),
    );
  }

  #ordinal(category: string, value: string): string {
    // A value already replaced (an ordinal of ours) keeps its name when another pattern meets it again.
    if (/^‹[a-z-]+ \d+›$/.test(value)) return value;
    const seen = this.#ordinals.get(category) ?? new Map<string, string>();
    this.#ordinals.set(category, seen);
    const known = seen.get(value) ?? `‹${category} ${seen.size + 1}›`;
    seen.set(value, known);
    return known;
  }
}
