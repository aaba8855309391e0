import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { transportAddresses } from '../../src/sdp/addresses.ts';
import { groups, mid } from '../../src/sdp/bundle.ts';
import { parseSdp, type SessionDescription } from '../../src/sdp/description.ts';
import { fingerprints, setup } from '../../src/sdp/dtls.ts';
import { indicator } from '../../src/sdp/e2ae.ts';
import { draftOf, draftText } from '../../src/sdp/edit.ts';
import { SdpParseError } from '../../src/sdp/error.ts';
import { misfits } from '../../src/sdp/fit.ts';
import { candidates, candidateText, credentials } from '../../src/sdp/ice.ts';
import { sdpProblems } from '../../src/sdp/problems.ts';
import { rtcpAddress } from '../../src/sdp/rtcp.ts';
import { sdpFixtures, withAttributes } from './fixtures.ts';

const samples = sdpFixtures().map(({ text }) => text);

/** Runs it; anything thrown but a SdpParseError with a reason fails the property. */
function onlyParseErrors<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof SdpParseError && error.reason !== '') return undefined;
    throw error;
  }
}

/** Reads everything there is to read. */
function swallow(body: Uint8Array | string): void {
  const sdp = onlyParseErrors(() => parseSdp(body));
  if (!sdp) return;
  assert.equal(sdp.text, typeof body === 'string' ? body : Buffer.from(body).toString());
  const again = parseSdp(draftText(draftOf(sdp.text)));
  assert.deepEqual(linesOf(again), linesOf(sdp));
  onlyParseErrors(() => transportAddresses(sdp));
  onlyParseErrors(() => groups(sdp));
  for (const section of [sdp.session, ...sdp.media]) {
    for (const read of [fingerprints, setup, credentials, candidates, mid])
      onlyParseErrors(() => read(section));
  }
  for (const medium of sdp.media) {
    for (const read of [rtcpAddress, indicator]) onlyParseErrors(() => read(medium));
    assert.ok(medium.direction);
  }
  sdpProblems(sdp);
  misfits(sdp, sdp);
}

function linesOf({ session, media }: SessionDescription): string[] {
  return [session, ...media].flatMap(({ lines }) => lines.map(({ type, value }) => `${type}=${value}`));
}

test('any octets give a description or one parse error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), swallow), { numRuns: 500 });
});

test('any lines give a description or one parse error', () => {
  const line = fc.oneof(
    fc.constantFrom('v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0', 'c=IN IP4 192.0.2.1'),
    fc
      .tuple(fc.constantFrom(...'vosiuepcbtrzkam'), fc.string({ unit: 'grapheme' }))
      .map((pair) => pair.join('=')),
    fc
      .tuple(
        fc.constantFrom(
          'candidate',
          'fingerprint',
          'setup',
          'ice-ufrag',
          'ice-pwd',
          'rtcp',
          'mid',
          'group',
          '3ge2ae',
        ),
        fc.string(),
      )
      .map((pair) => `a=${pair.join(':')}`),
    fc.tuple(fc.nat(70_000), fc.string()).map(([port, rest]) => `m=audio ${port} RTP/AVP ${rest}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      swallow(`v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n${lines.join('\r\n')}`);
      swallow(lines.join('\r\n'));
    }),
    { numRuns: 500 },
  );
});

test('a real description with octets changed, cut or repeated gives a description or one parse error', () => {
  const change = fc.tuple(fc.nat(), fc.nat(2), fc.uint8Array({ minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      (text, changes) => {
        let bytes: Uint8Array = Buffer.from(text);
        for (const [place, kind, with_] of changes) {
          const at = place % (bytes.length + 1);
          const skipped = kind === 0 ? 0 : kind === 1 ? with_.length : 40;
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            kind === 2 ? Buffer.alloc(0) : with_,
            bytes.subarray(at + skipped),
          ]);
        }
        swallow(bytes);
      },
    ),
    { numRuns: 500 },
  );
});

test('a candidate that is written is read back', () => {
  const token = fc.stringMatching(/^[A-Za-z0-9+/]{1,32}$/);
  const port = fc.nat(65_535);
  const candidate = fc.record({
    foundation: token,
    component: fc.integer({ min: 1, max: 256 }),
    transport: fc.constantFrom('UDP', 'udp', 'TCP'),
    priority: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('a.local')),
    port,
    type: fc.constantFrom('host', 'srflx', 'prflx', 'relay'),
  });
  const related = fc.option(fc.record({ relatedAddress: fc.ipV4(), relatedPort: port }), { nil: {} });
  const extensions = fc.array(fc.tuple(fc.stringMatching(/^x-[a-z]{1,8}$/), token), { maxLength: 3 });
  fc.assert(
    fc.property(candidate, related, extensions, (base, more, extra) => {
      const made = { ...base, ...more, ...(extra.length > 0 && { extensions: extra }) };
      const [medium] = parseSdp(withAttributes(`candidate:${candidateText(made)}`)).media;
      assert.ok(medium);
      const read = candidates(medium).map(({ line, ...rest }) => {
        assert.equal(line?.number, 7);
        return rest;
      });
      assert.deepEqual(read, [made]);
    }),
  );
});
