/** A SIP transport address at Mw. */
export interface MwAddress {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/** A host without brackets, and a port. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Reads `HOST:PORT` with IPv6 in brackets; undefined when it is none. */
export function parseHostPort(text: string): HostPort | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65535 ? undefined : { host, port };
}

/** Reads `udp:HOST:PORT` or `tcp:HOST:PORT` with IPv6 in brackets; undefined when it is none. */
export function parseMwAddress(text: string): MwAddress | undefined {
  const match = /^(udp|tcp):(.+)$/.exec(text);
  const address = match?.[2] === undefined ? undefined : parseHostPort(match[2]);
  return address && { transport: match?.[1] === 'tcp' ? 'tcp' : 'udp', ...address };
}
