import { excerpt, SipParseError } from './error.ts';

/** Parameters in their order on the wire: names in lower case, values unquoted and unescaped. */
export type Params = ReadonlyMap<string, string | undefined>;

/** The characters of an RFC 3261 `token`, for use inside a character class. */
export const tokenChars = "!%'*+\\-.0-9A-Z_`a-z~";

/** A quoted string with its quotes (RFC 3261 25.1), as regular expression source that cannot backtrack. */
export const quotedString = '"[^"\\\\]*(?:\\\\[\\s\\S][^"\\\\]*)*"';

const param = new RegExp(
  `[ \\t]*;[ \\t]*([${tokenChars}]+)(?:[ \\t]*=[ \\t]*(${quotedString}|[^ \\t;,"<>]+))?[ \\t]*`,
  'y',
);
const wholeToken = new RegExp(`^[${tokenChars}]+$`);

const none: Params = new Map();

/**
 * Reads `;name[=value]` up to the end of the text, starting at an offset (generic-param, RFC 3261 25.1).
 * The first of two parameters of one name wins. @throws SipParseError on anything else, stray separators too.
 */
export function parseParams(text: string, start = 0): Params {
  if (start >= text.length) return none;
  const params = new Map<string, string | undefined>();
  let at = start;
  while (at < text.length) {
    param.lastIndex = at;
    const match = param.exec(text);
    if (match === null) {
      if (text.slice(at).trim() === '') break;
      throw new SipParseError(`expected ;name=value but found ${excerpt(text.slice(at))}`);
    }
    at = param.lastIndex;
    const name = (match[1] as string).toLowerCase();
    if (!params.has(name)) params.set(name, match[2] === undefined ? undefined : unquote(match[2]));
  }
  return params;
}

/** `;name=value` for each parameter; a value that is no token is quoted unless it looks like a host. */
export function paramsText(params: Params): string {
  let text = '';
  for (const [name, value] of params)
    text += value === undefined ? `;${name}` : `;${name}=${tokenOrQuoted(value)}`;
  return text;
}

/** Whether the text is an RFC 3261 token. */
export function isToken(text: string): boolean {
  return wholeToken.test(text);
}

/** Takes quotes and backslashes off a quoted string; any other text comes back as it is. */
export function unquote(text: string): string {
  if (text.charCodeAt(0) !== 0x22) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

/** A quoted string (RFC 3261 25.1) of any text. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function tokenOrQuoted(value: string): string {
  return isToken(value) || /^\[[0-9A-Fa-f:.]+\]$/.test(value) ? value : quote(value);
}
