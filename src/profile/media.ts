import { BlockList, isIP } from 'node:net';

/** Where media flow: UDP, RTP on even or any ports. All hosts are IP addresses, since they stand in candidates. */
export interface MediaSettings {
  /** Address of this machine where the simulated WICs have their media; the eIMS-AGW reaches it. */
  readonly wic: string;
  /** Address of this machine where the far user behind the core has them. */
  readonly core: string;
  /** The eIMS-AGW's own addresses; what is not given is not known, so it is not checked. */
  readonly agw: { readonly access?: AddressRange | undefined; readonly core?: AddressRange | undefined };
}

/** UDP ports of one address. */
export interface AddressRange {
  readonly host: string;
  /** First and last port; absent: any. */
  readonly ports?: PortRange | undefined;
}

export type PortRange = readonly [first: number, last: number];

/** Reads `40000-44999`; undefined when it is no range of ports that has room for RTP and RTCP. */
export function parsePortRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim());
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return first > 0 && last > first && last <= 65535 ? [first, last] : undefined;
}

/** Whether a port of an address, in whatever way that is written, is one of the range. */
export function isInRange({ host, ports }: AddressRange, address: string | undefined, port: number): boolean {
  const [first, last] = ports ?? [1, 65_535];
  return address !== undefined && isSameAddress(address, host) && port >= first && port <= last;
}

function isSameAddress(one: string, other: string): boolean {
  const family = isIP(one) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(one) === 0 || isIP(one) !== isIP(other)) return false;
  const same = new BlockList();
  same.addAddress(other, family);
  return same.check(one, family);
}

/** Whether media of others can be sent to that address: an IP address, and not that of every interface. */
export function isMediaAddress(text: string): boolean {
  return isIP(text) !== 0 && text !== '0.0.0.0' && text !== '::';
}
