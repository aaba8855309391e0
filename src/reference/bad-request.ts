import type { ServerTransaction } from '../endpoint/transactions.ts';
import { SipParseError } from '../sip/parse.ts';
import type { EpCscf } from './ep-cscf.ts';
import { answer } from './rfc3261-16-proxy.ts';

/** Deals with a request; what cannot be read is a bad one, whoever sent it. */
export function orBadRequest(cscf: EpCscf, tx: ServerTransaction, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
    answer(cscf, tx, 400);
  }
}
