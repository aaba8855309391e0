import { hash } from 'node:crypto';
import { type HeaderField, type HeaderInit, indexed, numbered, serialise } from './header-fields.ts';
import { listSpans, splitList } from './list.ts';
import { headerKey, isList } from './names.ts';
import { reasonPhrase } from './reasons.ts';

export type { HeaderField, HeaderInit } from './header-fields.ts';
export { headerKey } from './names.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const empty = new Uint8Array(0);

/** A SIP message as an immutable value (RFC 3261 section 7): every change gives a new message. */
export abstract class SipMessage {
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
  #bytes: Uint8Array | undefined;
  #index: ReadonlyMap<string, readonly HeaderField[]> | undefined;

  /** @param raw the octets as received; without them the message is serialised when they are asked for */
  constructor(headers: readonly HeaderField[], body: Uint8Array, raw?: Uint8Array) {
    this.headers = headers;
    this.body = body;
    this.#bytes = raw;
  }

  abstract readonly startLine: string;
  protected abstract copy(headers: readonly HeaderField[], body: Uint8Array): this;

  /** The octets as received; for built and edited messages their serialisation. */
  get bytes(): Uint8Array {
    this.#bytes ??= serialise(this.startLine, this.headers, this.body);
    return this.#bytes;
  }

  /** The whole message as text; octets that are not UTF-8 become U+FFFD. */
  get text(): string {
    return decoder.decode(this.bytes);
  }

  /** All fields of that name in their order, whatever the spelling or compact form on either side. */
  fields(name: string): readonly HeaderField[] {
    this.#index ??= indexed(this.headers);
    return this.#index.get(headerKey(name)) ?? [];
  }

  /** The whole value of the first field of that name. */
  value(name: string): string | undefined {
    return this.fields(name)[0]?.value;
  }

  /**
   * The elements of a comma list over all fields of that name, empty ones left out. Fields that are no lists
   * (credentials, Date, Subject ...) give one element each.
   */
  values(name: string): string[] {
    const list = isList(headerKey(name));
    const values: string[] = [];
    for (const field of this.fields(name)) {
      if (!list) values.push(field.value);
      else for (const element of splitList(field.value)) if (element !== '') values.push(element);
    }
    return values;
  }

  has(name: string): boolean {
    return this.fields(name).length > 0;
  }

  /** The physical line on which the n-th list element (0 = first) of that name begins. */
  lineOf(name: string, element = 0): number | undefined {
    const list = isList(headerKey(name));
    let index = element;
    for (const field of this.fields(name)) {
      const spans = list
        ? listSpans(field.value).filter(([from, to]) => from < to)
        : [[0, field.value.length] as const];
      const span = spans[index];
      if (span !== undefined)
        return field.line + (field.folds ?? []).filter((fold) => fold <= span[0]).length;
      index -= spans.length;
    }
    return element === 0 ? this.fields(name)[0]?.line : undefined;
  }

  /** Replaces all fields of that name, in the place of the first; a new one goes before Content-Length. */
  with(name: string, ...values: string[]): this {
    const key = headerKey(name);
    const fresh = values.map((value): HeaderInit => [name, value]);
    const kept = this.#inits().filter(([other]) => headerKey(other) !== key);
    let at = this.headers.findIndex((field) => headerKey(field.name) === key);
    if (at < 0) at = this.headers.findIndex((field) => headerKey(field.name) === 'content-length');
    kept.splice(at < 0 ? kept.length : at, 0, ...fresh);
    return this.copy(numbered(kept), this.body);
  }

