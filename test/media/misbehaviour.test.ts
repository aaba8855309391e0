import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { rtpPacket } from '../../src/media/rtp.ts';
import type { MediaMisbehaviour } from '../../src/media/secure-remote.ts';
import type { SecureTransport } from '../../src/media/secure-transport.ts';
import { closeAll, ends, introduce, remote, soon } from './support.ts';

after(closeAll);

const packet = rtpPacket({
  payloadType: 8,
  sequenceNumber: 1,
  timestamp: 0,
  ssrc: 1,
  payload: Buffer.alloc(20),
});

async function misbehaving(
  misbehaviour: MediaMisbehaviour,
  role: 'client' | 'server' = 'client',
): Promise<[SecureTransport, SecureTransport]> {
  const [wic, agw] = await ends({ misbehaviour }, { ice: 'lite' });
  introduce(wic, agw, { mux: true, role });
  return [wic, agw];
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const close = (...all: SecureTransport[]): Promise<unknown> => Promise.all(all.map((end) => end.close()));

for (const role of ['client', 'server'] as const) {
  test(`a DTLS ${role} with another certificate than the one that is signalled gets no keys`, async () => {
    const [wic, agw] = await misbehaving('wrong certificate', role);
    await assert.rejects(agw.connected(soon), { message: /fits no fingerprint/ });
    await assert.rejects(wic.connected(soon), { message: /alert 42/ });
    const [seen] = agw.facts();
    assert.equal(seen?.dtls.verified, false);
    assert.equal(seen?.dtls.state, 'failed');
    assert.deepEqual([agw.send(packet), wic.send(packet)], [false, false]);
    await close(wic, agw);
  });
}

test('a wrong password is refused, no pair is selected', async () => {
  const [wic, agw] = await misbehaving('wrong pwd');
  await until(() => wic.facts()[0]?.ice.errors.length === 1);
  const [seen] = agw.facts();
  assert.deepEqual(seen?.ice.requestsRefused, ['MESSAGE-INTEGRITY is not of this password']);
  assert.equal(seen?.ice.requestsAnswered, 0);
  assert.deepEqual(wic.facts()[0]?.ice.errors, [401]);
  assert.equal(agw.send(packet), false);
  assert.equal(seen?.sent.dtls.count, 0);
  await close(wic, agw);
});

test('without checks consent of a lite agent expires, and nothing is sent any more', async () => {
  const [wic, agw] = await ends({ misbehaviour: 'no consent answer' }, { ice: 'lite', consentExpiry: 300 });
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  assert.equal(agw.send(packet), true);
  await until(() => agw.facts()[0]?.ice.consentExpiredAt !== undefined);
  assert.equal(agw.send(packet), false);
  assert.equal(agw.sendRtcp(Buffer.alloc(8, 0x80)), false);
  await close(wic, agw);
});

test('without answers consent of a full agent expires, although its checks go on till then', async () => {
  const [wic, agw] = await ends(
    { misbehaviour: 'no consent answer' },
    { consentExpiry: 300, consentInterval: 50 },
  );
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  await until(() => agw.facts()[0]?.ice.consentExpiredAt !== undefined);
  const [seen] = agw.facts();
  assert.ok((seen?.ice.requestsSent ?? 0) > 2);
  assert.equal(agw.send(packet), false);
  await close(wic, agw);
});

test('with checks and answers consent lasts', async () => {
  const [wic, agw] = await ends({ consentInterval: 20 }, { ice: 'lite', consentExpiry: 5_000 });
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  await until(() => (wic.facts()[0]?.ice.consentGiven ?? 0) >= 3);
  const [seen] = agw.facts();
  assert.ok((seen?.ice.consentAnswered ?? 0) >= 3);
  assert.equal(seen?.ice.consentExpiredAt, undefined);
  assert.ok((seen?.ice.consentAt ?? 0) > (seen?.ice.selectedAt ?? 0));
  assert.equal(agw.send(packet), true);
  await close(wic, agw);
});

test('plain RTP into the DTLS port gets nowhere', async () => {
  const [wic, agw] = await misbehaving('plain RTP');
  let delivered = 0;
  agw.onRtp = () => delivered++;
  await until(() => wic.send(packet) && agw.facts()[0]?.received.rtp.count !== 0);
  const [seen] = agw.facts();
  assert.ok((seen?.early ?? 0) > 0);
  assert.equal(seen?.undecryptable, seen?.received.rtp.count);
  assert.equal(delivered, 0);
  assert.equal(seen?.dtls.connectedAt, undefined);
  await close(wic, agw);
});

for (const role of ['client', 'server'] as const) {
  test(`two DTLS ${role === 'client' ? 'servers' : 'clients'} come to no keys`, async () => {
    const [wic, agw] = await misbehaving('DTLS role clash', role);
    await assert.rejects(agw.connected(100), { message: /DTLS connecting/ });
    assert.equal(agw.facts()[0]?.dtls.clientHelloReceived, role === 'server');
    await close(wic, agw);
  });
}

test('packets of before DTLS are counted and dropped', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  wic.toward({ ...remote(agw, true, 'client', true), fingerprints: [] });
  let delivered = 0;
  agw.onRtp = () => delivered++;
  await wic.selected(soon);
  wic.sendRaw(packet);
  await until(() => agw.facts()[0]?.received.rtp.count === 1);
  assert.equal(agw.facts()[0]?.early, 1);
  assert.equal(delivered, 0);
  await close(wic, agw);
});

test('tampered SRTP and SRTCP are dropped', async () => {
  const [wic, agw] = await ends({}, { ice: 'lite' });
  introduce(wic, agw, { mux: true, role: 'client' });
  await Promise.all([wic.connected(soon), agw.connected(soon)]);
  let delivered = 0;
  agw.onRtp = () => delivered++;
  agw.onRtcp = () => delivered++;
  agw.onProtected = (bytes) => {
    agw.onProtected = undefined;
    const tampered = Buffer.from(bytes);
    tampered.writeUInt8(tampered.readUInt8(20) ^ 1, 20);
    wic.sendRaw(tampered);
    const control = Buffer.alloc(40, 1);
    control.writeUInt16BE(0x80c9);
    wic.sendRaw(control);
  };
  wic.send(packet);
  await until(() => agw.facts()[0]?.undecryptable === 2);
  assert.equal(delivered, 1);
  assert.deepEqual(agw.facts()[0]?.decrypted, { rtp: 1, rtcp: 0 });
  await close(wic, agw);
});
