import { excerpt, SdpParseError } from './error.ts';
import type { SdpLine } from './line.ts';

/** The three fields of `c=` that `o=` has, too (RFC 8866 5.7). */
export interface Connection {
  readonly netType: string;
  /** `IP4` or `IP6`. */
  readonly addrType: string;
  /** Without the TTL and the count of a multicast address. */
  readonly address: string;
}

/** Reads a `c=` line. Host names are let through. @throws SdpParseError */
export function connectionOf(line: SdpLine): Connection {
  const [netType, addrType, address, ...more] = line.value.split(' ');
  if (netType === undefined || addrType === undefined || !address || more.length > 0) {
    throw new SdpParseError(
      `c= has not the form "nettype addrtype address": ${excerpt(line.value)}`,
      line.number,
    );
  }
  checkNetwork('c=', netType, addrType, line);
  return { netType, addrType, address: address.split('/')[0] ?? '' };
}

/** @throws SdpParseError unless it is the Internet with IPv4 or IPv6 */
export function checkNetwork(what: string, netType: string, addrType: string, line: SdpLine): void {
  if (netType !== 'IN')
    throw new SdpParseError(`${what} has the network type ${excerpt(netType)}`, line.number);
  if (addrType !== 'IP4' && addrType !== 'IP6') {
    throw new SdpParseError(`${what} has the address type ${excerpt(addrType)}`, line.number);
  }
}
