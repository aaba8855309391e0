import { excerpt, SipParseError } from './error.ts';

/**
 * A `host` (RFC 3261 25.1) as regular expression source: IPv6 reference, IPv4 address or name. Underscores are
 * let through, because names of containers and test beds have them.
 */
export const hostPattern = '\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?';

/** Checks what the pattern leaves open: the address inside brackets (RFC 4291 2.2). @throws SipParseError */
export function checkHost(host: string): void {
  if (host.startsWith('[') && !isIpv6(host.slice(1, -1))) {
    throw new SipParseError(`${excerpt(host)} is not an IPv6 reference`);
  }
}

/** A port. @throws SipParseError when it is not 0 to 65535 */
export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > 65535) throw new SipParseError(`${excerpt(text)} is not a port`);
  return port;
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const counts = halves.map((half, index) => groups(half, index === halves.length - 1));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return halves.length === 2 ? total <= 7 : total === 8;
}

/** Number of 16-bit groups in one side of `::`; NaN when it is malformed. A dotted IPv4 end counts as two. */
function groups(half: string, last: boolean): number {
  if (half === '') return 0;
  const parts = half.split(':');
  const dotted = last && (parts.at(-1) ?? '').includes('.') ? parts.pop() : undefined;
  if (!parts.every((part) => /^[0-9A-Fa-f]{1,4}$/.test(part))) return Number.NaN;
  if (dotted === undefined) return parts.length;
  const octets = dotted.split('.');
  const fits =
    octets.length === 4 && octets.every((octet) => /^[0-9]{1,3}$/.test(octet) && Number(octet) < 256);
  return fits ? parts.length + 2 : Number.NaN;
}
