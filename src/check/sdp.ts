import type { SessionDescription } from '../sdp/description.ts';
import { parseSdp } from '../sdp/description.ts';
import { SdpParseError } from '../sdp/error.ts';
import type { SdpLine } from '../sdp/line.ts';
import { mediaType } from '../sip/headers/index.ts';
import type { SipMessage } from '../sip/message.ts';
import { describe } from './assertions.ts';
import { check } from './check.ts';
import type { Evidence } from './recorder.ts';
import type { SdpStatement } from './sdp/statement.ts';
import type { Subject } from './subject.ts';

/** A session description that the SUT sent, with what it is called in the report: `offer on Mw (INVITE)`. */
export interface SdpSubject extends Subject {
  readonly name: string;
  readonly sdp: SessionDescription;
}

/** Whether a message carries a session description. */
export function hasSdp(message: SipMessage): boolean {
  return message.body.length > 0 && mediaType(message) === 'application/sdp';
}

/**
 * Reads the session description of a message that has to have one. That it has none, or one that cannot be read, is
 * a violation by the SUT, with its line.
 * @param called what the description is called in the report; after the message when not told
 * @throws CheckFailed
 */
export function readSdp(seen: Subject, called = 'SDP'): SessionDescription {
  const name = nameOf(seen, called);
  if (!hasSdp(seen.message)) {
    const type = seen.message.value('Content-Type');
    check({
      title: `${name} is there`,
      ok: false,
      expected: ['a body of type application/sdp'],
      received: type === undefined ? 'no body' : `${seen.message.body.length} octets of ${type}`,
      evidence: { message: seen.id, line: seen.message.lineOf('Content-Type') ?? 1 },
    });
  }
  try {
    return parseSdp(seen.message.body);
  } catch (reason) {
    if (!(reason instanceof SdpParseError)) throw reason;
    check({
      title: `${name} can be read`,
      ok: false,
      expected: ['SDP as RFC 8866 has it'],
      received: reason.message,
      evidence: reason.line === undefined ? { message: seen.id } : evidenceIn(seen, reason.line),
    });
    throw reason;
  }
}

/**
 * The same with its name, for statements about it.
 * @throws CheckFailed
 */
export function sdpOf(seen: Subject, called: string): SdpSubject {
  return { ...seen, name: nameOf(seen, called), sdp: readSdp(seen, called) };
}

/**
 * Records whether the statement holds; the line of the first thing wrong decides.
 * @throws CheckFailed when it does not and has no cap
 */
export function holds(subject: SdpSubject, { title, expected, wrong, right, cap }: SdpStatement): void {
  const [decisive = right] = wrong;
  check({
    title: `${subject.name} ${title}`,
    ok: wrong.length === 0,
    expected,
    received: wrong.length === 0 ? right.what : wrong.map(({ what }) => what).join('; '),
    evidence: decisive.line ? evidenceIn(subject, decisive.line.number) : { message: subject.id },
    cap,
  });
}

/** Where a line of the SDP, its number or itself, stands in the SIP message. */
export function evidenceIn(seen: Subject, line: number | SdpLine): Evidence {
  const number = typeof line === 'number' ? line : line.number;
  return { message: seen.id, line: headerLines(seen.message) + number };
}

function nameOf(seen: Subject, called: string): string {
  return `${called} (${describe(seen)})`;
}

const LF = 0x0a;
const CR = 0x0d;

/** Physical lines before the body, the empty one included. */
function headerLines({ bytes }: SipMessage): number {
  let lines = 0;
  let begun = false;
  for (let at = 0, start = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== LF) continue;
    lines += 1;
    const empty = at === start || (at === start + 1 && bytes[start] === CR);
    if (empty && begun) return lines;
    begun ||= !empty;
    start = at + 1;
  }
  return lines;
}
