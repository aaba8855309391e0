import { connectionOf } from './connection.ts';
import type { MediaSection, SessionDescription } from './description.ts';
import { candidates } from './ice.ts';
import type { SdpLine } from './line.ts';
import { rtcpAddress } from './rtcp.ts';

/** An address and port in a description, and the line that names the address. */
export interface NamedAddress {
  readonly address: string;
  /** 0 where none belongs to it. */
  readonly port: number;
  readonly line: SdpLine;
}

/**
 * Every address and port a description names: the default destinations (`c=` with `m=`), `a=rtcp`, candidates with their
 * related addresses, and remote candidates. The origin line is no destination.
 * @throws SdpParseError
 */
export function transportAddresses(sdp: SessionDescription): NamedAddress[] {
  const session = sdp.session.values('c');
  const used = sdp.media.some((medium) => medium.values('c').length === 0);
  return [
    ...(used ? [] : session.map((line) => ({ address: connectionOf(line).address, port: 0, line }))),
    ...sdp.media.flatMap((medium) => ofMedium(medium, session)),
  ];
}

function ofMedium(medium: MediaSection, session: readonly SdpLine[]): NamedAddress[] {
  const own = medium.values('c');
  const destinations = (own.length > 0 ? own : session).map((line) => ({
    address: connectionOf(line).address,
    port: medium.port,
    line,
  }));
  return [
    ...destinations,
    ...(medium.has('rtcp') ? rtcpDestination(medium) : []),
    ...candidates(medium).flatMap(({ address, port, relatedAddress, relatedPort, line = medium.line }) => [
      { address, port, line },
      ...(relatedAddress === undefined ? [] : [{ address: relatedAddress, port: relatedPort ?? 0, line }]),
    ]),
    ...medium.attributes('remote-candidates').flatMap(({ value = '', line }) =>
      [...value.matchAll(/[0-9]+ ([^ ]+) ([0-9]+)/g)].map(([, address = '', port]) => ({
        address,
        port: Number(port),
        line,
      })),
    ),
  ];
}

function rtcpDestination(medium: MediaSection): NamedAddress[] {
  const { address, port, line } = rtcpAddress(medium);
  return address === undefined ? [] : [{ address, port, line }];
}
