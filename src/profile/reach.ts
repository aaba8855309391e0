import { networkInterfaces } from 'node:os';
import type { Profile } from './profile.ts';

/** The IPv6 address at which the embedded reference is reached, too. */
export const IPV6_LOOPBACK = '::1';

/**
 * Whether WICs can come to the SUT over IPv6: `w2.url` has an IPv6 address, or the SUT is the embedded reference on a
 * machine that has IPv6.
 */
export function comesOverIpv6({ sut, w2 }: Pick<Profile, 'sut' | 'w2'>): boolean {
  return sut.driver === 'reference' ? hasIpv6() : isIpv6Url(w2.url);
}

/** Whether the host of a URL is an IPv6 address. */
export function isIpv6Url(url: string): boolean {
  return new URL(url).hostname.startsWith('[');
}

function hasIpv6(): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.some(({ address }) => address === IPV6_LOOPBACK);
}
