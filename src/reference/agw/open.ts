import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { announcedHost } from '../announced-host.ts';
import type { ReferenceConfig } from '../config.ts';
import type { Deviation } from '../deviations.ts';
import { AddressesOnly } from './addresses-only.ts';
import type { Agw } from './agw.ts';

/** The eIMS-AGW as the operator set it up. @throws Error when the name of its host cannot be looked up */
export async function openAgw(config: ReferenceConfig, _deviation: Deviation): Promise<Agw> {
  const { media, w2, mw, core, iceLite } = config;
  const access = await addressOf(media?.access.host ?? announcedHost(w2.host));
  const towardsCore = await addressOf(media?.core.host ?? announcedHost(mw.host, core.host));
  return new AddressesOnly({ access, core: towardsCore }, iceLite);
}

/** Candidates and connection lines carry addresses, listeners may be told names. */
async function addressOf(host: string): Promise<string> {
  return isIP(host) === 0 ? (await lookup(host)).address : host;
}
