import { acknowledging, isReliable } from '../../peers/call/prack.ts';
import type { Sent } from '../../peers/seen.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import type { SipRequest } from '../../sip/message.ts';
import { unlessMissing } from '../attempt.ts';
import type { Lab } from '../lab.ts';
import type { InCall } from './in-call.ts';

/**
 * The WIC acknowledges the first reliable provisional response to its INVITE (RFC 3262 4).
 * @returns what became of the PRACK; undefined when the INVITE was answered without such a response
 * @throws PeerDidNot without any response
 */
export async function acknowledgeProvisional(
  lab: Lab,
  wic: Wic,
  invite: Sent<SipRequest>,
): Promise<InCall | undefined> {
  const { message: progress } = await wic.response(
    invite,
    'send on a reliable provisional response',
    isReliable,
  );
  if (progress.status >= 200) return undefined;
  const { dialog, prack } = acknowledging(invite.message, progress);
  const sent = wic.send(prack);
  const answer = await unlessMissing(wic.final(sent));
  const received = await unlessMissing(lab.core.next('PRACK'));
  const final = await wic.final(invite);
  dialog.answered(final.message);
  if (final.message.status < 300) wic.send(dialog.request('ACK'));
  return { from: 'wic', sent, ...(answer && { answer }), ...(received && { received }) };
}
