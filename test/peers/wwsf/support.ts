import type { TestContext } from 'node:test';
import { provision, type WwsfPlace } from '../../../src/peers/wwsf/web-user.ts';
import { Wwsf } from '../../../src/peers/wwsf/wwsf.ts';
import { accessTo, certificates, openWaf } from '../waf/support.ts';

/** A WWSF for one test, with the WAF from which it has its tokens. */
export async function openWwsf(t: TestContext, secret?: (value: string) => void) {
  const waf = await openWaf(t);
  const options = { ...certificates, host: '127.0.0.1', port: 0, w1: accessTo(waf) };
  const wwsf = await Wwsf.open({ ...options, ...(secret && { secret }) });
  t.after(() => wwsf.close());
  const place: WwsfPlace = { origin: wwsf.access.origin, ca: certificates.ca };
  const enter = (what: Parameters<typeof provision>[2]): Promise<void> =>
    provision(place, wwsf.access.desk, what);
  return { waf, wwsf, place, enter };
}

export const login = (name: string) => ({ name, password: `the password of ${name}` });

export const subscription = (user: string) => ({
  impi: `${user}@ims.example`,
  impus: [`sip:${user}@ims.example`, `sip:${user}-2@ims.example`],
});
