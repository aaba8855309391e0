import { excerpt, SipParseError } from './error.ts';
import type { HeaderField } from './message.ts';
import { tokenChars } from './params.ts';

const fieldName = new RegExp(`^[${tokenChars}]+$`);
/** Control characters may only stand behind the backslash of a quoted-pair (RFC 3261 25.1). */
const control = /(?<!\\)(?![\t\r\n\x80-\x9f])\p{Cc}/u;
const leadingSpace = /^[ \t]+/;

/**
 * Splits a header section into fields and unfolds them (RFC 3261 7.3.1).
 * @param text the header section from the start line on, every line with its CRLF, without the empty line
 * @param start offset of the first line after the start line
 * @throws SipParseError naming the physical line
 */
export function readHeaderFields(text: string, start: number): HeaderField[] {
  if (control.test(text)) throw misplacedControl(text);
  const fields: HeaderField[] = [];
  let line = 1;
  let at = start;
  while (at < text.length) {
    line++;
    let end = text.indexOf('\r\n', at);
    const colon = text.indexOf(':', at);
    if (isSpace(text.charCodeAt(at)))
      throw new SipParseError('a continuation line follows no header field', line);
    if (colon < 0 || colon > end) {
      throw new SipParseError(`${excerpt(text.slice(at, end))} has no colon`, line);
    }
    let nameEnd = colon;
    while (nameEnd > at && isSpace(text.charCodeAt(nameEnd - 1))) nameEnd--;
    const name = text.slice(at, nameEnd);
    if (!fieldName.test(name)) throw new SipParseError(`${excerpt(name)} is no header field name`, line);
    let value = text.slice(colon + 1, end).trim();
    const first = line;
    if (!isSpace(text.charCodeAt(end + 2))) fields.push({ name, value, line });
    else {
      const folds: number[] = [];
      while (isSpace(text.charCodeAt(end + 2))) {
        const next = text.indexOf('\r\n', end + 2);
        const more = text
          .slice(end + 2, next)
          .replace(leadingSpace, '')
          .trimEnd();
        if (value !== '' && more !== '') value += ' ';
        folds.push(value.length);
        value += more;
        end = next;
        line++;
      }
      fields.push({ name, value, line: first, folds });
    }
    at = end + 2;
  }
  checkLineEnds(text);
  return fields;
}

/** A CR or LF of its own would be a line end to some readers and not to others. */
function checkLineEnds(text: string): void {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) !== 0x0d) throw new SipParseError('LF without CR', lineAt(text, at));
  }
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== 0x0a) throw new SipParseError('CR without LF', lineAt(text, at));
  }
}

function misplacedControl(text: string): SipParseError {
  const at = text.search(control);
  return new SipParseError(
    `control character ${excerpt(text.charAt(at))} in the header section`,
    lineAt(text, at),
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\r\n').length;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
