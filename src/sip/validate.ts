import { SipParseError } from './error.ts';
import { fieldChecks } from './fields.ts';
import { parseNameAddr } from './headers/address.ts';
import { cseq } from './headers/basic.ts';
import { vias } from './headers/via.ts';
import { type SipMessage, SipRequest, type SipResponse } from './message.ts';
import { isToken } from './params.ts';
import { requestProblems } from './validate-request.ts';
import { responseProblems } from './validate-response.ts';

/** Fields that occur at most once (RFC 3261 7.3.1 and their grammars in RFC 3261 25.1, 6665, 7315). */
const singles = [
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Max-Forwards',
  'Content-Length',
  'Content-Type',
  'Expires',
  'Min-Expires',
  'Date',
  'Event',
  'Subscription-State',
  'P-Charging-Vector',
  'Authentication-Info',
];

const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/;

/**
 * Problems of a message as one that we are about to send, each a sentence for a human: fields missing, doubled,
 * malformed or contradicting each other (RFC 3261 8.1.1, 8.2.6, 10.2, 20). An empty list means conformant. The
 * same list tells what is wrong with a parsed message that is grammatical but makes no sense.
 */
export function validateMessage(message: SipMessage): string[] {
  const problems = [...grammarProblems(message)];
  if (problems.length > 0) return [...problems, ...countProblems(message)];
  problems.push(...countProblems(message), ...commonProblems(message));
  if (message instanceof SipRequest) problems.push(...requestProblems(message));
  else problems.push(...responseProblems(message as SipResponse));
  return problems;
}

function* grammarProblems(message: SipMessage): Generator<string> {
  for (const [name, check] of fieldChecks) {
    for (const field of message.fields(name).slice(0, 1)) {
      const problem = failure(() => check(message, field));
      if (problem !== undefined) yield `${name}: ${problem}`;
    }
  }
  for (const name of ['Route', 'Record-Route', 'Path', 'Service-Route']) {
    for (const value of message.values(name)) {
      if (!value.includes('<')) yield `${name}: ${value} does not stand in <>`;
    }
  }
}

function* countProblems(message: SipMessage): Generator<string> {
  const needed = ['Via', 'From', 'To', 'Call-ID', 'CSeq'];
  if (message instanceof SipRequest) needed.push('Max-Forwards');
  for (const name of needed) if (!message.has(name)) yield `${name} is missing`;
  for (const name of singles) {
    const count = message.fields(name).length;
    if (count > 1) yield `${name} occurs ${count} times`;
  }
}

function* commonProblems(message: SipMessage): Generator<string> {
  for (const via of vias(message)) {
    if (via.protocol.toUpperCase() !== 'SIP/2.0') yield `Via: protocol is ${via.protocol}, not SIP/2.0`;
    if (via.branch !== undefined && !isToken(via.branch)) yield `Via: branch ${via.branch} is not a token`;
    if (via.host === '255.255.255.255') yield 'Via: sent-by is the broadcast address';
  }
  for (const name of ['From', 'To']) {
    const value = message.value(name);
    const tag = value === undefined ? undefined : parseNameAddr(value).params.get('tag');
    if (tag !== undefined && !isToken(tag)) yield `${name}: tag ${tag} is not a token`;
    if (name === 'From' && value !== undefined && tag === undefined) yield 'From has no tag';
  }
  if (message.has('CSeq') && cseq(message).number >= 2 ** 31) yield 'CSeq: number is not below 2^31';
  const length = message.value('Content-Length');
  if (length !== undefined && Number(length) !== message.body.length) {
    yield `Content-Length is ${length} but the body has ${message.body.length} octets`;
  }
  if (message.body.length > 0 && !message.has('Content-Type')) yield 'Content-Type is missing beside a body';
  for (const name of ['Expires', 'Min-Expires']) {
    const value = message.value(name);
    if (value !== undefined && !(/^[0-9]+$/.test(value) && Number(value) < 2 ** 32)) {
      yield `${name}: ${value} is not a number of seconds`;
    }
  }
  const date = message.value('Date');
  if (date !== undefined && !httpDate.test(date)) yield `Date: ${date} is not an RFC 1123 date in GMT`;
}

function failure(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SipParseError) return error.reason;
    throw error;
  }
}
