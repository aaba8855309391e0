import { Dialog } from '../../endpoint/dialog.ts';
import type { Sent } from '../../peers/seen.ts';
import type { Wic } from '../../peers/wic/wic.ts';
import { cseq } from '../../sip/headers/index.ts';
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
    (response) => response.status >= 200 || response.has('RSeq'),
  );
  if (progress.status >= 200) return undefined;
  const dialog = Dialog.uac(invite.message, progress);
  const rack = `${progress.value('RSeq')} ${cseq(invite.message).number} INVITE`;
  const sent = wic.send(dialog.request('PRACK', { headers: [['RAck', rack]] }));
  const answer = await unlessMissing(wic.final(sent));
  const received = await unlessMissing(lab.core.next('PRACK'));
  const final = await wic.final(invite);
  dialog.answered(final.message);
  if (final.message.status < 300) wic.send(dialog.request('ACK'));
  return { from: 'wic', sent, ...(answer && { answer }), ...(received && { received }) };
}
