import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rtcpReport, rtpPacket } from '../../src/media/rtp.ts';
import type { SecureTransport } from '../../src/media/secure-transport.ts';
import { closeAll, ends, introduce, next, remote, soon } from './support.ts';

after(closeAll);

const packet = (sequenceNumber: number, fill = 0xd5): Uint8Array =>
  rtpPacket({
    payloadType: 8,
    sequenceNumber,
    timestamp: 160,
    ssrc: 0xcafe,
    payload: Buffer.alloc(160, fill),
  });

for (const ice of ['full', 'lite'] as const) {
  for (const role of ['client', 'server'] as const) {
    for (const mux of [true, false]) {
      test(`a full agent as DTLS ${role} and a ${ice} one, RTCP ${mux ? 'on the same port' : 'on its own port'}`, async () => {
        const [wic, agw] = await ends({}, { ice });
        introduce(wic, agw, { mux, role });
        await Promise.all([wic.connected(soon), agw.connected(soon)]);
        const arrive = [next(agw, 'onRtp'), next(wic, 'onRtp'), next(agw, 'onRtcp'), next(wic, 'onRtcp')];
        assert.equal(wic.send(packet(1)), true);
        assert.equal(agw.send(packet(2)), true);
        assert.equal(wic.sendRtcp(rtcpReport(1, 'wic')), true);
        assert.equal(agw.sendRtcp(rtcpReport(2, 'agw')), true);
        assert.deepEqual(
          (await Promise.all(arrive)).map((bytes) => Buffer.from(bytes)),
          [packet(1), packet(2), rtcpReport(1, 'wic'), rtcpReport(2, 'agw')],
        );
        const seen = agw.facts();
        assert.equal(seen.length, mux ? 1 : 2);
        for (const { ice: checks, dtls, early, undecryptable } of seen) {
          assert.ok(checks.requestsReceived > 0);
          assert.equal(checks.requestsAnswered, checks.requestsReceived);
          assert.equal(checks.requestsSent > 0, ice === 'full');
          assert.equal(dtls.role, role === 'client' ? 'server' : 'client');
          assert.equal(dtls.verified, true);
          assert.deepEqual([early, undecryptable], [0, 0]);
        }
        assert.deepEqual(seen[0]?.ice.selected, wic.rtp);
        const carrier = seen[mux ? 0 : 1];
        assert.equal(carrier?.received.rtcp.count, 1);
        assert.deepEqual(
          [...(carrier?.received.rtcp.peers.keys() ?? [])],
          [`127.0.0.1:${mux ? wic.rtp.port : wic.rtcp.port}`],
        );
        await Promise.all([wic.close(), agw.close()]);
      });
    }
  }
}

test('without rtcp-mux and without a candidate of component 2 that component is not in use', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  const onlyRtp = (of: SecureTransport, role: 'client' | 'server', controlling: boolean) => {
    const { ice, ...rest } = remote(of, false, role, controlling);
    assert.ok(ice);
    return {
      ...rest,
      ice: { ...ice, candidates: ice.candidates.filter(({ component }) => component === 1) },
    };
  };
  wic.toward(onlyRtp(agw, 'client', true));
  agw.toward(onlyRtp(wic, 'server', false));
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  assert.deepEqual(
    wic.facts().map(({ component, dtls }) => [component, dtls.state]),
    [[1, 'connected']],
  );
  assert.equal(wic.sendRtcp(rtcpReport(1, 'wic')), false);
  await Promise.all([wic.close(), agw.close()]);
});

test('what is on the wire is not what was sent', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  const arrived = next(agw, 'onRtp');
  const protectedPacket = new Promise<Uint8Array>((resolve) => {
    agw.onProtected = resolve;
  });
  wic.send(packet(1));
  await arrived;
  const onWire = Buffer.from(await protectedPacket);
  assert.deepEqual(onWire.subarray(0, 12), Buffer.from(packet(1).subarray(0, 12)));
  assert.equal(onWire.includes(Buffer.alloc(8, 0xd5)), false);
  await Promise.all([wic.close(), agw.close()]);
});

