import { excerpt, SipParseError } from '../error.ts';
import { splitList } from '../list.ts';
import type { SipMessage } from '../message.ts';
import { type Params, parseParams, quotedString, tokenChars, unquote } from '../params.ts';

const headValue = new RegExp(`^(${quotedString}|[${tokenChars}]+)`);

/** P-Charging-Vector (RFC 7315 5.6): icid-value, orig-ioi, term-ioi ... @throws SipParseError */
export function chargingVector(message: SipMessage): Params | undefined {
  const value = message.value('P-Charging-Vector');
  return value === undefined ? undefined : parseParams(`;${value}`);
}

/** P-Visited-Network-ID (RFC 7315 5.3): the networks, unquoted, in order. @throws SipParseError */
export function visitedNetworks(message: SipMessage): string[] {
  return message.values('P-Visited-Network-ID').map((value) => headAndParams(value).head);
}

/** Splits `value;params` where the value is a token or a quoted string. @throws SipParseError */
export function headAndParams(text: string): { head: string; params: Params } {
  const match = headValue.exec(text);
  if (match === null)
    throw new SipParseError(`${excerpt(text)} begins neither with a token nor with a quoted string`);
  return { head: unquote(match[0]), params: parseParams(text, match[0].length) };
}

/** One security mechanism of RFC 3329. */
export interface SecurityMechanism {
  readonly mechanism: string;
  readonly params: Params;
}

/** The mechanisms of a security agreement field (RFC 3329 2.2). @throws SipParseError */
export function securityMechanisms(
  message: SipMessage,
  name: 'Security-Client' | 'Security-Server' | 'Security-Verify',
): SecurityMechanism[] {
  const all: SecurityMechanism[] = [];
  for (const field of message.fields(name)) {
    for (const element of splitList(field.value)) {
      const { head, params } = headAndParams(element);
      all.push({ mechanism: head.toLowerCase(), params });
    }
  }
  return all;
}
