import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type errors,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { exchangeHttp } from '../../../src/net/https-client.ts';
import { defectsOf, type TokenDefect } from '../../../src/peers/waf/defects.ts';
import { EmbeddedTokens } from '../../../src/peers/waf/embedded-tokens.ts';
import { accessTo, alice, certificates, introspect, openWaf, settings } from './support.ts';

const maxMs = 10_000;

/** What a careful verifier says to each. */
const verdicts: Readonly<Partial<Record<TokenDefect, RegExp>>> = {
  signature: /^ERR_JWS_SIGNATURE_VERIFICATION_FAILED$/,
  'alg-none': /^ERR_JOSE_ALG_NOT_ALLOWED$/,
  'unknown-kid': /^ERR_JWKS_NO_MATCHING_KEY$/,
  'unknown-issuer': /^ERR_JWT_CLAIM_VALIDATION_FAILED iss$/,
  expired: /^ERR_JWT_EXPIRED exp$/,
  'not-yet-valid': /^ERR_JWT_CLAIM_VALIDATION_FAILED nbf$/,
  audience: /^ERR_JWT_CLAIM_VALIDATION_FAILED aud$/,
};

/** The claims that differ from those of a valid token of the same identity, which nothing but time changes. */
function changed(broken: JWTPayload, valid: JWTPayload): string[] {
  const timeless = (claims: JWTPayload) => ({
    ...claims,
    jti: '',
    iat: 0,
    nbf: (claims.nbf ?? 0) - (claims.iat ?? 0),
    exp: (claims.exp ?? 0) - (claims.iat ?? 0),
  });
  const [one, other] = [timeless(broken), timeless(valid)] as Record<string, unknown>[];
  return Object.keys({ ...one, ...other }).filter(
    (claim) => JSON.stringify(one?.[claim]) !== JSON.stringify(other?.[claim]),
  );
}

for (const defect of defectsOf('jwks')) {
  test(`a signed token with the defect ${defect} has no other`, async (t) => {
    const waf = await openWaf(t);
    const tokens = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
    const valid = await tokens.issue(alice);
    const broken = await tokens.broken(alice, defect);
    const { body } = await exchangeHttp({ url: waf.jwks, ca: certificates.ca, maxMs });
    const verify = (options: object): Promise<unknown> =>
      jwtVerify(broken, createLocalJWKSet(JSON.parse(body)), {
        algorithms: ['ES256'],
        issuer: waf.access.issuer,
        audience: settings.audience,
        clockTolerance: 60,
        ...options,
      });
    const expected = verdicts[defect];
    if (expected) {
      await assert.rejects(verify({}), (reason: errors.JOSEError & { claim?: string }) => {
        assert.match(reason.claim === undefined ? reason.code : `${reason.code} ${reason.claim}`, expected);
        return true;
      });
    } else {
      await verify({});
    }
    const claims: Partial<Record<TokenDefect, string[]>> = {
      'unknown-issuer': ['iss'],
      audience: ['aud'],
      scope: ['scope'],
      wwsf: ['client_id', 'sub', 'wwsf'],
    };
    assert.deepEqual(changed(decodeJwt(broken), decodeJwt(valid)).sort(), claims[defect] ?? []);
    const header = { alg: 'ES256', typ: 'at+jwt', kid: decodeProtectedHeader(valid).kid };
    if (defect === 'alg-none')
      assert.deepEqual(decodeProtectedHeader(broken), { alg: 'none', typ: 'at+jwt' });
    else if (defect !== 'unknown-kid') assert.deepEqual(decodeProtectedHeader(broken), header);
    const tenMinutesAway = { expired: { currentDate: past() }, 'not-yet-valid': { currentDate: future() } };
    if (defect === 'expired' || defect === 'not-yet-valid') await verify(tenMinutesAway[defect]);
  });
}

/** When an expired token was valid still, and expired more than ten minutes ago. */
function past(): Date {
  return new Date(Date.now() - 800_000);
}

function future(): Date {
  return new Date(Date.now() + 800_000);
}

for (const defect of defectsOf('introspection')) {
  test(`of an opaque token with the defect ${defect} the WAF says nothing else that is wrong`, async (t) => {
    const waf = await openWaf(t);
    const tokens = new EmbeddedTokens(accessTo(waf), 'introspection', maxMs);
    const { answer: valid } = await introspect(waf, await tokens.issue(alice));
    const { answer } = await introspect(waf, await tokens.broken(alice, defect));
    if (['unknown', 'revoked', 'expired'].includes(defect)) {
      assert.deepEqual(answer, { active: false });
      return;
    }
    const claims: Partial<Record<TokenDefect, string[]>> = {
      'not-yet-valid': ['exp', 'nbf'],
      audience: ['aud'],
      scope: ['scope'],
      wwsf: ['client_id', 'sub', 'wwsf'],
    };
    const aside = { iat: 0, ...(defect !== 'not-yet-valid' && { exp: 0, nbf: 0 }) };
    const different = Object.keys(valid).filter(
      (key) => JSON.stringify({ ...answer, ...aside }[key]) !== JSON.stringify({ ...valid, ...aside }[key]),
    );
    assert.deepEqual(different.sort(), claims[defect]);
    if (defect === 'not-yet-valid') assert.ok(Number(answer.nbf) > Date.now() / 1000 + 600);
  });
}

test('a token cannot have what its form cannot show', async (t) => {
  const waf = await openWaf(t);
  const signed = new EmbeddedTokens(accessTo(waf), 'jwks', maxMs);
  await assert.rejects(signed.broken(alice, 'revoked'), { name: 'PeerDidNot' });
  await assert.rejects(signed.revoke(await signed.issue(alice)), {
    name: 'PeerDidNot',
    message: /400 unsupported/,
  });
  const opaque = new EmbeddedTokens(accessTo(waf), 'introspection', maxMs);
  await assert.rejects(opaque.broken(alice, 'alg-none'), { name: 'PeerDidNot' });
});
