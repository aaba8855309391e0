/**
 * What media cost apart from signalling, in one process, both ends together:
 *
 *     node bin/w2conf.js --script bench/dtls.ts [milliseconds per measurement]
 *
 * DTLS handshakes run in memory, both certificates shown and verified; "meeting" is two ends on loopback ports from
 * opening them to SRTP keys and back: ICE (full and lite), DTLS, closing. SRTP packets carry 160 octets.
 */
import { randomBytes } from 'node:crypto';
import { Bench } from 'tinybench';
import { systemClock } from '../src/endpoint/clock.ts';
import { makeMediaCertificate } from '../src/media/certificate.ts';
import { ClientHandshake } from '../src/media/dtls/client.ts';
import type { Handshake, HandshakeOptions } from '../src/media/dtls/handshake.ts';
import { profiles } from '../src/media/dtls/secrets.ts';
import { ServerHandshake } from '../src/media/dtls/server.ts';
import { PortPairs } from '../src/media/port-pairs.ts';
import { rtpPacket } from '../src/media/rtp.ts';
import { openSecureTransport } from '../src/media/secure-transport.ts';
import { Srtp } from '../src/media/srtp.ts';
import { loadWerift } from '../src/media/werift.ts';

const certificate = await makeMediaCertificate();

async function handshake(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let [client, server]: (Handshake | undefined)[] = [];
  let left = 2;
  const options = (send: (datagram: Uint8Array) => void): HandshakeOptions => ({
    certificate,
    clock: systemClock,
    profiles,
    accepts: () => true,
    send: (datagram) => queueMicrotask(() => send(datagram)),
    connected: () => --left === 0 && resolve(),
    failed: (why) => reject(new Error(why)),
  });
  server = new ServerHandshake(options((datagram) => client?.receive(datagram)));
  client = new ClientHandshake(options((datagram) => server?.receive(datagram)));
  await promise;
  client.close();
  server.close();
}

const ports = new PortPairs('127.0.0.1');

async function meeting(): Promise<void> {
  const first = await openSecureTransport({ ports, certificate, ice: 'full' });
  const second = await openSecureTransport({ ports, certificate, ice: 'lite' });
  for (const [end, other, dtlsRole] of [
    [first, second, 'client'],
    [second, first, 'server'],
  ] as const) {
    end.toward({
      ice: { ...other.credentials, candidates: other.candidates(true), lite: other.lite },
      fingerprints: [other.fingerprint()],
      dtlsRole,
      rtcpMux: true,
      controlling: end === first,
    });
  }
  await Promise.all([first.connected(10_000), second.connected(10_000)]);
  await Promise.all([first.close(), second.close()]);
}

const werift = await loadWerift();
function srtp(profile: 1 | 7): () => void {
  const [key, salt] = [randomBytes(16), randomBytes(profile === 1 ? 14 : 12)];
  const keys = { profile, localKey: key, localSalt: salt, remoteKey: key, remoteSalt: salt };
  const [sender, receiver] = [new Srtp(werift, keys), new Srtp(werift, keys)];
  const payload = Buffer.alloc(160);
  let sequenceNumber = 0;
  return () => {
    const packet = rtpPacket({
      payloadType: 0,
      sequenceNumber: sequenceNumber++,
      timestamp: 0,
      ssrc: 1,
      payload,
    });
    const sealed = sender.protect(packet);
    if (!sealed || !receiver.unprotect(sealed)) throw new Error(`packet ${sequenceNumber} was refused`);
  };
}

const bench = new Bench({ time: Number(process.argv[2] ?? 1000), warmupTime: 200 });
bench.add('certificate with a new P-256 key', async () => {
  await makeMediaCertificate();
});
bench.add('DTLS handshake, both ends', handshake);
bench.add('meeting: ICE, DTLS and closing', meeting);
bench.add('SRTP AES-CM, protect and unprotect', srtp(1));
bench.add('SRTP AES-GCM, protect and unprotect', srtp(7));
const cpu = process.cpuUsage();
await bench.run();
const { user, system } = process.cpuUsage(cpu);
console.log(`Node ${process.version}; ${((user + system) / 1e6).toFixed(1)} s of processor time`);
console.table(
  bench.tasks.map(({ name, result }) => ({
    what: name,
    'a second': 'throughput' in result ? Math.round(result.throughput.mean) : result.state,
    'ms each': 'latency' in result ? result.latency.mean.toFixed(3) : '',
  })),
);
