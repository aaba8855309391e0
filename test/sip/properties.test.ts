import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldChecks } from '../../src/sip/fields.ts';
import { type Frame, StreamFramer } from '../../src/sip/frame.ts';
import type { SipRequest, SipResponse } from '../../src/sip/message.ts';
import { type Framing, parseMessage, SipParseError } from '../../src/sip/parse.ts';
import { parseUri, uriText } from '../../src/sip/uri.ts';
import { validateMessage } from '../../src/sip/validate.ts';
import { fixture, fixturePaths } from './fixtures.ts';

const samples = [...fixturePaths('rfc4475', '.dat'), ...fixturePaths('sip', '.sip')].map((path) =>
  fixture(path),
);
const framings: readonly Framing[] = ['datagram', 'message', 'stream'];

/** Runs it; anything thrown but a SipParseError with a reason fails the property. */
function onlyParseErrors<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof SipParseError && error.reason !== '') return undefined;
    throw error;
  }
}

/** Parses in every framing, reads every view and validates. */
function swallow(bytes: Uint8Array): void {
  for (const framing of framings) {
    const message = onlyParseErrors(() => parseMessage(bytes, framing));
    if (message === undefined) continue;
    for (const [name, read] of fieldChecks) {
      for (const field of message.fields(name)) onlyParseErrors(() => read(message, field));
      message.lineOf(name, 1);
    }
    validateMessage(message);
    assertStable(message);
  }
}

/** The message parses again from its bytes, and from a serialisation of its parts, into equal parts. */
function assertStable(message: SipRequest | SipResponse): void {
  const parts = (each: SipRequest | SipResponse) => [
    each.startLine,
    each.headers.map(({ name, value }) => [name, value]),
    Buffer.from(each.body).toString('hex'),
  ];
  const again = parseMessage(message.bytes);
  assert.deepEqual(parts(again), parts(message));
  assert.deepEqual(Buffer.from(again.bytes), Buffer.from(message.bytes));
  const anew = parseMessage(message.append('X-Added', '').without('X-Added').bytes);
  assert.deepEqual(parts(anew), parts(message));
}

/** A real message with some octets overwritten, removed, doubled, or swapped for a piece of another one. */
const mutated = fc
  .record({
    base: fc.constantFrom(...samples),
    other: fc.constantFrom(...samples),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        size: fc.integer({ min: 0, max: 40 }),
        kind: fc.constantFrom('set', 'cut', 'double', 'splice'),
        octets: fc.oneof(
          fc.constantFrom(
            '\r\n',
            '\r\n ',
            '\n',
            '\r',
            ':',
            ';',
            ',',
            '<',
            '>',
            '"',
            '\\',
            '%',
            '@',
            '[',
            ' ',
            '\0',
            '=',
            '*',
            '?',
          ),
          fc.string({ unit: 'binary', maxLength: 4 }),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ base, other, edits }) => {
    let bytes = Buffer.from(base);
    for (const { at, size, kind, octets } of edits) {
      const start = Math.floor(at * bytes.length);
      const piece = {
        set: Buffer.from(octets),
        cut: Buffer.alloc(0),
        double: Buffer.concat([bytes.subarray(start, start + size), bytes.subarray(start, start + size)]),
        splice: Buffer.from(other.subarray(Math.floor(at * other.length)).subarray(0, size)),
      }[kind];
      bytes = Buffer.concat([
        bytes.subarray(0, start),
        piece,
        bytes.subarray(start + (kind === 'set' ? 1 : size)),
      ]);
    }
    return bytes;
  });

test('random octets are parsed or refused with a reason', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), swallow), { numRuns: 2000 });
});

/** Header sections glued from the pieces that grammar and folding are made of. */
const pieces = fc.constantFrom(
  ...[
    '\r\nVia: SIP/2.0/UDP h',
    '\r\nm:<sip:a@b',
    '\r\nFrom: "A',
    '\r\nX:',
    '\r\nRoute: <sip:[::1];lr>',
    '\r\nl: 0',
  ],
  ...[
    '\r\n ',
    ' \r\n\t',
    ' ',
    '\t',
    ';',
    ';a=b',
    ';a="',
    '"',
    '\\',
    ',',
    '<',
    '>',
    '*',
    '=',
    ':',
    '@',
    '%C3',
    '%c3%a4',
    'ä',
    'x',
  ],
);

test('header sections of random grammar are parsed or refused with a reason, and what parses is stable', () => {
  fc.assert(
    fc.property(fc.constantFrom('SIP/2.0 200 OK', 'BYE sip:a SIP/2.0'), fc.array(pieces), (start, parts) =>
      swallow(Buffer.from(`${start}${parts.join('')}\r\n\r\nbody`)),
    ),
    { numRuns: 3000 },
  );
});

test('mutated real messages are parsed or refused with a reason, and what parses is stable', () => {
  fc.assert(fc.property(mutated, swallow), { numRuns: 3000 });
});

test('real messages are stable under parse, serialise, parse', () => {
  let parsed = 0;
  for (const sample of samples) {
    const message = onlyParseErrors(() => parseMessage(sample));
    if (message === undefined) continue;
    parsed++;
    assertStable(message);
  }
  assert.ok(parsed > 200);
});

const framable = samples.flatMap((sample) => {
  const message = onlyParseErrors(() => parseMessage(sample));
  const bytes = message?.bytes;
  return bytes !== undefined && onlyParseErrors(() => parseMessage(bytes, 'stream')) !== undefined
    ? [bytes]
    : [];
});

/** Cuts octets at the given fractions. */
function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [
    0,
    ...at.map((each) => Math.floor(each * bytes.length)).sort((a, b) => a - b),
    bytes.length,
  ];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

test('a stream of real messages comes apart in the same messages however it is segmented', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...framable), { maxLength: 5 }), fractions, (messages, places) => {
      const framer = new StreamFramer();
      const frames: Frame[] = cut(Buffer.concat(messages), places).flatMap((chunk) => framer.push(chunk));
      assert.deepEqual(
        frames.map(({ kind, bytes }) => [kind, Buffer.from(bytes).toString('hex')]),
        messages.map((bytes) => ['message', Buffer.from(bytes).toString('hex')]),
      );
    }),
    { numRuns: 500 },
  );
});

test('any octets in any segments are framed or the stream is refused with a reason, for good', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), fractions, (bytes, places) => {
      const framer = new StreamFramer();
      let lost = false;
      for (const chunk of cut(bytes, places)) {
        const frames = onlyParseErrors(() => framer.push(chunk));
        assert.ok(!lost || frames === undefined);
        lost = frames === undefined;
        for (const frame of frames ?? []) onlyParseErrors(() => parseMessage(frame.bytes, 'stream'));
      }
    }),
    { numRuns: 1000 },
  );
});

test('any text is a URI or refused with a reason, and a URI written from its parts reads the same', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .string({ unit: fc.constantFrom(...'sip:@;=?&%4C8[]. aZ+-', '%C3', '%A4') })
      .map((rest) => `sip:${rest}`),
  );
  fc.assert(
    fc.property(text, (each) => {
      const uri = onlyParseErrors(() => parseUri(each));
      if (uri === undefined || !/^sips?$/.test(uri.scheme)) return;
      assert.deepEqual({ ...parseUri(uriText(uri)), text: '' }, { ...uri, text: '' });
    }),
    { numRuns: 5000 },
  );
});
