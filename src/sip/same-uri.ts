import { parseUri, type Uri } from './uri-syntax.ts';

/** URI parameters that must match even when only one side has them (RFC 3261 19.1.4). */
const significant = ['user', 'ttl', 'method', 'maddr', 'transport'];

/**
 * Whether two URIs are equivalent: sip and sips by RFC 3261 19.1.4, tel by RFC 3966 section 4, urn:service
 * without regard to case (RFC 5031), other URNs with their namespace folded (RFC 8141), the rest literally
 * after folding the scheme. @throws SipParseError when one of them is no URI
 */
export function sameUri(a: string, b: string): boolean {
  const left = parseUri(a);
  const right = parseUri(b);
  if (left.scheme !== right.scheme) return false;
  if (left.scheme === 'sip' || left.scheme === 'sips') return sameSip(left, right);
  if (left.scheme === 'tel') return sameTel(left, right);
  if (left.scheme === 'urn') return urnKey(left) === urnKey(right);
  return left.user === right.user;
}

function sameSip(a: Uri, b: Uri): boolean {
  if (a.user !== b.user || a.password !== b.password) return false;
  if (a.host.toLowerCase() !== b.host.toLowerCase() || a.port !== b.port) return false;
  for (const name of significant) {
    if (fold(a.params.get(name)) !== fold(b.params.get(name)) || a.params.has(name) !== b.params.has(name))
      return false;
  }
  for (const [name, value] of a.params) {
    if (b.params.has(name) && fold(value) !== fold(b.params.get(name))) return false;
  }
  return headerSet(a.headers) === headerSet(b.headers);
}

function sameTel(a: Uri, b: Uri): boolean {
  if (digits(a.user) !== digits(b.user) || a.params.size !== b.params.size) return false;
  for (const [name, value] of a.params) {
    const other = b.params.get(name);
    if (!b.params.has(name)) return false;
    const isNumber = value?.startsWith('+') ?? false;
    if (isNumber ? digits(value) !== digits(other) : fold(value) !== fold(other)) return false;
  }
  return true;
}

/** Visual separators carry no meaning, hexadecimal digits no case (RFC 3966 section 4). */
function digits(number: string | undefined): string | undefined {
  return number?.replace(/[-.()]/g, '').toLowerCase();
}

function urnKey(urn: Uri): string {
  const rest = urn.user ?? '';
  const colon = rest.indexOf(':');
  const namespace = rest.slice(0, Math.max(colon, 0)).toLowerCase();
  return namespace === 'service' ? rest.toLowerCase() : namespace + rest.slice(Math.max(colon, 0));
}

function headerSet(headers: string | undefined): string {
  return (headers ?? '')
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? pair.toLowerCase() : pair.slice(0, equals).toLowerCase() + pair.slice(equals);
    })
    .sort()
    .join('&');
}

function fold(value: string | undefined): string | undefined {
  return value?.toLowerCase();
}
