import { excerpt, SipParseError } from './error.ts';
import { checkHost, hostPattern, portNumber } from './host.ts';
import type { Params } from './params.ts';

/**
 * A URI as SIP uses it. For sip and sips all parts are filled (RFC 3261 19.1); for tel `user` is the number and
 * `params` its parameters (RFC 3966); for any other scheme `user` is everything after the colon. `user`,
 * `password` and parameter values are percent-decoded once; `text` is the URI as written.
 */
export interface Uri {
  readonly scheme: string;
  readonly user?: string;
  readonly password?: string;
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
  /** What follows `?`, not decoded. */
  readonly headers?: string;
  readonly text: string;
}

/** The parts a URI is written from; a missing host means the opaque form `scheme:user`. */
export interface UriParts {
  readonly scheme?: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly host?: string;
  readonly port?: number | undefined;
  readonly params?: Params;
  readonly headers?: string | undefined;
}

const userChars = "A-Za-z0-9\\-_.!~*'()&=+$,;?/%";
const paramsPattern = "(?:;[A-Za-z0-9\\-_.!~*'()\\[\\]/:&+$%]+(?:=[A-Za-z0-9\\-_.!~*'()\\[\\]/:&+$%=]+)?)*";
const sipUri = new RegExp(
  `^(sips?):(?:([${userChars}]+)(?::([A-Za-z0-9\\-_.!~*'()&=+$,%]*))?@)?` +
    `(${hostPattern})(?::([0-9]{1,5}))?` +
    `(${paramsPattern})` +
    "(?:\\?([A-Za-z0-9\\-_.!~*'()\\[\\]/?:+$%=&;,@]+))?$",
  'i',
);
const anyUri = /^([A-Za-z][A-Za-z0-9+.-]*):([\x21\x23-\x3b\x3d\x3f-\x7e]+)$/;
const telUri = new RegExp(`^([^;]+)(${paramsPattern})$`);
const badEscape = /%(?![0-9A-Fa-f]{2})/;
const noParams: Params = new Map();

/** Parses a URI of any scheme; sip and sips by their whole grammar. @throws SipParseError */
export function parseUri(text: string): Uri {
  const sip = matchSip(text);
  if (sip === undefined) return otherUri(text);
  const [, scheme, user, password, host, port, params, headers] = sip as unknown as string[];
  return {
    scheme: (scheme as string).toLowerCase(),
    ...(user === undefined ? {} : { user: decode(user) }),
    ...(password === undefined ? {} : { password: decode(password) }),
    host: host as string,
    ...(port === undefined ? {} : { port: Number(port) }),
    params: params === '' ? noParams : uriParams(params as string),
    ...(headers === undefined ? {} : { headers }),
    text,
  };
}

/** Checks what {@link parseUri} checks without building the parts. @throws SipParseError */
export function checkUri(text: string): void {
  if (matchSip(text) === undefined) otherUri(text);
}

function matchSip(text: string): RegExpExecArray | undefined {
  const sip = sipUri.exec(text);
  if (sip === null) return undefined;
  if (badEscape.test(text)) throw new SipParseError(`${excerpt(text)} has a % that escapes nothing`);
  checkHost(sip[4] as string);
  if (sip[5] !== undefined) portNumber(sip[5]);
  return sip;
}

function otherUri(text: string): Uri {
  const any = anyUri.exec(text);
  if (any === null) throw new SipParseError(`${excerpt(text)} is not a URI`);
  const scheme = (any[1] as string).toLowerCase();
  const rest = any[2] as string;
  if (scheme === 'sip' || scheme === 'sips')
    throw new SipParseError(`${excerpt(text)} is not a ${scheme} URI`);
  if (scheme !== 'tel') return { scheme, user: rest, host: '', params: noParams, text };
  const tel = telUri.exec(rest);
  if (tel === null) throw new SipParseError(`${excerpt(text)} is not a tel URI`);
  return {
    scheme,
    user: tel[1] as string,
    host: '',
    params: tel[2] === '' ? noParams : uriParams(tel[2] as string),
    text,
  };
}

function uriParams(text: string): Params {
  const params = new Map<string, string | undefined>();
  for (const part of text.slice(1).split(';')) {
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    if (!params.has(name)) params.set(name, equals < 0 ? undefined : decode(part.slice(equals + 1)));
  }
  return params;
}

/** Percent-decoding, once; an escape sequence that is not UTF-8 stays as written so that nothing is lost. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Writes a URI from its parts and escapes what its place in the grammar requires. */
export function uriText(parts: UriParts): string {
  const scheme = parts.scheme ?? 'sip';
  let text = `${scheme}:`;
  if (parts.host === undefined || parts.host === '') text += parts.user ?? '';
  else {
    if (parts.user !== undefined) {
      text += percentEncode(parts.user, /[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu);
      if (parts.password !== undefined)
        text += `:${percentEncode(parts.password, /[^A-Za-z0-9\-_.!~*'()&=+$,]/gu)}`;
      text += '@';
    }
    text += parts.host;
    if (parts.port !== undefined) text += `:${parts.port}`;
  }
  for (const [name, value] of parts.params ?? noParams) {
    text += `;${percentEncode(name, notParamChar)}${value === undefined ? '' : `=${percentEncode(value, notParamChar)}`}`;
  }
  return parts.headers === undefined ? text : `${text}?${parts.headers}`;
}

const notParamChar = /[^A-Za-z0-9\-_.!~*'()[\]/:&+$]/gu;

function percentEncode(text: string, unsafe: RegExp): string {
  return text
    .toWellFormed()
    .replace(unsafe, (c) =>
      [...new TextEncoder().encode(c)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    );
}
