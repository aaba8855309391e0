import { excerpt, SipParseError } from '../error.ts';
import { splitList } from '../list.ts';
import type { SipMessage } from '../message.ts';
import { type Params, paramsText, parseParams, quote, quotedString, tokenChars, unquote } from '../params.ts';
import { checkUri } from '../uri-syntax.ts';

/** A name-addr or addr-spec with its header parameters (RFC 3261 20.10, 25.1). */
export interface NameAddr {
  /** Without quotes and backslashes; absent when none was written. */
  readonly displayName?: string;
  readonly uri: string;
  readonly params: Params;
}

/** Fields whose value is a list of addresses. */
export type AddressField =
  | 'Route'
  | 'Record-Route'
  | 'Path'
  | 'Service-Route'
  | 'P-Associated-URI'
  | 'P-Asserted-Identity'
  | 'P-Preferred-Identity'
  | 'P-Called-Party-ID';

const token = `[${tokenChars}]+`;
const nameAddr = new RegExp(`^(?:(${quotedString})|(${token}(?:[ \\t]+${token})*))?[ \\t]*<([^<>" \\t]+)>`);
const addrSpec = /^[^<>" \t;,?]+/;

/**
 * Parses one address. Without `<>` everything after the first semicolon is header parameters and the URI may
 * hold neither comma nor question mark (RFC 3261 20.10). No space is needed before `<` (RFC 4475 3.1.1.6).
 * @throws SipParseError
 */
export function parseNameAddr(text: string): NameAddr {
  const trimmed = text.trim();
  const match = nameAddr.exec(trimmed);
  if (match === null) return parseAddrSpec(trimmed);
  const uri = match[3] as string;
  checkUri(uri);
  const params = parseParams(trimmed, match[0].length);
  const displayName = match[1] === undefined ? match[2] : unquote(match[1]);
  return displayName === undefined ? { uri, params } : { displayName, uri, params };
}

function parseAddrSpec(text: string): NameAddr {
  const uri = addrSpec.exec(text)?.[0];
  if (uri === undefined || text.includes('<')) throw new SipParseError(whyNoAddress(text));
  checkUri(uri);
  if (text.charAt(uri.length) === '?') {
    throw new SipParseError(`a URI with "?" must stand in <>: ${excerpt(text)}`);
  }
  return { uri, params: parseParams(text, uri.length) };
}

function whyNoAddress(text: string): string {
  if (text === '') return 'an address is missing';
  if (text.replace(/\\[\s\S]/g, '').split('"').length % 2 === 0)
    return `a quoted string is not closed in ${excerpt(text)}`;
  if (/<[^>]*[ \t]/.test(text)) return `space inside <> in ${excerpt(text)}`;
  if (text.includes('<') && !text.includes('>')) return `"<" is not closed in ${excerpt(text)}`;
  return `${excerpt(text)} is not an address`;
}

/** Writes an address, always with `<>`. */
export function nameAddrText(address: NameAddr): string {
  const name = address.displayName === undefined ? '' : `${quote(address.displayName)} `;
  return `${name}<${address.uri}>${paramsText(address.params)}`;
}

/** The From field. @throws SipParseError when absent or unreadable */
export function from(message: SipMessage): NameAddr {
  return single(message, 'From');
}

/** The To field. @throws SipParseError when absent or unreadable */
export function to(message: SipMessage): NameAddr {
  return single(message, 'To');
}

/** The tag parameter of a From or To. */
export function tagOf(address: NameAddr): string | undefined {
  return address.params.get('tag');
}

/** All Contact values, or `*` (RFC 3261 10.2.2). @throws SipParseError */
export function contacts(message: SipMessage): readonly NameAddr[] | '*' {
  const fields = message.fields('Contact');
  if (fields.length === 1 && fields[0]?.value === '*') return '*';
  return list(fields);
}

/** All values of one of the address lists, in order. @throws SipParseError */
export function addresses(message: SipMessage, name: AddressField): NameAddr[] {
  return list(message.fields(name));
}

function list(fields: readonly { readonly value: string }[]): NameAddr[] {
  const all: NameAddr[] = [];
  for (const field of fields) {
    for (const element of splitList(field.value)) all.push(parseNameAddr(element));
  }
  return all;
}

function single(message: SipMessage, name: 'From' | 'To'): NameAddr {
  const value = message.value(name);
  if (value === undefined) throw new SipParseError(`no ${name} header field`);
  return parseNameAddr(value);
}
