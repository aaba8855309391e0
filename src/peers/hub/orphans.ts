import { tagOf, to } from '../../sip/headers/index.ts';
import { respond, type SipRequest, type SipResponse } from '../../sip/message.ts';

/**
 * The answer to a request that belongs to no running scenario: what a conformant core says to a user it
 * does not know, or to a dialog that is over. ACK has no answer.
 */
export function answerOrphan(request: SipRequest): SipResponse | undefined {
  switch (request.method) {
    case 'ACK':
      return undefined;
    case 'OPTIONS':
      return inDialog(request) ? respond(request, 481) : respond(request, 200);
    case 'REGISTER':
      return respond(request, 403);
    case 'NOTIFY':
    case 'CANCEL':
      return respond(request, 481);
    default:
      return respond(request, inDialog(request) ? 481 : 404);
  }
}

function inDialog(request: SipRequest): boolean {
  return tagOf(to(request)) !== undefined;
}
