import { SipParseError } from '../sip/error.ts';
import { check } from './check.ts';
import type { Subject } from './subject.ts';

/**
 * Reads a header field that the SUT wrote. One that breaks the grammar is a violation by the SUT, with its line.
 * @param expected what is looked for, for the report
 * @throws CheckFailed when `read` throws SipParseError
 */
export function readField<M extends Subject, T>(
  subject: M,
  header: string,
  expected: string,
  read: (message: M['message']) => T,
): T {
  try {
    return read(subject.message);
  } catch (reason) {
    if (!(reason instanceof SipParseError)) throw reason;
    const line = reason.line ?? subject.message.lineOf(header);
    check({
      title: `${header} can be read`,
      ok: false,
      expected: [expected],
      received: `${subject.message.value(header) ?? 'nothing'} (${reason.message})`,
      evidence: { message: subject.id, ...(line !== undefined && { line }) },
    });
    throw reason;
  }
}
