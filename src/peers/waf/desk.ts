/** The harness's own way to its WAF: what no client of an authorization server may ask for. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TokenDefect } from './defects.ts';

export type DeskQuestion =
  /** Makes a valid token a broken one. */
  | { readonly do: 'break'; readonly token: string; readonly defect: TokenDefect }
  /** Signs with a new key from now on. */
  | { readonly do: 'rotate'; readonly keepOld: boolean };

/** Where it is asked, below the origin. */
export const DESK = '/w2conf/desk';

/** Longest question, in octets. */
const LONGEST = 65_536;

export function isLetIn(request: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const right = Buffer.from(`Bearer ${secret}`);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** @throws RangeError for one that is too long, SyntaxError for one that is no JSON */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > LONGEST) throw new RangeError('too long');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

export async function readQuestion(request: IncomingMessage): Promise<DeskQuestion> {
  return JSON.parse(await readBody(request)) as DeskQuestion;
}
