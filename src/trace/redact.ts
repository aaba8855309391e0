/**
 * Takes secrets out of everything that is written down. A secret becomes `‹redacted:HHHH›`, where HHHH
 * is a keyed hash: within one run equal secrets look equal, across runs nothing can be compared or
 * guessed. An empty value stays empty, because "no response was sent" is itself evidence.
 */
import { createHmac } from 'node:crypto';
import { LongSecrets } from './long-secrets.ts';

const MARK = /‹redacted:[0-9a-f]{4}›/;
const MARKS = new RegExp(`(${MARK.source})`);
const ONLY_MARK = new RegExp(`^${MARK.source}$`);

/** Registered secrets shorter than this would hit unrelated text everywhere; structure still finds them. */
const SHORTEST_FREE_SECRET = 4;
/** Inner base64 of shorter secrets is too short to be told from chance. */
const SHORTEST_EMBEDDED_SECRET = 6;

const CREDENTIALS_FIELD = /^((?:Proxy-)?Authorization[ \t]*:)((?:[^\r\n]|\r?\n[ \t])*)/gim;
const CREDENTIALS_TOKEN =
  /((?:^|[\s,])(?:Bearer|Basic)[ \t]+)([A-Za-z0-9\-._~+/]+=*)(?![A-Za-z0-9\-._~+/="])/gi;
/** Outside a header field only something as long as a real token is taken for one ("Bearer token" is prose). */
const LOOSE_BEARER = /(\bBearer[ \t]+)([A-Za-z0-9\-._~+/]{16,}=*)(?![A-Za-z0-9\-._~+/="])/gi;
/**
 * `response="…"` of digest answers and the keys of IMS AKA that a challenge carries at Mw, also with the quotes escaped
 * inside a JSON string.
 */
const DIGEST_SECRET =
  /(\b(?:response|rspauth|ck|ik)[ \t]*=[ \t]*)(?:(\\?")((?:(?!\2).)*)\2|([0-9A-Za-z+/=]{16,}))/gi;
const NAMED_TOKEN =
  /(\b(?:access_token|refresh_token|id_token|client_secret|password|passwd)\\?"?[ \t]*[=:][ \t]*)(?:(\\?["'])((?:(?!\2).)*)\2|([^\s"'&;,>‹{[\\]+))/gi;
const URI_PASSWORD = /(\bsips?:[^\s:@<>"';]+:)([^\s@<>"';/]+)(?=@)/gi;
/** Secrets of session descriptions: `a=ice-pwd` (RFC 8839 5.4), also in prose, and the key of `a=crypto` (RFC 4568 6.1). */
const SDP_SECRET =
  /(ice-pwd:[ \t]*(?=[^\s"'\\,;‹])|\bice-pwd[ \t]+(?=[A-Za-z0-9+/]{22})|\binline:)([^\s"'\\,;|‹]+)/g;
const PRIVATE_KEY = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)([\s\S]*?)(-----END [A-Z ]*PRIVATE KEY-----)/g;
/** Every structure above has one of these; most of what is written has none. */
const TELLTALE =
  /authorization|bearer|response|rspauth|[ci]k[ \t]*=|_token|_secret|passw|sips?:[^\s:@]+:|PRIVATE KEY|ice-pwd|inline:/i;
const SECRET_KEY =
  /^(?:password|passwd|secret|client_?secret|k|op|opc|access_?token|refresh_?token|id_?token|token)$/i;

export class Redactor {
  readonly #key: Uint8Array;
  /** Every written form of every registered secret, and the secret it stands for. */
  readonly #forms = new Map<string, string>();
  readonly #long = new LongSecrets();
  #pattern: RegExp | undefined;
  /** The same secret comes in many messages. */
  readonly #marks = new Map<string, string>();

  /** @param key random bytes, drawn once per run and never written down */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /**
   * Has `value` redacted wherever it appears: as it is, escaped for JSON or a URI, or in base64; of a signed token each
   * long segment, too.
   */
  addSecret(value: string): void {
    if (value.length < SHORTEST_FREE_SECRET) return;
    if (LongSecrets.takes(value)) {
      this.#long.add(value, writtenForms);
      return;
    }
    for (const form of writtenForms(value)) this.#forms.set(form, value);
    const longestFirst = [...this.#forms.keys()].sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(longestFirst.map(escaped).join('|'), 'g');
  }

  text(text: string): string {
    return this.#registered(TELLTALE.test(text) ? this.#structural(text) : text);
  }

  #structural(text: string): string {
    const hide = (_: string, before: string, secret: string) => before + this.#mark(secret);
    const quoted = (_: string, before: string, quote: string | undefined, inner: string, bare: string) =>
      quote === undefined ? before + this.#mark(bare) : before + quote + this.#mark(inner) + quote;
    return text
      .replace(
        CREDENTIALS_FIELD,
        (_, name: string, value: string) => name + value.replace(CREDENTIALS_TOKEN, hide),
      )
      .replace(LOOSE_BEARER, hide)
      .replace(DIGEST_SECRET, quoted)
      .replace(NAMED_TOKEN, quoted)
      .replace(URI_PASSWORD, hide)
      .replace(SDP_SECRET, (_, before: string, secret: string) => before + this.#sameLength(secret))
      .replace(PRIVATE_KEY, (_, begin: string, key: string, end: string) => begin + this.#mark(key) + end);
  }

  /** Bytes that are not UTF-8 lose only the registered secrets; all others are redacted like text. */
  bytes(bytes: Uint8Array): Uint8Array {
    const text = utf8(bytes);
    if (text !== undefined) {
      const redacted = this.text(text);
      return redacted === text ? bytes : Buffer.from(redacted, 'utf8');
    }
    return this.#registeredBytes(bytes);
  }

  /** A copy of a JSON value without secrets, in strings and under keys that name one (`password`, `k`, …). */
  value<T>(json: T): T {
    return this.#value(json, false) as T;
  }

  #value(json: unknown, secret: boolean): unknown {
    if (typeof json === 'string') return secret ? this.#mark(json) : this.text(json);
    if (Array.isArray(json)) return json.map((item) => this.#value(item, secret));
    if (json instanceof Uint8Array) return this.bytes(json);
    if (json === null || typeof json !== 'object')
      return secret && json != null ? this.#mark(String(json)) : json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => [
        key,
        this.#value(value, SECRET_KEY.test(key) && (value === null || typeof value !== 'object')),
      ]),
    );
  }

  #registered(text: string): string {
    const withoutLong = this.#long.replace(text, (secret) => this.#mark(secret));
    const pattern = this.#pattern;
    if (pattern === undefined) return withoutLong;
    pattern.lastIndex = 0;
    if (!pattern.test(withoutLong)) return withoutLong;
    return withoutLong
      .split(MARKS)
      .map((part, i) => (i % 2 === 1 ? part : part.replace(pattern, (form) => this.#markForm(form))))
      .join('');
  }

  #registeredBytes(bytes: Uint8Array): Uint8Array {
    const asLatin1 = (mark: string): string => Buffer.from(mark, 'utf8').toString('latin1');
    let latin1 = this.#long.replace(Buffer.from(bytes).toString('latin1'), (secret) =>
      asLatin1(this.#mark(secret)),
    );
    for (const form of this.#forms.keys()) {
      const needle = Buffer.from(form, 'utf8').toString('latin1');
      latin1 = latin1.replaceAll(needle, asLatin1(this.#markForm(form)));
    }
    return Buffer.from(latin1, 'latin1');
  }

  #markForm(form: string): string {
    return this.#mark(this.#forms.get(form) ?? form);
  }

  /** A mark as long as its secret, so that the Content-Length of the message around a description stays true. */
  #sameLength(secret: string): string {
    const mark = this.#mark(secret);
    return mark + '-'.repeat(Math.max(0, Buffer.byteLength(secret) - Buffer.byteLength(mark)));
  }

  #mark(secret: string): string {
    if (secret === '' || ONLY_MARK.test(secret)) return secret;
    const known = this.#marks.get(secret);
    if (known !== undefined) return known;
    const mark = `‹redacted:${createHmac('sha256', this.#key).update(secret).digest('hex').slice(0, 4)}›`;
    this.#marks.set(secret, mark);
    return mark;
  }
}

/** `text` as a pattern that matches itself. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function writtenForms(secret: string): Set<string> {
  const bytes = Buffer.from(secret, 'utf8');
  const forms = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  if (bytes.length < SHORTEST_EMBEDDED_SECRET) return forms.add(bytes.toString('base64'));
  for (const offset of [0, 1, 2]) {
    for (const encoding of ['base64', 'base64url'] as const) forms.add(innerBase64(bytes, offset, encoding));
  }
  return forms;
}

/**
 * The base64 characters that depend on the secret alone when it stands `offset` bytes (modulo 3) into the
 * encoded data, so that `user:secret` is found as well.
 */
function innerBase64(secret: Buffer, offset: number, encoding: 'base64' | 'base64url'): string {
  const padded = Buffer.concat([Buffer.alloc(offset), secret]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  return padded.toString(encoding).slice(first, last);
}
