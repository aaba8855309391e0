import type { TestContext } from 'node:test';
import { makeCertificates } from '../../../src/net/certificates.ts';
import { exchangeHttp } from '../../../src/net/https-client.ts';
import type { W1Access } from '../../../src/peers/waf/access.ts';
import { basic } from '../../../src/peers/waf/token-request.ts';
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

/** Asks the WAF about a token as an eP-CSCF does (RFC 7662), unless told as another client. */
export async function introspect(
  waf: Waf,
  token: string,
  client = settings.introspection,
): Promise<{ readonly status: number; readonly answer: Record<string, unknown> }> {
  const { status, body } = await exchangeHttp({
    url: waf.introspection,
    method: 'POST',
    headers: { Authorization: basic(client), 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
    ca: certificates.ca,
    maxMs: 10_000,
  });
  return { status, answer: JSON.parse(body) as Record<string, unknown> };
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
