import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { announcedHost } from '../announced-host.ts';
import type { ReferenceConfig } from '../config.ts';
import type { Deviation } from '../deviations.ts';
import { AddressesOnly } from './addresses-only.ts';
import type { Agw } from './agw.ts';
import { MediaGateway } from './gateway.ts';

/** The eIMS-AGW as the operator set it up. @throws Error when the name of its host cannot be looked up */
export async function openAgw(config: ReferenceConfig, deviation: Deviation): Promise<Agw> {
  const { media, w2, mw, core, iceLite } = config;
  const access = await addressOf(media?.access.host ?? announcedHost(w2.host));
  const towardsCore = await addressOf(media?.core.host ?? announcedHost(mw.host, core.host));
  if (!media) return new AddressesOnly({ access, core: towardsCore }, iceLite);
  return MediaGateway.open(
    {
      access: { ...media.access, host: access },
      core: { ...media.core, host: towardsCore },
      lite: iceLite,
      consentExpiry: media.consentExpiry,
    },
    deviation,
  );
}

/** Candidates and connection lines carry addresses, listeners may be told names. */
async function addressOf(host: string): Promise<string> {
  return isIP(host) === 0 ? (await lookup(host)).address : host;
}
