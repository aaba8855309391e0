/**
 * Start and end offsets of the elements of a comma list, spaces trimmed. Commas inside quoted strings and
 * inside `<>` do not separate (RFC 3261 7.3.1, 20.10). Empty elements are kept: the caller knows whether its
 * grammar allows them.
 */
export function listSpans(value: string): [start: number, end: number][] {
  const spans: [number, number][] = [];
  let start = 0;
  let quoted = false;
  let angle = false;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x3c) angle = true;
    else if (c === 0x3e) angle = false;
    else if (c === 0x2c && !angle) {
      spans.push(trimmed(value, start, i));
      start = i + 1;
    }
  }
  spans.push(trimmed(value, start, value.length));
  return spans;
}

/** The elements of a comma list as text; see {@link listSpans}. */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return [value.trim()];
  return listSpans(value).map(([start, end]) => value.slice(start, end));
}

function trimmed(value: string, start: number, end: number): [number, number] {
  while (start < end && isSpace(value.charCodeAt(start))) start++;
  while (end > start && isSpace(value.charCodeAt(end - 1))) end--;
  return [start, end];
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
