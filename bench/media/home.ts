import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../src/endpoint/clock.ts';
import { makeMediaCertificate } from '../../src/media/certificate.ts';
import { PortPairs } from '../../src/media/port-pairs.ts';
import { Core } from '../../src/peers/core/core.ts';
import { HubPort } from '../../src/peers/hub/hub-port.ts';
import { MwHub } from '../../src/peers/hub/mw-hub.ts';
import { generateIdentity } from '../../src/peers/identity.ts';
import { Wic } from '../../src/peers/wic/wic.ts';
import { parseMwAddress } from '../../src/profile/address.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import type { ReferenceConfig } from '../../src/reference/config.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';

const host = '127.0.0.1';
export const domain = 'ims.example';

/** Memory in octets and processor time in microseconds of the reference's process. */
export interface Load {
  readonly rss: number;
  /** What is in use after collecting garbage, buffers included. */
  readonly heap: number;
  readonly cpu: { readonly user: number; readonly system: number };
}

/** A home network with registered WICs behind the reference eP-CSCF, which is a process of its own. */
export interface BenchHome {
  readonly core: Core;
  readonly wics: readonly Wic[];
  readonly certificate: Awaited<ReturnType<typeof makeMediaCertificate>>;
  readonly ports: PortPairs;
  load(): Promise<Load>;
}

/** @param end stops it all */
export async function startBenchHome(
  end: AsyncDisposableStack,
  options: { readonly wics: number } & Partial<Pick<ReferenceConfig, 'rtcpMux' | 'iceLite'>>,
): Promise<BenchHome> {
  const { wics: count, ...config } = options;
  const run = randomUUID();
  const [configuration] = configurations(defaultProfile('remote'));
  if (!configuration) throw new Error('a profile has at least one configuration');
  const hub = await MwHub.open({ run, listen: { host, port: 0 }, record: () => {} });
  end.defer(() => hub.close());
  const process = fork(join(import.meta.dirname, '..', 'reference-process.ts'), [], {
    execArgv: ['--expose-gc'],
  });
  end.defer(() => process.disconnect());
  const { w2Url, mw, ca } = await ask<{ w2Url: string; mw: string; ca: string }>(process, {
    ...operatorSettings(defaultProfile('remote'), configuration.pics),
    media: { access: { host }, core: { host }, consentExpiry: 30_000 },
    w2: { host, port: 0 },
    mw: { transport: 'udp', host, port: 0 },
    core: { transport: 'udp', ...hub.address },
    ...config,
  });
  const sut = parseMwAddress(mw);
  if (!sut) throw new Error(`no address: ${mw}`);
  const identities = Array.from({ length: count }, (_, seed) =>
    generateIdentity({ seed, scenario: run, name: `wic-${seed}`, domain }),
  );
  const port = await HubPort.claim(run, identities, { run, clock: systemClock });
  end.defer(() => port.release());
  const core = new Core({ port, clock: systemClock, t1: 500, sut, domain, identities });
  end.defer(() => core.close());
  const wics: Wic[] = [];
  for (const [index, identity] of identities.entries()) {
    const wic = await Wic.connect({
      url: w2Url,
      ca,
      identity,
      name: `WIC ${index}`,
      clock: systemClock,
      t1: 500,
      tap: () => '',
    });
    end.defer(() => wic.terminate());
    await wic.register();
    wics.push(wic);
  }
  return {
    core,
    wics,
    certificate: await makeMediaCertificate(),
    ports: new PortPairs(host),
    load: () => ask<Load>(process, 'load'),
  };
}

async function ask<Answer>(process: ChildProcess, question: object | string): Promise<Answer> {
  const answer = once(process, 'message');
  process.send(question);
  const [value] = await answer;
  return value as Answer;
}
