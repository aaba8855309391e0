import { SipParseError } from './error.ts';
import { addresses, contacts, parseNameAddr } from './headers/address.ts';
import { callId, cseq, maxForwards } from './headers/basic.ts';
import { vias } from './headers/via.ts';
import type { HeaderField, SipMessage } from './message.ts';

type Check = (message: SipMessage, field: HeaderField) => void;

/** The fields every element has to understand, each with the view that must be able to read it. */
const checks: readonly (readonly [name: string, check: Check])[] = [
  ['Via', (message) => vias(message)],
  ['From', (_, field) => parseNameAddr(field.value)],
  ['To', (_, field) => parseNameAddr(field.value)],
  ['Call-ID', (message) => callId(message)],
  ['CSeq', (message) => cseq(message)],
  ['Max-Forwards', (message) => maxForwards(message)],
  ['Contact', (message) => contacts(message)],
  ['Route', (message) => addresses(message, 'Route')],
  ['Record-Route', (message) => addresses(message, 'Record-Route')],
];

/** Reads the mandatory fields that are present. @throws SipParseError naming field and line */
export function checkFields(message: SipMessage): void {
  for (const [name, check] of checks) {
    const field = message.fields(name)[0];
    if (field === undefined) continue;
    try {
      check(message, field);
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      throw new SipParseError(`${name}: ${error.reason}`, error.line ?? field.line);
    }
  }
}
