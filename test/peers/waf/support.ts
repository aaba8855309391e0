import type { TestContext } from 'node:test';
import { makeCertificates } from '../../../src/net/certificates.ts';
import type { W1Access } from '../../../src/peers/waf/access.ts';
import { Waf } from '../../../src/peers/waf/waf.ts';

export const certificates = await makeCertificates({ hosts: ['127.0.0.1'] });

export const settings = {
  audience: 'urn:ims:epcscf',
  scope: 'webrtc-ims-client-access-to-ims',
  introspection: { id: 'epcscf', secret: 'the secret of the eP-CSCF' },
};

/** A WAF for one test. */
export async function openWaf(
  t: TestContext,
  { wwsf = 'wwsf.ims.example', secret = () => {} }: { wwsf?: string; secret?: (value: string) => void } = {},
): Promise<Waf> {
  const waf = await Waf.open({
    ...certificates,
    ...settings,
    host: '127.0.0.1',
    port: 0,
    lifetime: 300,
    leeway: 60,
    wwsf,
    secret,
  });
  t.after(() => waf.close());
  return waf;
}

/** As labs get to know the WAFs. */
export function accessTo(waf: Waf, thirdParty: Waf = waf): Pick<W1Access, 'waf' | 'thirdParty' | 'ca'> {
  return { waf: waf.access, thirdParty: thirdParty.access, ca: certificates.ca };
}

export const alice = {
  impi: 'alice@ims.example',
  impus: ['sip:alice@ims.example', 'tel:+99912345'],
  password: 'unused',
};
