import { excerpt, SipParseError } from '../error.ts';
import type { SipMessage } from '../message.ts';
import { type Params, quote, quotedString, tokenChars, unquote } from '../params.ts';

/** A challenge or credentials: a scheme with either parameters or one opaque token (RFC 7235 section 2.1). */
export interface Credentials {
  readonly scheme: string;
  readonly params: Params;
  /** For `Bearer` and the like: the opaque text after the scheme. */
  readonly token68?: string;
}

const schemeAndRest = new RegExp(`^([${tokenChars}]+)(?:[ \\t]+([^]*))?$`);
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;
const authParam = new RegExp(
  `[ \\t]*([${tokenChars}]+)[ \\t]*=[ \\t]*(${quotedString}|[^ \\t,"]*)[ \\t]*(,|$)`,
  'y',
);
/** Parameters that are tokens by grammar in RFC 3261 25.1 and RFC 7616; all others are quoted. */
const tokens = new Set(['algorithm', 'nc', 'qop', 'stale']);

/** Parses the value of an Authorization or WWW-Authenticate field. @throws SipParseError */
export function parseCredentials(value: string): Credentials {
  const match = schemeAndRest.exec(value.trim());
  if (match === null)
    throw new SipParseError(`${excerpt(value)} does not begin with an authentication scheme`);
  const scheme = match[1] as string;
  const rest = match[2] ?? '';
  if (rest === '') return { scheme, params: new Map() };
  if (token68.test(rest)) return { scheme, params: new Map(), token68: rest };
  return { scheme, params: parseAuthParams(rest) };
}

function parseAuthParams(text: string): Params {
  const params = new Map<string, string | undefined>();
  let at = 0;
  let more = true;
  while (more) {
    authParam.lastIndex = at;
    const match = authParam.exec(text);
    if (match === null) throw new SipParseError(`expected name=value but found ${excerpt(text.slice(at))}`);
    const name = (match[1] as string).toLowerCase();
    if (params.has(name)) throw new SipParseError(`authentication parameter ${name} occurs twice`);
    params.set(name, unquote(match[2] as string));
    at = authParam.lastIndex;
    more = match[3] === ',';
  }
  return params;
}

/**
 * The access token of Bearer credentials: opaque text after the scheme (RFC 6750 2.1), or the parameter
 * `access_token` (TS 24.371 A.3.2).
 */
export function bearerToken(credentials: Credentials): string | undefined {
  if (credentials.scheme.toLowerCase() !== 'bearer') return undefined;
  return credentials.token68 ?? credentials.params.get('access_token');
}

/** The first Authorization field. @throws SipParseError */
export function authorization(message: SipMessage): Credentials | undefined {
  const value = message.value('Authorization');
  return value === undefined ? undefined : parseCredentials(value);
}

/** All WWW-Authenticate challenges, one a field. @throws SipParseError */
export function wwwAuthenticate(message: SipMessage): Credentials[] {
  return message.fields('WWW-Authenticate').map((field) => parseCredentials(field.value));
}

/** The parameters of Authentication-Info (RFC 3261 20.6). @throws SipParseError */
export function authenticationInfo(message: SipMessage): Params | undefined {
  const value = message.value('Authentication-Info');
  return value === undefined ? undefined : parseAuthParams(value);
}

/** A parameter to write: a plain string is quoted or not as the grammar asks for that name. */
export type AuthParamValue = string | { readonly value: string; readonly quoted: boolean };

/** Writes a challenge or credentials. */
export function credentialsText(scheme: string, params: Iterable<readonly [string, AuthParamValue]>): string {
  return `${scheme} ${authParamsText(params)}`;
}

/** Writes authentication parameters without a scheme, as Authentication-Info has them. */
export function authParamsText(params: Iterable<readonly [string, AuthParamValue]>): string {
  return [...params]
    .map(([name, given]) => {
      const { value, quoted } =
        typeof given === 'string' ? { value: given, quoted: !tokens.has(name) } : given;
      return `${name}=${quoted ? quote(value) : value}`;
    })
    .join(', ');
}
