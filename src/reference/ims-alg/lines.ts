import { isIPv6 } from 'node:net';

/** `m=` with one port. */
export function mediaLine(media: string, port: number, proto: string, formats: readonly string[]): string {
  // A line has at least one format, a rejected one too (RFC 3264 6).
  return `m=${media} ${port} ${proto} ${formats.length > 0 ? formats.join(' ') : '0'}`;
}

export function connectionLine(host: string): string {
  return `c=${networkAddress(host)}`;
}

/** Network type, address type and address, as in `c=`, `o=` and `a=rtcp`. */
export function networkAddress(host: string): string {
  return `IN ${isIPv6(host) ? 'IP6' : 'IP4'} ${host}`;
}
