import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  authenticationInfoText,
  type Challenge,
  challengeFrom,
  challengeText,
  digestAnswer,
  verifyAuthenticationInfo,
  verifyDigest,
} from '../../src/sip/digest.ts';
import { authenticationInfo, parseCredentials } from '../../src/sip/headers/auth.ts';
import { SipResponse } from '../../src/sip/message.ts';
import { SipParseError } from '../../src/sip/parse.ts';
import { fixtureText } from './fixtures.ts';

interface Vector {
  name: string;
  algorithm: 'MD5' | 'SHA-256';
  username: string;
  realm: string;
  password: string;
  method: string;
  uri: string;
  qop?: string;
  nonce: string;
  nc?: string;
  cnonce?: string;
  response: string;
  rspauth?: string;
}

const { vectors } = JSON.parse(fixtureText('digest/vectors.json')) as { vectors: Vector[] };

function challengeOf(vector: Vector): Challenge {
  const { realm, nonce, algorithm, qop } = vector;
  return { realm, nonce, algorithm, ...(qop === undefined ? {} : { qop }) };
}

function answerTo(vector: Vector): string {
  const { cnonce = '', nc = '1' } = vector;
  return digestAnswer({ ...vector, challenge: challengeOf(vector), cnonce, nc: Number.parseInt(nc, 16) });
}

const infoOf = (value: string) =>
  authenticationInfo(SipResponse.build({ status: 200, headers: [['Authentication-Info', value]] }));

for (const vector of vectors) {
  test(`digest vector ${vector.name}`, () => {
    const challenge = challengeOf(vector);
    const credentials = parseCredentials(answerTo(vector));
    assert.equal(credentials.params.get('response'), vector.response);
    assert.equal(credentials.params.get('nc'), vector.nc);
    assert.equal(verifyDigest(credentials, { ...vector, challenge }), true);
    assert.equal(verifyDigest(credentials, { ...vector, challenge, password: 'wrong' }), false);
    assert.equal(verifyDigest(credentials, { ...vector, challenge, method: 'OTHER' }), false);
    assert.equal(
      verifyDigest(credentials, { ...vector, challenge: { ...challenge, nonce: 'other' } }),
      false,
    );
    if (vector.rspauth === undefined) return;
    const info = infoOf(authenticationInfoText({ credentials, password: vector.password }));
    assert.equal(info?.get('rspauth'), vector.rspauth);
    assert.ok(info !== undefined);
    assert.equal(verifyAuthenticationInfo(info, { credentials, password: vector.password }), true);
    assert.equal(verifyAuthenticationInfo(info, { credentials, password: 'wrong' }), false);
    assert.equal(verifyAuthenticationInfo(new Map(), { credentials, password: vector.password }), false);
  });
}

test('vectors of both algorithms, with and without qop', () => {
  assert.deepEqual(new Set(vectors.map(({ algorithm, qop }) => `${algorithm} ${qop}`)).size, 4);
});

test('a challenge written and read again is the same', () => {
  const challenge: Challenge = {
    realm: 'r"x',
    nonce: 'n',
    algorithm: 'SHA-256',
    qop: 'auth,auth-int',
    opaque: 'o',
    stale: true,
  };
  const text = challengeText(challenge);
  assert.match(text, /^Digest .*qop="auth,auth-int"/);
  assert.deepEqual(challengeFrom(parseCredentials(text)), challenge);
});

test('the answer echoes opaque and takes auth out of what is offered', () => {
  const challenge: Challenge = { realm: 'r', nonce: 'n', qop: 'auth-int, auth', opaque: 'o' };
  const text = digestAnswer({
    challenge,
    username: 'u',
    password: 'p',
    method: 'M',
    uri: 'sip:h',
    cnonce: 'c',
    nc: 10,
  });
  const credentials = parseCredentials(text);
  assert.match(text, /qop=auth, cnonce="c", nc=0000000a$/);
  assert.equal(credentials.params.get('opaque'), 'o');
  assert.equal(credentials.params.has('algorithm'), false);
  assert.equal(verifyDigest(credentials, { password: 'p', method: 'M', challenge }), true);
  assert.equal(
    verifyDigest(credentials, { password: 'p', method: 'M', challenge: { ...challenge, opaque: 'x' } }),
    false,
  );
  assert.equal(
    verifyDigest(credentials, { password: 'p', method: 'M', challenge: { realm: 'r', nonce: 'n' } }),
    false,
  );
});

test('an algorithm other than the challenged one, another scheme or an empty response is no proof', () => {
  const challenge: Challenge = { realm: 'r', nonce: 'n', algorithm: 'SHA-256', qop: 'auth' };
  const input = { password: 'p', method: 'M', challenge };
  for (const value of [
    'Digest username="u", realm="r", nonce="n", uri="sip:h", response="", qop=auth, nc=00000001, cnonce="c"',
    'Digest username="u", realm="r", nonce="n", uri="sip:h", response="", algorithm=SHA-256, qop=auth',
    'Digest realm="r", nonce="n", algorithm=SHA-256, qop=auth',
    'Bearer abc',
  ]) {
    assert.equal(verifyDigest(parseCredentials(value), input), false);
  }
});

test('challenges nobody here can answer say why', () => {
  for (const [value, reason] of [
    ['Digest nonce="n"', /no realm/],
    ['Digest realm="r"', /no nonce/],
    ['Digest realm="r", nonce="n", algorithm=AKAv1-MD5', /AKAv1-MD5/],
    ['Bearer realm="r"', /not Digest/],
  ] as const) {
    assert.throws(
      () => challengeFrom(parseCredentials(value)),
      (error) => error instanceof SipParseError && reason.test(error.reason),
    );
  }
  const challenge: Challenge = { realm: 'r', nonce: 'n', qop: 'auth-int' };
  const input = { challenge, username: 'u', password: 'p', method: 'M', uri: 'sip:h', cnonce: 'c', nc: 1 };
  assert.throws(() => digestAnswer(input), /not auth/);
});

test('nextnonce without qop stands alone', () => {
  const credentials = parseCredentials(
    'Digest username="u", realm="r", nonce="n", uri="sip:h", response="x"',
  );
  assert.equal(authenticationInfoText({ credentials, password: 'p', nextnonce: 'm' }), 'nextnonce="m"');
});