test('without ICE media go where the description says', async () => {
  const [wic, agw] = await ends();
  const plainly = (of: typeof wic) => ({ host: of.rtp.host, rtp: of.rtp.port, rtcp: of.rtcp.port });
  const { ice: _, ...toAgw } = remote(agw, false, 'client', true);
  const { ice: __, ...toWic } = remote(wic, false, 'server', false);
  agw.toward({ ...toWic, address: plainly(wic) });
  wic.toward({ ...toAgw, address: plainly(agw) });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  const arrived = next(agw, 'onRtcp');
  wic.sendRtcp(rtcpReport(9, 'x'));
  assert.deepEqual(Buffer.from(await arrived), rtcpReport(9, 'x'));
  assert.equal(agw.facts()[0]?.received.stun.count, 0);
  await Promise.all([wic.close(), agw.close()]);
});

test('a ClientHello that comes before the description is kept for it', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  const start = performance.now();
  wic.toward(remote(agw, true, 'client', true));
  await wic.selected(soon);
  while (agw.facts()[0]?.received.dtls.count === 0) await new Promise((resolve) => setImmediate(resolve));
  agw.toward(remote(wic, true, 'server', false));
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  nothingTwice(wic, start);
  await Promise.all([wic.close(), agw.close()]);
});

test('a ClientHello that comes before there is a way back is kept for it', async () => {
  const [wic, agw] = await ends();
  const start = performance.now();
  const right = remote(wic, true, 'server', false);
  assert.ok(right.ice);
  agw.toward({ ...right, ice: { ...right.ice, pwd: 'x'.repeat(22) } });
  wic.toward(remote(agw, true, 'client', true));
  await wic.selected(soon);
  while (agw.facts()[0]?.received.dtls.count === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(agw.facts()[0]?.dtls.state, 'new');
  agw.toward(right);
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  nothingTwice(wic, start);
  await Promise.all([wic.close(), agw.close()]);
});

/** A ClientHello and the second flight, unless this process stood still for so long that they were repeated. */
function nothingTwice(client: SecureTransport, start: number): void {
  if (performance.now() - start < 500) assert.equal(client.facts()[0]?.sent.dtls.count, 2);
}

test('one of several fingerprints suffices, whatever hash function it uses', async () => {
  for (const hash of ['sha-1', 'sha-384', 'sha-512']) {
    const [wic, agw] = await ends({}, { ice: 'lite' });
    wic.toward(remote(agw, true, 'client', true));
    const wrong = { hash: 'sha-256', value: '00:'.repeat(32).slice(0, -1) };
    const unknown = { hash: 'sha-3', value: 'AA' };
    const right = wic.fingerprint(hash);
    agw.toward({
      ...remote(wic, true, 'server', false),
      fingerprints: [wrong, unknown, { ...right, value: right.value.toLowerCase() }],
    });
    await Promise.all([wic.connected(soon), agw.connected(soon)]);
    await Promise.all([wic.close(), agw.close()]);
  }
});

test('an ICE restart selects anew, and media go on meanwhile', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  const before = wic.credentials;
  const selectedAt = agw.facts()[0]?.ice.selectedAt;
  wic.restartIce();
  agw.restartIce();
  assert.notDeepEqual(wic.credentials, before);
  agw.toward(remote(wic, true, 'server', false));
  assert.equal(agw.send(packet(3)), true, 'media go on meanwhile');
  wic.toward(remote(agw, true, 'client', true));
  await Promise.all([wic.selected(soon), agw.selected(soon)]);
  assert.notEqual(agw.facts()[0]?.ice.selectedAt, selectedAt);
  const arrived = next(agw, 'onRtp');
  wic.send(packet(4));
  assert.deepEqual(Buffer.from(await arrived), packet(4));
  await Promise.all([wic.close(), agw.close()]);
});

test('closing frees the ports and ends every wait', async () => {
  const [wic, agw] = await ends();
  const waiting = assert.rejects(wic.connected(soon), { name: 'PeerDidNot' });
  wic.toward(remote(agw, true, 'client', true));
  await Promise.all([wic.close(), agw.close()]);
  await waiting;
  assert.equal(wic.send(packet(1)), false);
  await wic.close();
});
