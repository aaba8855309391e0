import { callId, cseq, from, tagOf, topVia, type Via } from '../sip/headers/index.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';

/** Branches that begin so are unique to their transaction (RFC 3261 8.1.1.7). */
const magicCookie = 'z9hG4bK';

/**
 * Names the client transaction of a request that we send or of a response that we receive (17.1.3).
 * @throws {SipParseError} when Via or CSeq cannot be read
 */
export function clientKey(message: SipRequest | SipResponse): string {
  return `${topVia(message).branch ?? ''} ${cseq(message).method}`;
}

/** The server transactions of one branch, whatever their method (17.2.3). @throws {SipParseError} as `clientKey` */
export function serverBranch(request: SipRequest): string {
  const via = topVia(request);
  const sentBy = `${via.host.toLowerCase()}:${via.port ?? ''}`;
  if (via.branch?.toLowerCase().startsWith(magicCookie.toLowerCase())) return `${via.branch} ${sentBy}`;
  return `${olderBranch(request, via)} ${sentBy}`;
}

/** Elements of before RFC 3261 have no branch of their own making; what else stays the same is taken. */
function olderBranch(request: SipRequest, via: Via): string {
  const parts = [via.branch, callId(request), tagOf(from(request)), cseq(request).number, request.uri];
  return JSON.stringify(parts);
}
