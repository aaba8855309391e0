import { connectionOf } from './connection.ts';
import type { MediaSection } from './description.ts';
import { excerpt, SdpParseError } from './error.ts';
import type { SdpLine } from './line.ts';

/** Whether RTP and RTCP may share a port (RFC 5761 5.1.1). */
export function rtcpMux(section: MediaSection): boolean {
  return section.has('rtcp-mux');
}

/**
 * Where RTCP goes without rtcp-mux: as `a=rtcp` says (RFC 3605 2.1), else the port above that of RTP.
 * @throws SdpParseError
 */
export function rtcpAddress(section: MediaSection): {
  readonly address: string | undefined;
  readonly port: number;
  readonly line: SdpLine;
} {
  const attribute = section.attribute('rtcp');
  if (!attribute) return { address: section.address, port: section.port + 1, line: section.line };
  const { value = '', line } = attribute;
  const fields = /^([0-9]{1,5})(?: (.*))?$/.exec(value);
  const port = Number(fields?.[1]);
  if (!fields || port > 65_535) {
    throw new SdpParseError(`a=rtcp is no port with or without an address: ${excerpt(value)}`, line.number);
  }
  const network = fields[2];
  const address = network === undefined ? section.address : connectionOf({ ...line, value: network }).address;
  return { address, port, line };
}
