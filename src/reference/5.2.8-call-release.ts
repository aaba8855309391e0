import { Dialog } from '../endpoint/dialog.ts';
import { PeerDidNot } from '../endpoint/peer-did-not.ts';
import { cseq } from '../sip/headers/basic.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { SipParseError } from '../sip/parse.ts';
import type { FaultTable } from './deviation.ts';
import type { KnownDialog } from './dialogs.ts';
import type { EpCscf } from './ep-cscf.ts';
import type { Flow } from './flows.ts';
import { withRoute } from './route.ts';

export const faults = {
  'lost-call-left': {
    kills: ['EPC-7.4.1-P8'],
    about: 'does not end the calls of a WIC whose WebSocket is lost',
  },
} as const satisfies FaultTable;

/** What the eP-CSCF needs to end a session in the name of the WIC. */
export interface SessionOfWic {
  /** The INVITE that made it and its 2xx, as the WIC sent or got them. */
  readonly invite: SipRequest;
  readonly answer: SipResponse;
  readonly wicCalled: boolean;
  /** The highest CSeq number that the WIC used in it; 0 for none. */
  sequence: number;
}

/** Notes a session when the response is a 2xx to INVITE. */
export function noteSession(
  dialog: KnownDialog,
  invite: SipRequest,
  answer: SipResponse,
  wicCalled: boolean,
): void {
  if (invite.method !== 'INVITE' || answer.status < 200) return;
  dialog.session ??= { invite, answer, wicCalled, sequence: wicCalled ? 0 : cseq(invite).number };
}

/** Notes a request of the WIC, after which a BYE in its name has to have a higher CSeq (RFC 3261 12.2.1.1). */
export function noteRequest(dialog: KnownDialog, request: SipRequest): void {
  noteRelease(dialog, request);
  const { session } = dialog;
  if (session) session.sequence = Math.max(session.sequence, cseq(request).number);
}

/** A BYE of either side ends the session, whatever is answered. */
export function noteRelease(dialog: KnownDialog | undefined, request: SipRequest): void {
  if (dialog && request.method === 'BYE') delete dialog.session;
}

/** 24.229 5.2.8.1.2: the WIC is gone, so the eP-CSCF ends its sessions with a BYE to the other side. */
export function releaseCalls(cscf: EpCscf, flow: Flow): void {
  if (cscf.calls.stopped || cscf.deviation.is('lost-call-left')) return;
  for (const dialog of cscf.dialogs.ofFlow(flow)) {
    const bye = dialog.session && byeFor(dialog, dialog.session);
    if (bye) cscf.core.send(bye, { response() {}, timeout() {}, failed() {} });
  }
}

/** Undefined when the other side never named a target. */
function byeFor(
  dialog: KnownDialog,
  { invite, answer, wicCalled, sequence }: SessionOfWic,
): SipRequest | undefined {
  try {
    const ofWic = wicCalled ? Dialog.uas(invite, dialog.wicTag) : Dialog.uac(invite, answer);
    const bye = ofWic.request('BYE', {
      headers: [['Reason', 'SIP;cause=503;text="Service Unavailable"']],
    });
    return withRoute(bye, dialog.coreRoute).with('CSeq', `${sequence + 1} BYE`);
  } catch (error) {
    if (error instanceof PeerDidNot || error instanceof SipParseError) return undefined;
    throw error;
  }
}
