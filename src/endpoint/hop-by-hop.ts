import { cseq } from '../sip/headers/index.ts';
import { type HeaderInit, SipRequest, type SipResponse } from '../sip/message.ts';

/** The ACK to a final response of 300 and above, which belongs to the transaction of the INVITE (RFC 3261 17.1.1.3). */
export function ackFor(invite: SipRequest, response: SipResponse): SipRequest {
  return follower(invite, 'ACK', response.value('To') ?? '');
}

/** The CANCEL of a request (RFC 3261 9.1). */
export function cancelFor(request: SipRequest): SipRequest {
  return follower(request, 'CANCEL', request.value('To') ?? '');
}

/** Takes the way of the request: the same Request-URI, Route and topmost Via, and no other Via. */
function follower(request: SipRequest, method: 'ACK' | 'CANCEL', to: string): SipRequest {
  const headers: HeaderInit[] = [['Via', request.values('Via')[0] ?? '']];
  for (const route of request.fields('Route')) headers.push(['Route', route.value]);
  headers.push(
    ['Max-Forwards', '70'],
    ['From', request.value('From') ?? ''],
    ['To', to],
    ['Call-ID', request.value('Call-ID') ?? ''],
    ['CSeq', `${cseq(request).number} ${method}`],
  );
  return SipRequest.build({ method, uri: request.uri, headers });
}
