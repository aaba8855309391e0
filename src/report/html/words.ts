/** Words and numbers as the page writes them. */
import type { Verdict } from '../../verdict/lattice.ts';

/** A sign beside the colour, so that no verdict is told by colour alone. */
export const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  warning: '!',
  inconclusive: '?',
  fail: '✗',
  error: '⚠',
  'not-run': '…',
  'not-applicable': '–',
  untested: '○',
  untestable: '∅',
};

export const EDITIONS = {
  D: 'source documents',
  R12: 'published release 12',
  R17: 'published release 17',
} as const;

/** `20 November 2026, 21:00:00 UTC`, whatever the locale of the machine. */
export function moment(at: number): string {
  const date = new Date(at);
  const months = 'January February March April May June July August September October November December';
  const month = months.split(' ')[date.getUTCMonth()] ?? '';
  const time = date.toISOString().slice(11, 19);
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${time} UTC`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Usable as an element id and in a fragment, and different for different names. */
export function anchor(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => String(part).replace(/[^A-Za-z0-9.-]/g, (c) => `_${c.codePointAt(0)}`))
    .join('--');
}
