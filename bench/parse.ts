/**
 * Parse rate of src/sip and of the SIP parsers on npm, on the same messages in one run:
 *
 *     node bench/parse.ts [milliseconds per measurement]
 *
 * "fields" means that From, To, Via, CSeq, Call-ID and Contact were asked for as values. JsSIP and SIP.js parse
 * them while they read the message; drachtio-srf parses them when asked; ours checks them eagerly and gives the
 * values when asked. Ours starts from octets, the others from a string.
 */
import { createRequire } from 'node:module';
import { Bench } from 'tinybench';
import { contacts, from, to } from '../src/sip/headers/address.ts';
import { callId, cseq } from '../src/sip/headers/basic.ts';
import { vias } from '../src/sip/headers/via.ts';
import { parseMessage } from '../src/sip/parse.ts';
import { messages } from './messages.ts';

interface Drachtio {
  has(name: string): boolean;
  getParsedHeader(name: string): unknown;
}
interface SilentLog {
  error(): void;
  warn(): void;
  log(): void;
  debug(): void;
}

const require = createRequire(import.meta.url);
const jssip = require('jssip/lib/Parser') as { parseMessage(text: string, ua: object): unknown };
const sipjs = (await import('sip.js/lib/core/messages/parser.js')) as unknown as {
  Parser: { parseMessage(text: string, log: SilentLog): unknown };
};
const kirm = require('sip') as { parse(text: string): unknown };
const DrachtioMessage = require('drachtio-srf/lib/sip-parser/message.js') as new (text: string) => Drachtio;

const ua = { configuration: {} };
const quiet: SilentLog = { error() {}, warn() {}, log() {}, debug() {} };
const drachtioFields = ['from', 'to', 'via', 'cseq', 'call-id', 'contact'];

function ours(octets: Uint8Array): unknown {
  const message = parseMessage(octets);
  return [from(message), to(message), vias(message), cseq(message), callId(message), contacts(message)];
}

function drachtio(text: string): unknown {
  const message = new DrachtioMessage(text);
  return drachtioFields.map((name) => (message.has(name) ? message.getParsedHeader(name) : undefined));
}

const parsers: readonly (readonly [name: string, parse: (text: string, octets: Uint8Array) => unknown])[] = [
  ['w2conf, fields', (_, octets) => ours(octets)],
  ['w2conf, parse only', (_, octets) => parseMessage(octets)],
  ['JsSIP', (text) => jssip.parseMessage(text, ua)],
  ['SIP.js', (text) => sipjs.Parser.parseMessage(text, quiet)],
  ['sip', (text) => kirm.parse(text)],
  ['drachtio-srf, fields', (text) => drachtio(text)],
  ['drachtio-srf, no fields', (text) => new DrachtioMessage(text)],
];

const bench = new Bench({ time: Number(process.argv[2] ?? 500), warmupTime: 200 });
for (const [name, parse] of parsers) {
  for (const [kind, text] of Object.entries(messages)) {
    const octets = new TextEncoder().encode(text);
    if (parse(text, octets) === undefined) throw new Error(`${name} does not parse the ${kind}`);
    bench.add(`${name}|${kind}`, () => {
      parse(text, octets);
    });
  }
}
await bench.run();

const rates = new Map(
  bench.tasks.map(({ name, result }) => [
    name,
    'throughput' in result ? Math.round(result.throughput.mean) : Number.NaN,
  ]),
);
console.log(`Node ${process.version}, messages per second`);
console.table(
  Object.fromEntries(
    parsers.map(([name]) => [
      name,
      Object.fromEntries(Object.keys(messages).map((kind) => [kind, rates.get(`${name}|${kind}`)])),
    ]),
  ),
);
