import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/endpoint/clock.ts';
import { Core } from '../../src/peers/core/core.ts';
import { HubPort } from '../../src/peers/hub/hub-port.ts';
import { MwHub } from '../../src/peers/hub/mw-hub.ts';
import { generateIdentity, type Identity } from '../../src/peers/identity.ts';
import { parseMwAddress } from '../../src/profile/address.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import { type Reference, startReference } from '../../src/reference/reference.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';

const host = '127.0.0.1';
export const domain = 'ims.example';

/** One subscriber's home network behind the reference eP-CSCF. */
export interface Home {
  readonly identity: Identity;
  readonly core: Core;
  readonly reference: Reference;
}

/** @param end stops it all */
export async function startHome(end: AsyncDisposableStack): Promise<Home> {
  const run = randomUUID();
  const [configuration] = configurations(defaultProfile('remote'));
  if (!configuration) throw new Error('a profile has at least one configuration');
  const hub = await MwHub.open({ run, listen: { host, port: 0 }, record: () => {} });
  end.defer(() => hub.close());
  const reference = await startReference({
    ...operatorSettings(defaultProfile('remote'), configuration.pics),
    w2: { host, port: 0 },
    mw: { transport: 'udp', host, port: 0 },
    core: { transport: 'udp', ...hub.address },
  });
  end.defer(() => reference.stop());
  const sut = parseMwAddress(reference.mw);
  if (!sut) throw new Error(`no address: ${reference.mw}`);
  const identity = generateIdentity({ seed: 1, scenario: run, name: 'client', domain });
  const port = await HubPort.claim(run, [identity], { run, clock: systemClock });
  end.defer(() => port.release());
  const core = new Core({ port, clock: systemClock, t1: 500, sut, domain, identities: [identity] });
  end.defer(() => core.close());
  return { identity, core, reference };
}
