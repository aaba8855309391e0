import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose';
import { exchangeHttp } from '../../../src/net/https-client.ts';
import { EmbeddedTokens } from '../../../src/peers/waf/embedded-tokens.ts';
import type { Waf } from '../../../src/peers/waf/waf.ts';
import { accessTo, alice, certificates, introspect, openWaf, settings } from './support.ts';

const maxMs = 10_000;

async function jwks(waf: Waf): Promise<ReturnType<typeof createLocalJWKSet>> {
  const { body } = await exchangeHttp({ url: waf.jwks, ca: certificates.ca, maxMs });
  return createLocalJWKSet(JSON.parse(body));
}

test('a signed token carries what an eP-CSCF needs and is verified by the published keys', async (t) => {
  const waf = await openWaf(t);
  const token = await new EmbeddedTokens(accessTo(waf), 'jwks', maxMs).issue(alice);
  const { payload, protectedHeader } = await jwtVerify(token, await jwks(waf), {
    issuer: waf.access.issuer,
    audience: settings.audience,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    requiredClaims: ['exp', 'nbf', 'iat', 'jti', 'sub'],
  });
  assert.match(protectedHeader.kid ?? '', /^waf-/);
  assert.equal(payload.scope, settings.scope);
  assert.equal(payload.impi, alice.impi);
  assert.deepEqual(payload.impus, alice.impus);
  assert.equal(payload.wwsf, 'wwsf.ims.example');
  assert.equal(payload.client_id, 'wwsf.ims.example');
  assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 300);
  await jwtVerify(token, await importSPKI(waf.publicKey, 'ES256'));
});

test('an opaque token is known to the introspection endpoint, and to authenticated clients only', async (t) => {
  const waf = await openWaf(t);
  const tokens = new EmbeddedTokens(accessTo(waf), 'introspection', maxMs);
  const token = await tokens.issue(alice, { impus: ['sip:other@ims.example'], lifetime: 60 });
  assert.ok(!token.includes('.'), token);
  const { status, answer } = await introspect(waf, token);
  assert.equal(status, 200);
  const { exp, iat, nbf, ...rest } = answer;
  assert.equal(Number(exp) - Number(iat), 60);
  assert.ok(Math.abs(Number(nbf) - Number(iat)) <= 1);
  assert.deepEqual(rest, {
    active: true,
    sub: 'wwsf.ims.example',
    iss: waf.access.issuer,
    aud: settings.audience,
    scope: settings.scope,
    client_id: 'wwsf.ims.example',
    impi: alice.impi,
    impus: ['sip:other@ims.example'],
    wwsf: 'wwsf.ims.example',
    token_type: 'Bearer',
  });
  assert.equal((await introspect(waf, token, { ...settings.introspection, secret: 'guessed' })).status, 401);
  await tokens.revoke(token);
  assert.deepEqual((await introspect(waf, token)).answer, { active: false });
});

test('a token can be as long as asked, with every character of its form', async (t) => {
  const waf = await openWaf(t);
  const signed = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
  const opaque = new EmbeddedTokens(accessTo(waf), 'introspection', maxMs);
  const keys = await jwks(waf);
  for (const padTo of [2048, 4096, 8192]) {
    const jwt = await signed.issue(alice, { padTo });
    assert.ok(jwt.length === padTo || jwt.length === padTo + 1, `${jwt.length} for ${padTo}`);
    assert.equal(new Set(jwt).size, 65, 'A-Z a-z 0-9 - _ .');
    await jwtVerify(jwt, keys);
    const text = await opaque.issue(alice, { padTo });
    assert.equal(text.length, padTo);
    assert.match(text, /^[A-Za-z0-9\-._~+/]+=$/);
    assert.equal(new Set(text).size, 64 + '.~+/='.length);
    assert.equal((await introspect(waf, text)).answer.active, true);
  }
});

test('keys are rotated, with or without the old ones', async (t) => {
  const waf = await openWaf(t);
  const tokens = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
  const first = await tokens.issue(alice);
  await tokens.rotateKeys(true);
  const second = await tokens.issue(alice);
  assert.notEqual(decodeProtectedHeader(first).kid, decodeProtectedHeader(second).kid);
  const both = await jwks(waf);
  await jwtVerify(first, both);
  await jwtVerify(second, both);
  await tokens.rotateKeys(false);
  await assert.rejects(jwtVerify(second, await jwks(waf)), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  await jwtVerify(await tokens.issue(alice), await jwks(waf));
});

test('opaque tokens outlive the keys', async (t) => {
  const waf = await openWaf(t);
  const tokens = new EmbeddedTokens(accessTo(waf), 'introspection', maxMs);
  const token = await tokens.issue(alice);
  await tokens.rotateKeys(false);
  assert.equal((await introspect(waf, token)).answer.active, true);
});

test('a third-party WAF has keys, issuer and WWSF of its own', async (t) => {
  const waf = await openWaf(t);
  const other = await openWaf(t, { wwsf: 'wwsf.partner.example' });
  const token = await new EmbeddedTokens(accessTo(waf, other), 'jwks', maxMs).issue(alice, {
    thirdParty: true,
  });
  const { payload } = await jwtVerify(token, await jwks(other), { issuer: other.access.issuer });
  assert.equal(payload.wwsf, 'wwsf.partner.example');
  await assert.rejects(jwtVerify(token, await jwks(waf)), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

test('nobody gets a token without the secret of the WWSF, or for nobody', async (t) => {
  const waf = await openWaf(t);
  const access = accessTo(waf);
  const stranger = { ...access, waf: { ...waf.access, wwsf: { id: waf.access.wwsf.id, secret: 'guessed' } } };
  await assert.rejects(new EmbeddedTokens(stranger, 'jwks', maxMs).issue(alice), {
    name: 'PeerDidNot',
    message: /401 invalid_client/,
  });
  await assert.rejects(
    new EmbeddedTokens(access, 'jwks', maxMs).issue({ ...alice, impus: [] }),
    /400 invalid_request/,
  );
});

test('only the harness gets to the desk', async (t) => {
  const waf = await openWaf(t);
  const tokens = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
  const access = { ...waf.access, desk: 'guessed' };
  const stranger = new EmbeddedTokens({ ...accessTo(waf), waf: access }, 'jwks', maxMs);
  await assert.rejects(stranger.rotateKeys(false), /401/);
  await jwtVerify(await tokens.issue(alice), await jwks(waf));
});

test('every secret is told before anybody else has it', async (t) => {
  const told: string[] = [];
  const waf = await openWaf(t, { secret: (value) => told.push(value) });
  const tokens = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
  const token = await tokens.issue(alice);
  const broken = await tokens.broken(alice, 'alg-none');
  const opaque = await new EmbeddedTokens(accessTo(waf), 'introspection', maxMs).issue(alice);
  const { wwsf, desk } = waf.access;
  for (const secret of [token, broken, opaque, wwsf.secret, desk, settings.introspection.secret]) {
    assert.ok(told.includes(secret), secret);
  }
});
