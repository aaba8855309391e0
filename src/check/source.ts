import { isIP, isIPv6 } from 'node:net';
import type { Address } from '../trace/event.ts';

/** How much of a WIC's source address the SUT can see (PIXIT expectedSource). */
export type ExpectedSource = 'exact' | 'host-only' | 'unknown';

/** The values of `rport` that name the source of a connection, in words. */
export function sourcePortText(local: Address, expected: ExpectedSource): string {
  return expected === 'exact' ? `rport=${local.port}` : 'rport with any port from 1 to 65535';
}

/** Whether an `rport` names the source port; null is one without value. */
export function isSourcePort(
  rport: number | null | undefined,
  local: Address,
  expected: ExpectedSource,
): boolean {
  if (typeof rport !== 'number') return false;
  return expected === 'exact' ? rport === local.port : rport >= 1 && rport <= 65535;
}

/** The values of `received` that name the source of a connection, in words. */
export function sourceAddressText(local: Address, expected: ExpectedSource): string {
  return expected === 'unknown' ? 'received with any address' : `received=${local.host}`;
}

/** Whether a `received` names the source address, in whichever way it is written. */
export function isSourceAddress(
  received: string | undefined,
  local: Address,
  expected: ExpectedSource,
): boolean {
  const address = canonical(received ?? '');
  if (address === undefined) return false;
  return expected === 'unknown' || address === canonical(local.host);
}

/** One spelling for each IP address; an IPv4 address inside IPv6 is that IPv4 address. */
function canonical(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) === 0) return undefined;
  if (!isIPv6(bare)) return bare;
  const compressed = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed);
  if (!mapped) return compressed;
  const [high, low] = [mapped[1], mapped[2]].map((half) => Number.parseInt(half ?? '', 16)) as [
    number,
    number,
  ];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
