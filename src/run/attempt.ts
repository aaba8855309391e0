import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import type { Seen, Sent } from '../peers/seen.ts';
import type { FrameShape } from '../peers/wic/frames.ts';
import type { Closed } from '../peers/wic/w2-connection.ts';
import type { Wic } from '../peers/wic/wic.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';

/** A stimulus whose reaction is free: the SUT may answer anything, close the connection, or stay silent. */
export interface Attempt {
  readonly sent: Sent<SipRequest>;
  /** The final response, when there was one. */
  readonly answer?: Seen<SipResponse>;
  /** How the connection ended, when the SUT closed it instead. */
  readonly closed?: Closed;
}

/** Sends a request and awaits how it ends, whichever way: final response, closed connection, or 64·T1. */
export async function attempt(wic: Wic, request: SipRequest, shape?: FrameShape): Promise<Attempt> {
  const sent = wic.send(request, shape);
  const answer = await unlessMissing(wic.final(sent));
  if (answer) return { sent, answer };
  return { sent, ...(wic.closed && { closed: wic.closed }) };
}

/** What is awaited, or nothing when the peer did not do it. */
export async function unlessMissing<T>(wait: Promise<T>): Promise<T | undefined> {
  try {
    return await wait;
  } catch (reason) {
    if (!(reason instanceof PeerDidNot)) throw reason;
    return undefined;
  }
}

/** One line on how it ended, for the report. */
export function reaction({ answer, closed }: Pick<Attempt, 'answer' | 'closed'>): string {
  if (answer) return `${answer.message.status} ${answer.message.reason}`.trim();
  return closed ? `connection closed with ${closed.code ?? 'no code'}` : 'no final response';
}
