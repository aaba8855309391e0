import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportAddresses } from '../../src/sdp/addresses.ts';
import { groups, mid } from '../../src/sdp/bundle.ts';
import { type MediaSection, parseSdp } from '../../src/sdp/description.ts';
import { fingerprints, setup } from '../../src/sdp/dtls.ts';
import { indicator } from '../../src/sdp/e2ae.ts';
import { SdpParseError } from '../../src/sdp/error.ts';
import { candidates, candidateText, credentials, hasIce, isLite } from '../../src/sdp/ice.ts';
import { rtcpAddress, rtcpMux } from '../../src/sdp/rtcp.ts';
import { description, sdpFixtures, withAttributes } from './fixtures.ts';

const sha1 = Array.from({ length: 20 }, () => 'aB').join(':');
const sha256 = Array.from({ length: 32 }, () => '01').join(':');

/** The only media line of a description with these attributes. */
function line(...attributes: readonly string[]): MediaSection {
  return mediaOf(withAttributes(...attributes));
}

function mediaOf(text: string): MediaSection {
  const [first] = parseSdp(text).media;
  assert.ok(first);
  return first;
}

function refuses(read: () => unknown, reason: RegExp): void {
  assert.throws(read, (error: unknown) => error instanceof SdpParseError && reason.test(error.reason));
}

test('fingerprints: all of them, in one spelling, and those of the session where the medium has none', () => {
  const own = fingerprints(line(`fingerprint:SHA-1 ${sha1}`, `fingerprint:sha-256 ${sha256}`));
  assert.deepEqual(
    own.map(({ hash, value, level, line: { number } }) => [hash, value, level, number]),
    [
      ['sha-1', sha1.toUpperCase(), 'media', 7],
      ['sha-256', sha256, 'media', 8],
    ],
  );
  const medium = mediaOf(
    description(['m=audio 9 RTP/AVP 0'], [`a=fingerprint:sha-256 ${sha256}`, 'a=setup:passive']),
  );
  assert.equal(fingerprints(medium)[0]?.level, 'session');
  assert.deepEqual([setup(medium)?.value, setup(medium)?.level], ['passive', 'session']);
  assert.equal(fingerprints(medium.session).length, 1);
});

test('fingerprints and setup that are none are refused', () => {
  for (const value of ['', 'sha-256', 'sha-256 -', `sha-256 ${sha1}`, 'sha-256 0:1', `${sha256}`]) {
    refuses(() => fingerprints(line(`fingerprint:${value}`)), /^a=fingerprint /);
  }
  refuses(() => setup(line('setup:both')), /a=setup is "both"/);
  refuses(() => setup(line('setup:active', 'setup:passive')), /second a=setup at media level/);
});

test('ICE credentials keep what looks like a number, and are inherited one by one', () => {
  const medium = mediaOf(
    description(
      ['m=audio 9 RTP/AVP 0', 'a=ice-ufrag:0042'],
      ['a=ice-ufrag:abcd', `a=ice-pwd:${'0'.repeat(22)}`, 'a=ice-lite'],
    ),
  );
  const { ufrag, pwd, level, lines } = credentials(medium);
  assert.deepEqual([ufrag, pwd, level], ['0042', '0'.repeat(22), 'media']);
  assert.deepEqual(
    lines.map(({ number }) => number),
    [10, 7],
  );
  assert.equal(hasIce(medium), true);
  assert.equal(hasIce(line('rtcp-mux')), false);
  assert.deepEqual(credentials(line()), { lines: [], level: 'session' });
  refuses(() => credentials(line('ice-ufrag:abc')), /ice-ufrag/);
  refuses(() => credentials(line(`ice-pwd:${'a'.repeat(21)}`)), /ice-pwd/);
  refuses(() => credentials(line('ice-ufrag:abcd', 'ice-ufrag:efgh')), /second a=ice-ufrag/);
});

test('ice-lite counts at session level', () => {
  assert.equal(isLite(parseSdp(description([], ['a=ice-lite']))), true);
  assert.equal(isLite(parseSdp(withAttributes('ice-lite'))), false);
});

test('candidates of every fixture that can be read come out as they went in', () => {
  let count = 0;
  for (const { text, path } of sdpFixtures().filter((each) => !/livekit-bad|werift/.test(each.path))) {
    for (const medium of parseSdp(text).media) {
      for (const candidate of candidates(medium)) {
        count += 1;
        assert.equal(candidate.line?.value, `candidate:${candidateText(candidate)}`, path);
      }
    }
  }
  assert.ok(count > 400, `${count} candidates`);
});

