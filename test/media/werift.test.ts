import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, test } from 'node:test';
import * as werift from 'werift';
import { systemClock } from '../../src/endpoint/clock.ts';
import { hostPriority } from '../../src/media/candidate.ts';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { ClientHandshake } from '../../src/media/dtls/client.ts';
import type { Handshake } from '../../src/media/dtls/handshake.ts';
import { profiles } from '../../src/media/dtls/secrets.ts';
import { ServerHandshake } from '../../src/media/dtls/server.ts';
import type { SrtpKeys } from '../../src/media/srtp.ts';
import { closeAll, ends, soon } from './support.ts';

after(closeAll);

const theirs = await makeMediaCertificate();

/** werift's end of a DTLS association. */
function weriftDtls(role: 'client' | 'server', send: (bytes: Buffer) => void) {
  const transport = {
    type: 'udp',
    address: { address: '127.0.0.1', port: 0, family: 'IPv4' },
    closed: false,
    onData: (_bytes: Buffer, _from: readonly [string, number]): void => undefined,
    send: async (bytes: Buffer) => send(bytes),
    close: async () => undefined,
  };
  const options = {
    transport,
    cert: theirs.cert,
    key: theirs.key,
    signatureHash: { hash: werift.HashAlgorithm.sha256_4, signature: werift.SignatureAlgorithm.ecdsa_3 },
    srtpProfiles: [werift.ProtectionProfileAes128CmHmacSha1_80],
    certificateRequest: true,
    extendedMasterSecret: true,
  };
  const socket = role === 'client' ? new werift.DtlsClient(options) : new werift.DtlsServer(options);
  return { socket, receive: (bytes: Uint8Array) => transport.onData(Buffer.from(bytes), ['127.0.0.1', 1]) };
}

for (const role of ['client', 'server'] as const) {
  test(`DTLS ${role} against werift's ${role === 'client' ? 'server' : 'client'}: the same keys`, async () => {
    const ours = await makeMediaCertificate();
    const keys = Promise.withResolvers<SrtpKeys>();
    let own: Handshake | undefined;
    const other = weriftDtls(role === 'client' ? 'server' : 'client', (bytes) => own?.receive(bytes));
    const connected = new Promise<void>((resolve) => other.socket.onConnect.subscribe(() => resolve()));
    const Role = role === 'client' ? ClientHandshake : ServerHandshake;
    own = new Role({
      certificate: ours,
      clock: systemClock,
      profiles,
      accepts: (certificate) => Buffer.from(certificate).equals(theirs.der),
      send: (bytes) => setImmediate(() => other.receive(bytes)),
      connected: keys.resolve,
      failed: (why) => keys.reject(new Error(why)),
    });
    if (other.socket instanceof werift.DtlsClient) await other.socket.connect();
    const { localKey, remoteSalt, profile } = await keys.promise;
    await connected;
    assert.equal(profile, 1);
    const known = other.socket.extractSessionKeys(16, 14);
    assert.deepEqual(localKey, known.remoteKey);
    assert.deepEqual(remoteSalt, known.localSalt);
    own.close();
  });
}

for (const controlling of [true, false]) {
  test(`${controlling ? 'controlling' : 'controlled'} ICE against werift's agent`, async () => {
    const [own, unused] = await ends();
    await unused.close();
    const agent = new werift.Connection(!controlling, {
      useTcp: false,
      useIpv6: false,
      additionalHostAddresses: ['127.0.0.1'],
      // It nominates every pair that works, and has one for each interface of the machine.
      filterCandidatePair: ({ localCandidate }) => localCandidate.host === '127.0.0.1',
    });
    delete agent.stunServer;
    await agent.gatherCandidates();
    const local = agent.localCandidates.find(({ host }) => host === '127.0.0.1');
    assert.ok(local);
    own.toward({
      ice: {
        ufrag: agent.localUsername,
        pwd: agent.localPassword,
        candidates: [
          {
            foundation: '1',
            component: 1,
            transport: 'udp',
            priority: hostPriority(1),
            address: local.host,
            port: local.port,
            type: 'host',
          },
        ],
        lite: false,
      },
      fingerprints: [],
      dtlsRole: 'server',
      rtcpMux: true,
      controlling,
    });
    const { ufrag: usernameFragment, pwd: password } = own.credentials;
    agent.setRemoteParams({ iceLite: false, usernameFragment, password });
    const [mine] = own.candidates(true);
    assert.ok(mine);
    const text = `${mine.foundation} 1 udp ${mine.priority} ${mine.address} ${mine.port} typ host`;
    await agent.addRemoteCandidate(werift.Candidate.fromSdp(text));
    await agent.addRemoteCandidate(undefined);
    await Promise.all([agent.connect(), own.selected(soon)]);
    assert.equal(own.facts()[0]?.ice.selected?.port, local.port);
    assert.equal(agent.nominated?.remoteCandidate.port, own.rtp.port);
    await agent.close();
    await own.close();
  });
}

test('werift and its sockets leave no port behind', async () => {
  const [own, other] = await ends();
  const { port } = own.rtp;
  await Promise.all([own.close(), other.close()]);
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', resolve);
  });
  socket.close();
});
