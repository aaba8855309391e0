import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { openPlainTransport, type PlainTransport } from '../../src/media/plain-transport.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import { rtcpReport, rtpPacket } from '../../src/media/rtp.ts';
import type { MediaMisbehaviour } from '../../src/media/secure-remote.ts';
import { openSecureTransport, type SecureTransport } from '../../src/media/secure-transport.ts';
import type { AgwLine } from '../../src/reference/agw/agw.ts';
import { type GatewaySettings, MediaGateway } from '../../src/reference/agw/gateway.ts';
import { Deviation, type DeviationName } from '../../src/reference/deviations.ts';

const HOST = '127.0.0.1';
const BOUND = 10_000;

interface Call {
  readonly gateway: MediaGateway;
  readonly line: AgwLine;
  readonly wic: SecureTransport;
  readonly far: PlainTransport;
}

interface Setting extends Partial<GatewaySettings> {
  readonly deviation?: DeviationName;
  readonly misbehaviour?: MediaMisbehaviour;
  readonly role?: 'client' | 'server';
  readonly mux?: boolean;
}

describe('eIMS-AGW of the reference', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function gatewayOf(setting: Setting): Promise<MediaGateway> {
    const { access = { host: HOST }, core = { host: HOST }, lite = true, consentExpiry = 30_000 } = setting;
    const gateway = await MediaGateway.open(
      { access, core, lite, consentExpiry },
      new Deviation(setting.deviation),
    );
    open.push({ close: () => gateway.stop() });
    return gateway;
  }

  /** A WIC and a far user whose descriptions went through. */
  async function call(setting: Setting = {}): Promise<Call> {
    const { role = 'client', mux = false, misbehaviour } = setting;
    const gateway = await gatewayOf(setting);
    const line = await gateway.reserve();
    const wic = await openSecureTransport({
      ports: new PortPairs(HOST),
      certificate: await makeMediaCertificate(),
      ice: 'full',
      ...(misbehaviour && { misbehaviour }),
    });
    const far = await openPlainTransport(new PortPairs(HOST));
    open.push(wic, far);
    const { access } = line;
    line.toAccess({
      ice: { ...wic.credentials, candidates: wic.candidates(mux), lite: false },
      fingerprints: [wic.fingerprint()],
      dtlsRole: role === 'client' ? 'server' : 'client',
      rtcpMux: mux,
    });
    wic.toward({
      ice: { ...access.credentials, candidates: access.candidates(mux), lite: access.lite },
      fingerprints: [gateway.fingerprint],
      dtlsRole: role,
      rtcpMux: mux,
      controlling: true,
    });
    line.toCore({ host: HOST, rtp: far.rtp.port, rtcp: far.rtcp.port });
    far.toward(line.core);
    return { gateway, line, wic, far };
  }

  const packet = (text: string, sequenceNumber = 1): Uint8Array =>
    rtpPacket({ payloadType: 0, sequenceNumber, timestamp: 0, ssrc: 7, payload: Buffer.from(text) });

  /** Sends until it arrives. */
  async function passes(send: () => void, arrives: (heard: () => void) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    arrives(resolve);
    const again = setInterval(send, 10);
    const bound = setTimeout(() => reject(new Error('it did not arrive')), BOUND);
    send();
    try {
      await promise;
    } finally {
      clearInterval(again);
      clearTimeout(bound);
    }
  }

  for (const lite of [true, false])
    for (const role of ['client', 'server'] as const)
      for (const mux of [true, false]) {
        const how = `ICE ${lite ? 'lite' : 'full'}, the WIC as DTLS ${role}, ${mux ? 'with' : 'without'} rtcp-mux`;
        it(`relays RTP and RTCP both ways: ${how}`, async () => {
          const { wic, far, line } = await call({ lite, role, mux });
          await wic.connected(BOUND);
          let atFar: Uint8Array | undefined;
          await passes(
            () => wic.send(packet('of the WIC')),
            (heard) => {
              far.onRtp = (bytes, from) => {
                atFar = bytes;
                assert.deepEqual(from, { host: HOST, port: line.core.rtp });
                heard();
              };
            },
          );
          assert.deepEqual(Buffer.from(atFar ?? []), Buffer.from(packet('of the WIC')));
          await passes(
            () => far.send(packet('of the core')),
            (heard) => {
              wic.onRtp = (bytes) => {
                assert.deepEqual(Buffer.from(bytes), Buffer.from(packet('of the core')));
                heard();
              };
            },
          );
          await passes(
            () => wic.sendRtcp(rtcpReport(7, 'wic')),
            (heard) => {
              far.onRtcp = heard;
            },
          );
          await passes(
            () => far.sendRtcp(rtcpReport(8, 'core')),
            (heard) => {
              wic.onRtcp = heard;
            },
          );
        });
      }

  it('takes its ports from the range of each side, and gives every line others', async () => {
    const gateway = await gatewayOf({
      access: { host: HOST, ports: [21_000, 21_099] },
      core: { host: HOST, ports: [21_100, 21_199] },
    });
    const lines = await Promise.all([gateway.reserve(), gateway.reserve()]);
    const access = lines.flatMap(({ access: { rtp, rtcp } }) => [rtp, rtcp]);
    const core = lines.flatMap(({ core: { rtp, rtcp } }) => [rtp, rtcp]);
    assert.ok(access.every((port) => port >= 21_000 && port <= 21_099));
    assert.ok(core.every((port) => port >= 21_100 && port <= 21_199));
    assert.equal(new Set([...access, ...core]).size, 8);
  });

  it('frees the ports of a line that is released, and passes nothing any more', async () => {
    const { line, far, wic } = await call();
    await wic.connected(BOUND);
    await line.release();
    await line.release();
    const taken = await openPlainTransport(
      new PortPairs(HOST, [line.core.rtp & ~1, (line.core.rtp & ~1) + 1]),
    ).catch(() => undefined);
    if (taken) open.push(taken);
    let heard = 0;
    wic.onRtp = () => {
      heard += 1;
    };
    for (let index = 0; index < 5; index += 1) far.send(packet('late', index));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(heard, 0);
  });

  it('lets nothing pass of a WIC whose certificate is not the one that was signalled', async () => {
    const { wic, far } = await call({ misbehaviour: 'wrong certificate' });
    let heard = 0;
    far.onRtp = () => {
      heard += 1;
    };
    await wic.connected(500).catch(() => undefined);
    for (let index = 0; index < 5; index += 1) {
      wic.send(packet('not mine', index));
      far.send(packet('not for you', index));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(heard, 0);
    assert.equal(wic.facts()[0]?.received.rtp.count, 0);
  });

  it('sends nothing to a WIC whose consent has expired', async () => {
    const { wic, far } = await call({ consentExpiry: 300, misbehaviour: 'no consent answer' });
    await wic.connected(BOUND);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const before = wic.facts()[0]?.received.rtp.count;
    for (let index = 0; index < 5; index += 1) far.send(packet('too late', index));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(wic.facts()[0]?.received.rtp.count, before);
  });

  it('has new credentials after an ICE restart, and media go on', async () => {
    const { gateway, line, wic, far } = await call();
    await wic.connected(BOUND);
    const before = line.access.credentials;
    const agw = line.restartIce();
    assert.notDeepEqual(agw, before);
    assert.deepEqual(line.access.credentials, agw);
    const own = wic.restartIce();
    line.toAccess({
      ice: { ...own, candidates: wic.candidates(false), lite: false },
      fingerprints: [wic.fingerprint()],
      dtlsRole: 'server',
      rtcpMux: false,
    });
    wic.toward({
      ice: { ...agw, candidates: line.access.candidates(false), lite: line.access.lite },
      fingerprints: [gateway.fingerprint],
      dtlsRole: 'client',
      rtcpMux: false,
      controlling: true,
    });
    await passes(
      () => far.send(packet('still here')),
      (heard) => {
        wic.onRtp = heard;
      },
    );
  });
});