  /** Adds a field before the first of that name; without one it becomes the first field. */
  prepend(name: string, value: string): this {
    const key = headerKey(name);
    const at = this.headers.findIndex((field) => headerKey(field.name) === key);
    return this.copy(numbered(this.#inits().toSpliced(Math.max(at, 0), 0, [name, value])), this.body);
  }

  /** Adds a field after the last of that name; without one it becomes the last field. */
  append(name: string, value: string): this {
    const key = headerKey(name);
    const last = this.headers.findLastIndex((field) => headerKey(field.name) === key);
    const at = last < 0 ? this.headers.length : last + 1;
    return this.copy(numbered(this.#inits().toSpliced(at, 0, [name, value])), this.body);
  }

  /** Removes all fields of that name, Content-Length too when asked. */
  without(name: string): this {
    const key = headerKey(name);
    return this.copy(numbered(this.#inits().filter(([other]) => headerKey(other) !== key)), this.body);
  }

  /** Another body with its Content-Length and, when given, its Content-Type; an empty body drops the type. */
  withBody(body: string | Uint8Array, contentType?: string): this {
    const octets = toBytes(body);
    const typed = octets.length === 0 ? this.without('Content-Type') : this;
    const named = contentType === undefined ? typed : typed.with('Content-Type', contentType);
    return this.copy(named.with('Content-Length', String(octets.length)).headers, octets);
  }

  #inits(): HeaderInit[] {
    return this.headers.map((field) => [field.name, field.value]);
  }
}

/** What a message is built from. Content-Length is added at the end unless the fields already have one. */
export interface MessageInit {
  readonly headers: readonly HeaderInit[];
  readonly body?: string | Uint8Array | undefined;
  readonly contentType?: string | undefined;
}

export class SipRequest extends SipMessage {
  readonly method: string;
  readonly uri: string;

  constructor(
    method: string,
    uri: string,
    headers: readonly HeaderField[],
    body: Uint8Array,
    raw?: Uint8Array,
  ) {
    super(headers, body, raw);
    this.method = method;
    this.uri = uri;
  }

  static build(init: MessageInit & { readonly method: string; readonly uri: string }): SipRequest {
    const body = toBytes(init.body);
    return new SipRequest(init.method, init.uri, fieldsOf(init, body), body);
  }

  override get startLine(): string {
    return `${this.method} ${this.uri} SIP/2.0`;
  }

  /** The same request to another Request-URI. */
  withUri(uri: string): SipRequest {
    return new SipRequest(this.method, uri, numbered(this.headers.map((f) => [f.name, f.value])), this.body);
  }

  protected override copy(headers: readonly HeaderField[], body: Uint8Array): this {
    return new SipRequest(this.method, this.uri, headers, body) as this;
  }
}

export class SipResponse extends SipMessage {
  readonly status: number;
  readonly reason: string;

  constructor(
    status: number,
    reason: string,
    headers: readonly HeaderField[],
    body: Uint8Array,
    raw?: Uint8Array,
  ) {
    super(headers, body, raw);
    this.status = status;
    this.reason = reason;
  }

  static build(
    init: MessageInit & { readonly status: number; readonly reason?: string | undefined },
  ): SipResponse {
    const body = toBytes(init.body);
    return new SipResponse(init.status, init.reason ?? reasonPhrase(init.status), fieldsOf(init, body), body);
  }

  override get startLine(): string {
    return `SIP/2.0 ${this.status} ${this.reason}`;
  }

  protected override copy(headers: readonly HeaderField[], body: Uint8Array): this {
    return new SipResponse(this.status, this.reason, headers, body) as this;
  }
}

export interface ResponseOptions extends Partial<MessageInit> {
  readonly reason?: string | undefined;
  /** Tag for a To without one; by default a stable function of the request (RFC 3261 8.2.7). */
  readonly toTag?: string | undefined;
}

/** A response with the fields RFC 3261 8.2.6.2 takes from the request; a 100 gets no To tag and keeps Timestamp. */
export function respond(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
  const headers: HeaderInit[] = [];
  for (const name of ['Via', 'From', 'To', 'Call-ID', 'CSeq', ...(status === 100 ? ['Timestamp'] : [])]) {
    for (const field of request.fields(name)) headers.push([name, field.value]);
  }
  if (status > 100) tagTo(headers, options.toTag ?? stableTag(request));
  headers.push(...(options.headers ?? []));
  return SipResponse.build({ ...options, status, headers });
}

function tagTo(headers: HeaderInit[], tag: string): void {
  const at = headers.findIndex(([name]) => name === 'To');
  const to = headers[at]?.[1];
  if (to === undefined || /;[ \t]*tag[ \t]*=/i.test(to.slice(to.lastIndexOf('>') + 1))) return;
  headers[at] = ['To', `${to};tag=${tag}`];
}

function stableTag(request: SipRequest): string {
  const key = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => request.value(name) ?? '').join('\n');
  return hash('sha256', key).slice(0, 16);
}

function toBytes(body: string | Uint8Array | undefined): Uint8Array {
  return body === undefined ? empty : typeof body === 'string' ? encoder.encode(body) : body;
}

function fieldsOf(init: MessageInit, body: Uint8Array): HeaderField[] {
  const headers = [...init.headers];
  if (init.contentType !== undefined) headers.push(['Content-Type', init.contentType]);
  if (!headers.some(([name]) => headerKey(name) === 'content-length')) {
    headers.push(['Content-Length', String(body.length)]);
  }
  return numbered(headers);
}
