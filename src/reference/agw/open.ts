import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { announcedHost } from '../announced-host.ts';
import type { ReferenceConfig } from '../config.ts';
import { AddressesOnly } from './addresses-only.ts';
import type { Agw } from './agw.ts';

/**
 * The eIMS-AGW as the operator set it up.
 * @throws the error of the operating system when an address of it cannot be used
 */
export async function openAgw(config: ReferenceConfig): Promise<Agw> {
  const { media, w2, mw, core, iceLite } = config;
  const hosts = {
    access: await addressOf(media?.access.host ?? announcedHost(w2.host)),
    core: await addressOf(media?.core.host ?? announcedHost(mw.host, core.host)),
  };
  return new AddressesOnly(hosts, iceLite);
}

/** Candidates and connection lines carry addresses, listeners may be told names. */
async function addressOf(host: string): Promise<string> {
  return isIP(host) === 0 ? (await lookup(host)).address : host;
}
