import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { configurations } from '../../src/profile/configurations.ts';
import { ProfileError } from '../../src/profile/error.ts';
import { parseProfile } from '../../src/profile/load.ts';
import { type Chosen, fillIn } from '../../src/profile/placeholders.ts';
import type { Driver } from '../../src/profile/profile.ts';

const vendor =
  'from: clientCredentials, clientCredentials: { endpoint: "https://a/", id: a, secret: b, ca: v.pem }';

test('whose tokens they are decides whether wrong ones can be had', () => {
  for (const [text, expected] of [
    ['{}', true],
    ['pics: { webAuth: false }', false],
    [`pixit: { token: { ${vendor} } }`, false],
  ] as const) {
    const [only] = configurations(parseProfile(text, 'my.yaml'));
    assert.equal(only?.pics.wafEmbedded, expected, text);
  }
});

test('the paths of the WAFs are relative to the profile', () => {
  const text = `waf: { cert: c.pem, key: k.pem }\npixit: { token: { ${vendor} } }`;
  const { waf, pixit } = parseProfile(text, '/there/my.yaml');
  assert.deepEqual([waf.cert, waf.key], [resolve('/there/c.pem'), resolve('/there/k.pem')]);
  assert.equal(pixit.token.clientCredentials?.ca, resolve('/there/v.pem'));
});

const refused: readonly [about: string, text: string, driver: Driver, message: RegExp][] = [
  ['a certificate without key', 'waf: { cert: c.pem }', 'remote', /waf\.cert: the WAF has a cert but no key/],
  ['a key without certificate', 'waf: { key: c.pem }', 'remote', /waf\.key: the WAF has a key but no cert/],
  [
    'a port that nobody knows',
    'waf: { listen: { port: 0 } }',
    'remote',
    /waf\.listen\.port: port 0 beside a remote SUT/,
  ],
  [
    'a vendor without endpoint',
    'pixit: { token: { from: clientCredentials } }',
    'remote',
    /pixit\.token\.from: from: clientCredentials, but no token endpoint/,
  ],
  [
    'static tokens of nobody',
    'pixit: { token: { from: static } }',
    'remote',
    /static tokens need listed identities/,
  ],
  [
    'an identity without its static token',
    'pixit: { token: { from: static } }\nidentities: { mode: fixed, list: [{ impi: a, impus: ["sip:a@x"], password: p }] }',
    'remote',
    /identities\.list\.0: from: static, but this identity has no token/,
  ],
  [
    'a secret in a command line',
    'sut: { process: { command: [./x, "--secret={waf.secret}"] } }',
    'process',
    /sut\.process\.command\.1: a secret in a command line.*\n\s+remedy: put \{waf\.secret\} into environment or files/,
  ],
];

for (const [about, text, driver, message] of refused) {
  test(`refused: ${about}`, () => {
    assert.throws(
      () => parseProfile(text, 'my.yaml', { driver }),
      (reason: unknown) => {
        assert.ok(reason instanceof ProfileError);
        assert.match(reason.message, message);
        return true;
      },
    );
  });
}

test('a token of the profile is in no message about it', () => {
  const text = 'identities: { mode: fixed, list: [{ impi: a, impus: ["sip:a@x"], token: "se cret" }] }';
  assert.throws(
    () => parseProfile(text, 'my.yaml'),
    (reason: unknown) => {
      assert.ok(reason instanceof ProfileError);
      assert.match(reason.message, /list\.0\.token: expected an access token/);
      assert.doesNotMatch(reason.message, /se cret/);
      return true;
    },
  );
});

test('a SUT that is started is told of the WAFs, and of nothing where there are none', () => {
  const profile = parseProfile('waf: { introspection: { secret: s3 } }', 'my.yaml');
  const [configuration] = configurations(profile);
  assert.ok(configuration);
  const endpoints = (host: string) => ({
    issuer: `https://${host}`,
    jwks: `https://${host}/jwks`,
    introspection: `https://${host}/introspection`,
    wwsf: `wwsf.${host}`,
    publicKey: 'PEM',
  });
  const address = { host: '127.0.0.1', port: 1 };
  const chosen: Chosen = {
    w2: address,
    mw: { transport: 'udp', ...address },
    core: address,
    tls: { cert: '', key: '', ca: '' },
    run: '/run',
  };
  const waf = {
    at: { waf: endpoints('a'), thirdParty: endpoints('b'), ca: 'PEM' },
    ca: '/run/a',
    key: '/run/k',
  };
  const template =
    '{waf.issuer} {waf.jwks} {waf.introspection} {waf.wwsf} {waf.thirdParty.issuer} {waf.ca} {waf.key}' +
    '|{waf.id} {waf.secret} {waf.audience} {waf.scope} {waf.leeway} {pics.tokenValidation} {pics.thirdPartyWaf}';
  const always = 'epcscf s3 urn:ims:epcscf webrtc-ims-client-access-to-ims 0.1 jwks false';
  assert.equal(
    fillIn(template, { ...chosen, waf }, profile, configuration.pics),
    `https://a https://a/jwks https://a/introspection wwsf.a https://b /run/a /run/k|${always}`,
  );
  assert.equal(fillIn(template, chosen, profile, configuration.pics), `      |${always}`);
});
