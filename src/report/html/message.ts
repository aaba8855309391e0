/** One message of the trace, as text to read. */
import type { TraceEvent } from '../../trace/event.ts';
import { type Html, html } from './template.ts';

/** Longer messages are cut in the page; the record has all of them. */
const LONGEST = 16_384;
const HEX_WIDTH = 16;

/** The text of a message; bytes that are no UTF-8 as a hex dump. */
function messageText(event: TraceEvent): string {
  const { bytes } = event;
  if (bytes === undefined) return '';
  const shown = bytes.subarray(0, LONGEST);
  const cut = bytes.length > LONGEST ? `\n… ${bytes.length - LONGEST} more bytes in the record` : '';
  return `${utf8(shown, bytes.length > LONGEST) ?? hexDump(shown)}${cut}`;
}

/** The n-th line of a message, without its line end. */
export function messageLine(event: TraceEvent, line: number): string | undefined {
  return messageText(event).split(/\r?\n/)[line - 1];
}

/** @param marked lines to highlight, 1-based, each with the class that says how */
export function messageBlock(event: TraceEvent, marked: ReadonlyMap<number, string> = new Map()): Html {
  const text = messageText(event).trimEnd();
  if (marked.size === 0) return html`<pre>${text}</pre>`;
  const lines = text.split(/\r?\n/).map((line, i) => {
    const mark = marked.get(i + 1);
    return mark === undefined
      ? html`<span>${line}</span>\n`
      : html`<span class="${mark}"><mark>${line}</mark></span>\n`;
  });
  return html`<pre class="lines">${lines}</pre>`;
}

function utf8(bytes: Uint8Array, cut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}

function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += HEX_WIDTH) {
    const row = [...bytes.subarray(at, at + HEX_WIDTH)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(HEX_WIDTH * 3)} ${text}`);
  }
  return rows.join('\n');
}
