import { isIP } from 'node:net';
import { addresses } from '../../sip/headers/index.ts';
import type { SipRequest } from '../../sip/message.ts';
import { parseUri } from '../../sip/uri.ts';

/** An address on Mw with the transport to use. */
export interface MwAddress {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/**
 * Where a request of ours goes: the first Route, else the Request-URI (RFC 3261 8.1.2). No DNS is asked, so
 * a host that is no IP address stands for the system under test.
 * @param sut where the system under test is reached on Mw
 */
export function nextHop(request: SipRequest, sut: MwAddress): MwAddress {
  const [route] = addresses(request, 'Route');
  const uri = parseUri(route?.uri ?? request.uri);
  const host = uri.host.replace(/^\[|\]$/g, '');
  if (!isIP(host)) return sut;
  const asked = uri.params.get('transport')?.toLowerCase();
  return {
    host,
    port: uri.port ?? 5060,
    transport: asked === 'tcp' || asked === 'udp' ? asked : sut.transport,
  };
}
