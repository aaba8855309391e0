import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { makeCertificates } from '../../src/net/certificates.ts';
import { exchangeHttp } from '../../src/net/https-client.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { parseProfile } from '../../src/profile/load.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { plan } from '../../src/run/plan.ts';
import { readScenarios } from '../../src/run/scenarios.ts';
import { foretoldW1, needsW1, openW1 } from '../../src/run/w1.ts';
import { freePort } from '../../src/sut/free-port.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { root } from '../support/w2conf.ts';

async function taken(t: TestContext): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function remote(waf = '', folder = '.'): Promise<Profile> {
  const [a, b, c] = [await freePort('127.0.0.1'), await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  const ports = `listen: { port: ${a} }, thirdParty: { port: ${b} }, wwsf: { port: ${c} }`;
  return parseProfile(`{ sut: { driver: remote }, waf: { ${ports}${waf} } }`, join(folder, 'my.yaml'));
}

test('where the WAF cannot listen, the key of the profile is named', async (t) => {
  const port = await taken(t);
  for (const key of ['listen', 'thirdParty', 'wwsf'] as const) {
    const profile = await remote();
    const waf = { ...profile.waf, [key]: { ...profile.waf[key], port } };
    await assert.rejects(
      openW1({ ...profile, waf }, () => {}),
      {
        name: 'SutUnreachable',
        message: new RegExp(`127.0.0.1:${port} \\(waf.${key} of the profile\\): .*EADDRINUSE`),
      },
    );
    // Whatever could listen before does not any more.
    await (await openW1(profile, () => {})).close();
  }
});

test('certificate and key of the profile are used, and unusable ones named', async (t) => {
  const made = await makeCertificates({ hosts: ['127.0.0.1'] });
  const folder = temporaryFolder(t, { 'cert.pem': made.cert, 'key.pem': made.key, 'none.pem': 'none' });
  const profile = await remote(', cert: cert.pem, key: key.pem', folder);
  const w1 = await openW1(profile, () => {});
  t.after(() => w1.close());
  const { issuer, jwks } = w1.addresses.waf;
  assert.equal(issuer, `https://127.0.0.1:${profile.waf.listen.port}`);
  for (const ca of [w1.addresses.ca, made.ca]) {
    assert.equal((await exchangeHttp({ url: jwks, ca, maxMs: 5000 })).status, 200);
  }
  const { publicKey: _, ...known } = w1.addresses.waf;
  assert.deepEqual(foretoldW1(profile, made.ca).waf, known);

  const bad = await remote(', cert: none.pem, key: key.pem', folder);
  await assert.rejects(
    openW1(bad, () => {}),
    { name: 'SutUnreachable', message: /waf\.cert and waf\.key/ },
  );
  const missing = await remote(', cert: nowhere.pem, key: key.pem', folder);
  await assert.rejects(
    openW1(missing, () => {}),
    { name: 'SutUnreachable', message: /waf\.cert .*ENOENT/ },
  );
});

test('the servers are there when something is planned that needs a token, and only then', () => {
  const catalogue = loadCatalogue();
  const scenarios = readScenarios(root);
  const needs = (text: string, ...ids: string[]): boolean => {
    const profile = parseProfile(text, 'my.yaml');
    const selected = catalogue.requirements
      .filter(({ id }) => ids.includes(id))
      .map((requirement) => ({
        requirement,
        scenarios: scenarios.filter((scenario) => scenario.requirement === requirement.id),
      }));
    return needsW1(profile, selected, plan(selected, configurations(profile)));
  };
  assert.equal(needs('{}', 'EPC-6.4.1-1a', 'EPC-6.4.2-1'), true);
  assert.equal(needs('{}', 'EPC-6.4.1-1a'), false);
  assert.equal(needs('pics: { webAuth: false }', 'EPC-6.4.2-1'), false);
  const vendor =
    'pixit: { token: { from: clientCredentials, clientCredentials: { endpoint: "https://a/", id: a, secret: b } } }';
  assert.equal(needs(vendor, 'EPC-6.4.2-1'), false);
  assert.equal(needs('{}', 'WS-7118-4.1-2'), false);
  assert.equal(needs('pics: { sipDigest: false }', 'WS-7118-4.1-2'), true);
});
