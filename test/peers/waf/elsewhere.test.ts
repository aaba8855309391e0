import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { StaticTokens } from '../../../src/peers/waf/static-tokens.ts';
import { VendorTokens } from '../../../src/peers/waf/vendor-tokens.ts';
import { alice, certificates, openWaf } from './support.ts';

const maxMs = 10_000;

test("a vendor's token endpoint is asked by client credentials, and every token is told", async (t) => {
  const waf = await openWaf(t);
  const told: string[] = [];
  const { issuer, wwsf, scope } = waf.access;
  const place = { endpoint: `${issuer}/token`, ...wwsf, scope, ca: certificates.ca };
  const tokens = new VendorTokens(place, maxMs, async (token) => void told.push(token));
  const token = await tokens.issue(alice);
  assert.equal(decodeJwt(token).impi, alice.impi);
  assert.deepEqual(told, [token]);
  const refused = new VendorTokens({ ...place, secret: 'guessed' }, maxMs, async () => {});
  await assert.rejects(refused.issue(alice), { name: 'PeerDidNot', message: /401 invalid_client/ });
  const distrusting = new VendorTokens({ ...place, ca: undefined }, maxMs, async () => {});
  await assert.rejects(distrusting.issue(alice), { name: 'PeerDidNot', message: /certificate/ });
});

test('tokens of the profile are for their identities; nobody else can make wrong or special ones', async () => {
  const tokens = new StaticTokens(new Map([[alice.impi, 'the-token-of-alice']]));
  assert.equal(await tokens.issue(alice), 'the-token-of-alice');
  await assert.rejects(tokens.issue({ ...alice, impi: 'bob@ims.example' }), { name: 'PeerDidNot' });
  await assert.rejects(tokens.issue(alice, { lifetime: 1 }), { name: 'PeerDidNot' });
  await assert.rejects(tokens.issue(alice, { thirdParty: true }), { name: 'PeerDidNot' });
  await assert.rejects(tokens.broken(), { name: 'PeerDidNot' });
  assert.deepEqual(tokens.defects, []);
});
