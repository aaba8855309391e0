import { splitList } from '../sip/list.ts';
import { type HeaderInit, headerKey, type SipMessage } from '../sip/message.ts';
import type { VariantTable } from './deviation.ts';
import type { Deviation } from './deviations.ts';

/** Rows that read header fields in the messages of the eP-CSCF, on either side. */
const readers = [
  'EPC-T5221-1',
  'EPC-T5221-2',
  'EPC-T5221-3',
  'EPC-T5221-4',
  'EPC-T5221-5',
  'EPC-T5221-7',
  'EPC-T5221-8',
  'EPC-T5221-10',
  'EPC-T5221-11',
  'EPC-T5221-12',
  'EPC-T523-1b',
  'EPC-6.1-3',
  'EPC-6.1-4',
  'EPC-6.4.1-1a',
  'EPC-6.4.1-1a2',
  'EPC-6.4.1-1a3',
  'EPC-6.4.1-1b',
  'EPC-6.4.1-1b2',
  'EPC-6.4.1-1c',
  'EPC-6.4.1-1c3',
  'EPC-6.4.1-1c4',
  'EPC-6.4.1-1c5',
  'EPC-6.4.1-1d',
  'EPC-6.4.1-1d2',
  'EPC-6.4.1-1e',
  'EPC-6.4.1-1e2',
  'VIA-3581-1',
  'EPC-6.4.1-2',
  'EPC-6.4.1-2b',
  'EPC-6.4.1-3',
  'EPC-6.4.1-3c',
  'EPC-6.4.2-4',
  'EPC-6.4.2-5',
  'EPC-6.4.2-6',
  'EPC-6.4.2-7',
  'EPC-6.4.2-9',
  'EPC-6A.3-1',
  'EPC-7.4.3-C1',
  'EPC-7.4.3-C2',
  'WS-7118-5.1-1',
  'WS-7118-5.2-1',
] as const;

export const variants = {
  'headers-compact': { exercises: readers, about: 'writes header field names in their compact form' },
  'headers-folded': { exercises: readers, about: 'folds header fields over two lines' },
  'headers-lower-case': { exercises: readers, about: 'writes header field names in lower case' },
  'headers-reordered': { exercises: readers, about: 'writes the header fields in another order' },
  'headers-extra': { exercises: readers, about: 'adds a header field that nobody knows to every message' },
  'headers-spaced': { exercises: readers, about: 'writes white space around the colon of header fields' },
  'lists-joined': {
    exercises: readers,
    about: 'writes lists (Via, Path, Route, Require ...) in one field each',
  },
  'lists-repeated': { exercises: readers, about: 'writes each element of a list as a field of its own' },
  'content-length-missing': {
    exercises: ['WS-7118-4.1-4', 'WS-7118-5-2', 'EPC-6.4.1-2'],
    about: 'leaves out Content-Length on the WebSocket (RFC 7118 5)',
  },
} as const satisfies VariantTable;

type Form = (headers: HeaderInit[]) => HeaderInit[];

/**
 * How messages are written, when not in the plain way: the same content in another legal form (RFC 3261 7.3).
 * @returns undefined for the plain way
 */
export function wireForm(
  deviation: Deviation,
  side: 'w2' | 'mw',
): ((message: SipMessage) => Uint8Array) | undefined {
  const form = formOf(deviation, side);
  if (!form) return undefined;
  return (message) => {
    const headers = form(message.headers.map(({ name, value }) => [name, value]));
    const separator = deviation.is('headers-spaced') ? ' : ' : ': ';
    const head = headers.map(([name, value]) => `${name}${separator}${value}\r\n`).join('');
    return Buffer.concat([Buffer.from(`${message.startLine}\r\n${head}\r\n`), message.body]);
  };
}

function formOf(deviation: Deviation, side: 'w2' | 'mw'): Form | undefined {
  if (deviation.is('headers-compact')) return named((name) => compact[headerKey(name)] ?? name);
  if (deviation.is('headers-lower-case')) return named((name) => name.toLowerCase());
  if (deviation.is('headers-spaced')) return named((name) => name);
  if (deviation.is('headers-folded'))
    return (headers) => headers.map(([name, value]) => [name, fold(name, value)]);
  if (deviation.is('headers-reordered')) return reorder;
  if (deviation.is('headers-extra')) return (headers) => [['X-Epcscf-Trace', 'a, "b;c"'], ...headers];
  if (deviation.is('lists-joined')) return join;
  if (deviation.is('lists-repeated')) return repeat;
  if (deviation.is('content-length-missing') && side === 'w2') {
    return (headers) => headers.filter(([name]) => headerKey(name) !== 'content-length');
  }
  return undefined;
}

const compact: Readonly<Record<string, string>> = {
  via: 'v',
  from: 'f',
  to: 't',
  'call-id': 'i',
  contact: 'm',
  'content-length': 'l',
  'content-type': 'c',
  supported: 'k',
  event: 'o',
  'allow-events': 'u',
  'refer-to': 'r',
  subject: 's',
};

/** Lists that may be joined or split at their commas (RFC 3261 7.3.1). */
const lists = new Set([
  'via',
  'route',
  'record-route',
  'path',
  'service-route',
  'contact',
  'require',
  'supported',
  'allow',
  'p-associated-uri',
  'p-asserted-identity',
]);

function named(spell: (name: string) => string): Form {
  return (headers) => headers.map(([name, value]) => [spell(name), value]);
}

/** Folds at the first white space outside quotes, where RFC 3261 7.3.1 lets a line end. */
function fold(name: string, value: string): string {
  if (headerKey(name) === 'call-id') return value;
  const at = /^(?:[^" ]|"(?:[^"\\]|\\.)*")* /.exec(value)?.[0].length;
  return at === undefined ? value : `${value.slice(0, at - 1)}\r\n ${value.slice(at)}`;
}

/** Backwards, except that fields of one name keep their order. */
function reorder(headers: HeaderInit[]): HeaderInit[] {
  const byName = Map.groupBy(headers, ([name]) => headerKey(name));
  return [...byName.values()].reverse().flat();
}

function join(headers: HeaderInit[]): HeaderInit[] {
  const byName = Map.groupBy(headers, ([name]) => headerKey(name));
  return [...byName].flatMap(([key, fields]) => {
    const first = fields[0];
    if (!first || !lists.has(key) || fields.length === 1) return fields;
    const joined: HeaderInit = [first[0], fields.map(([, value]) => value).join(', ')];
    return [joined];
  });
}

function repeat(headers: HeaderInit[]): HeaderInit[] {
  return headers.flatMap(([name, value]) => {
    if (!lists.has(headerKey(name))) return [[name, value] satisfies HeaderInit];
    return splitList(value).map((element): HeaderInit => [name, element]);
  });
}
