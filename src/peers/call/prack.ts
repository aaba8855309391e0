import { Dialog } from '../../endpoint/dialog.ts';
import { cseq } from '../../sip/headers/index.ts';
import type { HeaderInit, SipRequest, SipResponse } from '../../sip/message.ts';

/** In the INVITEs whose caller sends PRACK, and in no other: nobody else would let a reliable 18x go on. */
export const RELIABLE: HeaderInit = ['Supported', '100rel'];

/** Whether an INVITE has got what it waits for: a final response, or a reliable provisional one (RFC 3262 3). */
export function isReliable(response: SipResponse): boolean {
  return response.status >= 200 || response.has('RSeq');
}

/** The early dialog of a reliable provisional response, and the PRACK that acknowledges it there (RFC 3262 4). */
export function acknowledging(
  invite: SipRequest,
  progress: SipResponse,
): { readonly dialog: Dialog; readonly prack: SipRequest } {
  const dialog = Dialog.uac(invite, progress);
  const rack = `${progress.value('RSeq')} ${cseq(invite).number} INVITE`;
  return { dialog, prack: dialog.request('PRACK', { headers: [['RAck', rack]] }) };
}