test('a candidate is taken apart', () => {
  const [candidate] = candidates(
    line('candidate:3 2 UDP 1677729534 198.51.100.1 4001 typ srflx raddr 192.0.2.1 rport 0 generation 0'),
  );
  assert.deepEqual(
    { ...candidate, line: undefined },
    {
      foundation: '3',
      component: 2,
      transport: 'UDP',
      priority: 1_677_729_534,
      address: '198.51.100.1',
      port: 4001,
      type: 'srflx',
      relatedAddress: '192.0.2.1',
      relatedPort: 0,
      extensions: [['generation', '0']],
      line: undefined,
    },
  );
  for (const wrong of [
    '',
    '1 1 UDP 1 192.0.2.1 9',
    '1 0 UDP 1 192.0.2.1 9 typ host',
    '1 257 UDP 1 192.0.2.1 9 typ host',
    '1 1 UDP 0 192.0.2.1 9 typ host',
    '1 1 UDP 2147483648 192.0.2.1 9 typ host',
    '1 1 UDP 1 192.0.2.1 65536 typ host',
    '1 1 UDP 1 192.0.2.1 9 typ srflx raddr 192.0.2.1 rport x',
    '1 1 UDP 1 192.0.2.1 9 typ host generation',
    `${'1'.repeat(33)} 1 UDP 1 192.0.2.1 9 typ host`,
  ]) {
    refuses(() => candidates(line(`candidate:${wrong}`)), /^a=candidate /);
  }
});

test('groups and mids', () => {
  const sdp = parseSdp(
    description(['m=audio 9 RTP/AVP 0', 'a=mid:a'], ['a=group:LS a b', 'a=group:BUNDLE a', 'a=group:LS']),
  );
  assert.deepEqual(
    groups(sdp).map(({ semantics, mids }) => [semantics, mids]),
    [
      ['LS', ['a', 'b']],
      ['BUNDLE', ['a']],
      ['LS', []],
    ],
  );
  assert.equal(mid(line('mid:a')), 'a');
  assert.equal(mid(line()), undefined);
  refuses(() => mid(line('mid:')), /no token/);
  refuses(() => mid(line('mid:a', 'mid:b')), /second a=mid/);
  refuses(() => groups(parseSdp(description([], ['a=group:']))), /a=group/);
});

test('where RTCP goes', () => {
  const at = (...attributes: string[]) => {
    const { address, port, line: where } = rtcpAddress(line(...attributes));
    return [address, port, where.number];
  };
  assert.deepEqual(at(), ['192.0.2.1', 5005, 6]);
  assert.deepEqual(at('rtcp:6001'), ['192.0.2.1', 6001, 7]);
  assert.deepEqual(at('rtcp:6001 IN IP6 2001:db8::1'), ['2001:db8::1', 6001, 7]);
  refuses(() => at('rtcp:x'), /a=rtcp/);
  refuses(() => at('rtcp:70000'), /a=rtcp/);
  assert.equal(rtcpMux(line('rtcp-mux')), true);
  assert.equal(rtcpMux(line('rtcp-mux-only')), false);
});

test('3ge2ae: its value, and what is none', () => {
  assert.equal(indicator(line('3ge2ae:applied')), 'applied');
  assert.equal(indicator(line('3ge2ae: requested')), 'requested');
  assert.equal(indicator(line()), undefined);
  refuses(() => indicator(line('3ge2ae')), /no value/);
  refuses(() => indicator(line('3ge2ae:applied', '3ge2ae:requested')), /second/);
});

test('every address and port of a description, with the line that names it', () => {
  const text = description([
    'm=audio 5004 RTP/AVP 0',
    'a=rtcp:6001 IN IP4 192.0.2.2',
    'a=candidate:1 1 UDP 9 192.0.2.3 7000 typ srflx raddr 192.0.2.4 rport 7001',
    'a=remote-candidates:1 192.0.2.5 7002 2 192.0.2.6 7003',
    'm=video 0 RTP/AVP 31',
    'c=IN IP4 192.0.2.7',
  ]);
  assert.deepEqual(
    transportAddresses(parseSdp(text)).map(({ address, port, line: { number } }) => [address, port, number]),
    [
      ['192.0.2.1', 5004, 4],
      ['192.0.2.2', 6001, 7],
      ['192.0.2.3', 7000, 8],
      ['192.0.2.4', 7001, 8],
      ['192.0.2.5', 7002, 9],
      ['192.0.2.6', 7003, 9],
      ['192.0.2.7', 0, 11],
    ],
  );
  const unused = description(['m=audio 5004 RTP/AVP 0', 'c=IN IP4 192.0.2.9']);
  assert.deepEqual(
    transportAddresses(parseSdp(unused)).map(({ address, port }) => [address, port]),
    [
      ['192.0.2.1', 0],
      ['192.0.2.9', 5004],
    ],
  );
});
