import { excerpt, SipParseError } from './error.ts';
import type { HeaderField } from './header-fields.ts';
import { tokenChars } from './params.ts';

const fieldName = new RegExp(`^[${tokenChars}]+$`);
const leadingSpace = /^[ \t]+/;

/**
 * Splits a header section into fields and unfolds them (RFC 3261 7.3.1).
 * @param text the header section from the start line on, every line with its CRLF, without the empty line
 * @param start offset of the first line after the start line
 * @throws SipParseError naming the physical line
 */
export function readHeaderFields(text: string, start: number): HeaderField[] {
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
  return fields;
}

/**
 * Checks that CR and LF stand together only, since one alone is a line end to some readers and not to others,
 * and that other control characters stand behind the backslash of a quoted-pair only (RFC 3261 25.1).
 * @throws SipParseError naming the physical line
 */
export function checkControls(head: Uint8Array): void {
  let line = 1;
  for (let at = 0; at < head.length; at++) {
    const octet = head[at] as number;
    if ((octet >= 0x20 && octet !== 0x7f) || octet === 0x09) continue;
    if (octet === 0x0d) {
      if (head[++at] !== 0x0a) throw new SipParseError('CR without LF', line);
      line++;
    } else if (octet === 0x0a) throw new SipParseError('LF without CR', line);
    else if (head[at - 1] !== 0x5c) {
      throw new SipParseError(`control character ${octet} in the header section`, line);
    }
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
