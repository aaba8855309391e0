import { SipParseError } from '../sip/error.ts';
import { type Credentials, parseCredentials } from '../sip/headers/auth.ts';
import type { SipMessage } from '../sip/message.ts';
import type { Params } from '../sip/params.ts';

/** Directives whose values have no case (RFC 3261 25.1, RFC 7616 3.3). */
const CASELESS = new Set(['algorithm', 'qop', 'stale']);

/** The digest directives of a message that has none. */
const NONE: Params = new Map();

/** A header field with digest directives. */
export type DigestField = 'Authorization' | 'WWW-Authenticate';

/**
 * All values that a message gives to a directive, in whichever Authorization or WWW-Authenticate it stands. A field
 * that cannot be read counts as one whose directive has no value.
 */
export function directiveValues(message: SipMessage, field: DigestField, directive: string): string[] {
  return message.fields(field).flatMap(({ value }) => {
    const params = readable(value)?.params;
    if (!params) return [''];
    return params.has(directive) ? [params.get(directive) ?? ''] : [];
  });
}

/** The directives of the first field with the scheme Digest. */
export function digestDirectives(message: SipMessage, field: DigestField): Params {
  const all = message.fields(field).map(({ value }) => readable(value));
  return all.find((each) => each?.scheme.toLowerCase() === 'digest')?.params ?? NONE;
}

/**
 * Directives that do not mean the same on both sides, each with what it was and what it became. Order, quoting and
 * white space are gone by parsing; what one side alone has counts unless it is `free`.
 */
export function directiveDifferences(before: Params, after: Params, free: readonly string[] = []): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => !free.includes(name) && meaning(before, name) !== meaning(after, name))
    .map((name) => `${name} ${said(before, name)} became ${said(after, name)}`);
}

function meaning(params: Params, name: string): string | undefined {
  const value = params.get(name);
  return CASELESS.has(name) ? value?.toLowerCase() : value;
}

function said(params: Params, name: string): string {
  return params.has(name) ? JSON.stringify(params.get(name)) : 'absent';
}

function readable(value: string): Credentials | undefined {
  try {
    return parseCredentials(value);
  } catch (error) {
    if (error instanceof SipParseError) return undefined;
    throw error;
  }
}
