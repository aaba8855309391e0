import type { Evidence } from '../check/recorder.ts';
import { SDP } from '../peers/sdp.ts';
import type { Seen } from '../peers/seen.ts';
import type { Bend } from '../peers/wic/misbehaviour.ts';
import { wicOffer } from '../peers/wic/offers/offer.ts';
import type { Wic } from '../peers/wic/wic.ts';
import { SipParseError } from '../sip/error.ts';
import { to } from '../sip/headers/index.ts';
import type { SipRequest } from '../sip/message.ts';
import { parseUri } from '../sip/uri.ts';
import { type Attempt, attempt, reaction } from './attempt.ts';
import type { Lab } from './lab.ts';

/** An INVITE to which any reaction is legal, known at Mw by a callee that nobody else calls. */
export interface CallAttempt {
  readonly wic: Wic;
  readonly callee: string;
  /** Absent when the connection was closed before the call could be made. */
  readonly attempt?: Attempt;
}

/**
 * Calls a user of the home network, who does not take the call, if the WIC's connection is still open.
 * @param callee user part of the callee, which no other call of the scenario may have
 * @param impu public user identity that the WIC prefers; its default one, and none preferred, unless told
 * @param bends what is wrong with the INVITE
 */
export async function attemptCall(
  lab: Lab,
  name: string,
  callee: string,
  impu?: string,
  bends: readonly Bend[] = [],
): Promise<CallAttempt> {
  const wic = lab.wic(name);
  const uri = `sip:${callee}@${lab.parameters.home.domain}`;
  if (!wic.connection.open) {
    // One that is closing cannot be called on any more, and it takes a moment until it is closed.
    await wic.connection.closedWithin(lab.bound);
    return { wic, callee };
  }
  lab.core.calls.next('INVITE', { when: (request) => isFor(request, callee), statuses: [480] });
  const request = wic.ua.request('INVITE', uri, {
    ...(impu !== undefined && { from: impu, preferred: impu }),
    body: wicOffer('audio'),
    contentType: SDP,
    bends,
  });
  return { wic, callee, attempt: await attempt(wic, request) };
}

/** The INVITEs that reached Mw because of it. */
export function invitesAtMw(lab: Lab, { callee }: CallAttempt): Seen<SipRequest>[] {
  return lab.core.received('INVITE', (request) => isFor(request, callee));
}

/** One line on how it ended, for the report; the same whether the connection was closed before or after it was made. */
export function endOfCall({ attempt: tried, wic }: CallAttempt): string {
  return reaction(tried ?? (wic.closed ? { closed: wic.closed } : {}));
}

/** Where in the trace that shows. */
export function evidenceOfCall({ attempt: tried, wic }: CallAttempt): Evidence {
  if (tried) return { message: tried.answer?.id ?? tried.closed?.id ?? tried.sent.id };
  return { message: wic.closed?.id ?? wic.connection.lastSent.id };
}

/** A B2BUA may write other hosts, so the user part counts. What cannot be read is for nobody we know. */
function isFor(request: SipRequest, callee: string): boolean {
  try {
    return [request.uri, to(request).uri].some((uri) => parseUri(uri).user === callee);
  } catch (reason) {
    if (reason instanceof SipParseError) return false;
    throw reason;
  }
}
