import { headerKey } from './names.ts';

/** One header field as it stands in a message. */
export interface HeaderField {
  /** Spelled as on the wire. */
  readonly name: string;
  /** Unfolded (RFC 3261 7.3.1) and trimmed. */
  readonly value: string;
  /** 1-based physical line of its first line in the message's bytes; the start line is 1. */
  readonly line: number;
  /** For a folded field: offsets in `value` at which its second, third ... physical line begins. */
  readonly folds?: readonly number[];
}

/** A header field to be written. */
export type HeaderInit = readonly [name: string, value: string];

const encoder = new TextEncoder();

/** Fields as they will stand in a serialised message, the first in line 2. */
export function numbered(headers: readonly HeaderInit[]): HeaderField[] {
  return headers.map(([name, value], index) => ({ name, value, line: index + 2 }));
}

/** Fields by their key, see `headerKey`. */
export function indexed(headers: readonly HeaderField[]): Map<string, HeaderField[]> {
  const index = new Map<string, HeaderField[]>();
  for (const field of headers) {
    const key = headerKey(field.name);
    const same = index.get(key);
    if (same === undefined) index.set(key, [field]);
    else same.push(field);
  }
  return index;
}

/** The octets of a message (RFC 3261 section 7), every field on a line of its own. */
export function serialise(startLine: string, headers: readonly HeaderField[], body: Uint8Array): Uint8Array {
  let head = `${startLine}\r\n`;
  for (const { name, value } of headers) head += `${name}: ${value}\r\n`;
  const octets = encoder.encode(`${head}\r\n`);
  if (body.length === 0) return octets;
  const whole = new Uint8Array(octets.length + body.length);
  whole.set(octets);
  whole.set(body, octets.length);
  return whole;
}
