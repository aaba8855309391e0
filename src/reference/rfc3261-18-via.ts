import type { Address, Link } from '../net/link.ts';
import { topVia, type Via, viaText } from '../sip/headers/via.ts';
import type { SipRequest } from '../sip/message.ts';

/** RFC 3261 18.2.1 and RFC 3581 4 at Mw: notes where a request of the core came from, when that is not its sent-by. */
export function completeVia(request: SipRequest, link: Link): SipRequest {
  const via = topVia(request);
  const source = link.remote.host;
  if (via.host.replace(/^\[|\]$/g, '') === source && via.rport === undefined) return request;
  const completed: Via = { ...via, received: source };
  if (via.rport !== undefined) completed.rport = link.remote.port;
  return request.with('Via', viaText(completed), ...request.values('Via').slice(1));
}

/**
 * RFC 3261 18.2.2: over UDP a response goes to the port of sent-by, unless rport asks for the source port.
 * @returns undefined when that is where the request came from
 */
export function responseAddress(via: Via, link: Link): Address | undefined {
  if (link.transport !== 'udp' || via.rport !== undefined) return undefined;
  const port = via.port ?? 5060;
  return port === link.remote.port ? undefined : { host: link.remote.host, port };
}
