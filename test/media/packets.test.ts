import assert from 'node:assert/strict';
import { randomBytes, randomInt, X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { fingerprintFits, fingerprintOf } from '../../src/media/fingerprint.ts';
import { packetKind } from '../../src/media/packet-counts.ts';
import { openPlainTransport, type PlainTransport } from '../../src/media/plain-transport.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import { parseRtp, rtcpReport, rtpPacket } from '../../src/media/rtp.ts';
import { Srtp } from '../../src/media/srtp.ts';
import { loadWerift } from '../../src/media/werift.ts';

const fields = { payloadType: 8, sequenceNumber: 65535, timestamp: 4294967295, ssrc: 0xcafe, marker: true };

test('what shares a port is told apart by RFC 7983', () => {
  const kinds = ([first, second = 0]: readonly number[]) => packetKind(Uint8Array.from([first ?? 0, second]));
  assert.deepEqual([[0], [3], [20], [63], [64], [128, 8], [0x80, 200], [191, 223], [192], [16]].map(kinds), [
    'stun',
    'stun',
    'dtls',
    'dtls',
    'other',
    'rtp',
    'rtcp',
    'rtcp',
    'other',
    'other',
  ]);
  assert.equal(packetKind(new Uint8Array()), 'other');
  assert.equal(packetKind(rtcpReport(1, 'a')), 'rtcp');
  assert.equal(packetKind(rtpPacket({ ...fields, payload: new Uint8Array(4) })), 'rtp');
});

test('an RTP packet is read as it was written', () => {
  const payload = Buffer.from([1, 2, 3]);
  assert.deepEqual(parseRtp(rtpPacket({ ...fields, payload })), { ...fields, payload });
  for (let length = 0; length < 12; length++) assert.equal(parseRtp(Buffer.alloc(length, 0x80)), undefined);
  assert.equal(parseRtp(Buffer.alloc(12, 0x9f)), undefined);
});

test('a report is a compound of whole 32-bit words', () => {
  for (const name of ['', 'a', 'ab', 'abc', 'abcd']) {
    const report = Buffer.from(rtcpReport(7, name));
    assert.equal(report.readUInt16BE(2), 1);
    assert.equal(8 + 4 * (1 + report.readUInt16BE(10)), report.length);
  }
});

for (const profile of [1, 7]) {
  test(`SRTP protection profile ${profile} gives back header, extension and payload octet for octet`, async () => {
    const werift = await loadWerift();
    const [one, other] = [0, 1].map(() => ({
      key: randomBytes(16),
      salt: randomBytes(profile === 1 ? 14 : 12),
    }));
    assert.ok(one && other);
    const ends = [
      [one, other],
      [other, one],
    ].map(
      ([local, remote]) =>
        new Srtp(werift, {
          profile,
          localKey: local?.key ?? Buffer.alloc(0),
          localSalt: local?.salt ?? Buffer.alloc(0),
          remoteKey: remote?.key ?? Buffer.alloc(0),
          remoteSalt: remote?.salt ?? Buffer.alloc(0),
        }),
    );
    const [a, b] = ends;
    assert.ok(a && b);
    const plain = Buffer.from(rtpPacket({ ...fields, payload: Buffer.alloc(40, 7) }));
    // Two contributing sources, an extension of one word with padding inside, padding of the payload.
    const rich = Buffer.concat([
      Buffer.from([0xb2]),
      plain.subarray(1, 12),
      Buffer.alloc(8, 3),
      Buffer.from([0xbe, 0xde, 0, 1, 0x10, 0xaa, 0, 0]),
      Buffer.alloc(20, 5),
      Buffer.from([0, 0, 0, 4]),
    ]);
    for (const packet of [plain, rich]) {
      const sealed = a.protect(packet);
      assert.ok(sealed);
      assert.deepEqual(Buffer.from(b.unprotect(sealed) ?? []), packet);
      const tampered: Buffer = Buffer.from(sealed);
      tampered.writeUInt8(tampered.readUInt8(tampered.length - 1) ^ 1, tampered.length - 1);
      assert.equal(b.unprotect(tampered), undefined);
    }
    const report = rtcpReport(1, 'x');
    assert.deepEqual(Buffer.from(b.unprotectRtcp(a.protectRtcp(report) ?? Buffer.alloc(0)) ?? []), report);
    assert.equal(b.unprotectRtcp(report), undefined);
    assert.equal(a.protect(Buffer.alloc(5)), undefined);
    assert.equal(a.protectRtcp(Buffer.alloc(5)), undefined);
  });
}

test('a certificate is for its key and its fingerprint is that of OpenSSL', async () => {
  const made = await makeMediaCertificate();
  const certificate = new X509Certificate(made.cert);
  assert.equal(made.fingerprint().value, certificate.fingerprint256);
  assert.equal(made.fingerprint('sha-512').value, certificate.fingerprint512);
  assert.equal(made.fingerprint('SHA-1').hash, 'sha-1');
  assert.equal(certificate.verify(certificate.publicKey), true);
  assert.equal(fingerprintFits(made.der, [fingerprintOf(made.der, 'sha-384')]), true);
  assert.equal(fingerprintFits(made.der, [{ hash: 'md5', value: 'AA' }]), false);
  assert.throws(() => fingerprintOf(made.der, 'md5'));
});

/** An odd port, below those that systems choose, after which five are free. */
async function freeRange(): Promise<number> {
  for (;;) {
    const first = 10_001 + 2 * randomInt(10_000);
    const sockets = [1, 2, 3, 4].map((offset) => [createSocket('udp4'), first + offset] as const);
    const bound = await Promise.allSettled(
      sockets.map(async ([socket, port]) => {
        socket.bind(port, '127.0.0.1');
        await once(socket, 'listening');
      }),
    );
    await Promise.all(
      sockets.map(([socket]) => new Promise<void>((resolve) => socket.close(() => resolve()))),
    );
    if (bound.every(({ status }) => status === 'fulfilled')) return first;
  }
}

test('pairs of a range are neighbours, on even ports first, each given once', async (t) => {
  const first = await freeRange();
  const pairs = new PortPairs('127.0.0.1', [first, first + 5]);
  const open = async (): Promise<PlainTransport> => {
    const transport = await openPlainTransport(pairs);
    t.after(() => transport.close());
    return transport;
  };
  const [one, other] = [await open(), await open()];
  assert.deepEqual(
    [one, other].map(({ rtp, rtcp }) => [rtp.port - first, rtcp.port - first]),
    [
      [1, 2],
      [3, 4],
    ],
  );
  await assert.rejects(open(), { message: new RegExp(`${first + 1}-${first + 5}`) });
  await one.close();
  assert.equal((await open()).rtp.port, first + 1);
});

test('RTP and RTCP in the clear go from port to port, or all to one', async () => {
  const pairs = new PortPairs('127.0.0.1');
  const [a, b] = [await openPlainTransport(pairs), await openPlainTransport(pairs)];
  const packet = rtpPacket({ ...fields, payload: Buffer.alloc(3) });
  assert.equal(a.send(packet), false);
  a.toward({ host: '127.0.0.1', rtp: b.rtp.port, rtcp: b.rtcp.port });
  const arrived = new Promise((resolve) => {
    b.onRtcp = (bytes, from) => resolve([Buffer.from(bytes), from]);
  });
  assert.equal(a.sendRtcp(rtcpReport(1, 'a')), true);
  assert.deepEqual(await arrived, [rtcpReport(1, 'a'), a.rtcp]);
  a.toward({ host: '127.0.0.1', rtp: b.rtp.port, rtcp: b.rtp.port });
  const muxed = new Promise((resolve) => {
    b.onRtcp = (_, from) => resolve(from);
  });
  a.sendRtcp(rtcpReport(1, 'a'));
  assert.deepEqual(await muxed, a.rtp);
  assert.deepEqual(
    b.facts().map(({ received }) => received.rtcp.count),
    [1, 1],
  );
  await Promise.all([a.close(), b.close()]);
  assert.equal(a.send(packet), false);
});
