import { readFileSync } from 'node:fs';
import { MwHub } from '../peers/hub/mw-hub.ts';
import type { W1Access } from '../peers/waf/access.ts';
import type { Configuration } from '../profile/configurations.ts';
import type { Profile } from '../profile/profile.ts';
import type { DeviationName } from '../reference/deviations.ts';
import { embeddedSut } from '../sut/embedded.ts';
import { processSut } from '../sut/process.ts';
import { remoteSut } from '../sut/remote.ts';
import { type StartContext, type Sut, SutUnreachable } from '../sut/sut.ts';
import type { TraceEvent } from '../trace/event.ts';
import type { LabParameters } from './lab-parameters.ts';
import { tryMediaAddresses } from './media/addresses.ts';

/**
 * Opens the core's side of Mw, beside the embedded reference on a port that the system chooses, and sees whether media
 * can be had where the profile says.
 * @param run names the run for the scenarios' ports
 * @throws SutUnreachable when the address of the profile cannot be used
 */
export async function openHub(
  profile: Profile,
  run: string,
  record: (event: TraceEvent) => void,
): Promise<MwHub> {
  const { host, port } = profile.mw.listen;
  const listen = { host, port: profile.sut.driver === 'reference' ? 0 : port };
  await tryMediaAddresses(profile);
  try {
    return await MwHub.open({ run, listen, record });
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new SutUnreachable(`the core cannot listen at ${host}:${port} (mw.listen of the profile): ${why}`);
  }
}

/**
 * Brings the SUT up in one configuration, or finds it where the profile says.
 * @param deviation fault or variant of the embedded reference
 * @throws SutUnreachable
 */
export async function startSut(
  profile: Profile,
  context: StartContext,
  deviation?: DeviationName,
): Promise<Sut> {
  switch (profile.sut.driver) {
    case 'reference':
      return embeddedSut(profile, context.pics, context.core, deviation, context.waf);
    case 'process':
      return processSut(profile, context);
    case 'container': {
      const { containerSut } = await import('../sut/container.ts');
      return containerSut(profile, context);
    }
    case 'remote':
      return remoteSut(profile);
  }
}

/**
 * What the labs of a run need to know of SUT and profile.
 * @param waf the harness's own WAFs and WWSF, where they are needed
 * @throws SutUnreachable when a CA that the profile names cannot be read
 */
export function labParameters(
  run: { readonly id: string } & Pick<LabParameters, 'seed' | 'edition' | 'untraced'>,
  profile: Profile,
  configuration: Configuration,
  sut: Sut,
  core: Profile['mw']['listen'],
  waf?: W1Access,
): LabParameters {
  const { clientCredentials } = profile.pixit.token;
  const { expectedSource, origin, forbiddenOrigin } = profile.w2;
  return {
    run: run.id,
    configuration: configuration.name,
    pics: configuration.pics,
    pixit: profile.pixit,
    edition: run.edition,
    seed: run.seed,
    untraced: run.untraced,
    home: profile.home,
    identities: profile.identities,
    mwRole: profile.mw.role,
    w2: { ...sut.w2, expectedSource, origin, forbiddenOrigin },
    sutMw: sut.mw,
    core,
    media: profile.media,
    waf,
    vendorCa: clientCredentials?.ca === undefined ? undefined : vendorCa(clientCredentials.ca),
  };
}

/** @throws SutUnreachable when it cannot be read */
function vendorCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    throw new SutUnreachable(`pixit.token.clientCredentials.ca of the profile cannot be read: ${why}`);
  }
}
