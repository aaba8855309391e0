import assert from 'node:assert/strict';
import { test } from 'node:test';
import { akaNonce, akaV2Password, autsText, parseAkaNonce, parseAuts } from '../../src/sip/aka.ts';
import {
  authenticationInfoText,
  challengeFrom,
  challengeText,
  digestAnswer,
  verifyDigest,
} from '../../src/sip/digest.ts';
import { SipParseError } from '../../src/sip/error.ts';
import { parseCredentials } from '../../src/sip/headers/auth.ts';
import { Milenage, xor } from '../../src/sip/milenage.ts';
import { fixtureText } from './fixtures.ts';

type Named<K extends string> = { readonly [key in K]: string };
type MilenageSet = Named<
  | ('set' | 'k' | 'opc' | 'rand' | 'sqn' | 'amf' | 'autn' | 'auts' | 'nonce')
  | ('f1' | 'f1star' | 'f2' | 'f3' | 'f4' | 'f5' | 'f5star')
>;
type Vector = Named<
  | ('name' | 'username' | 'realm' | 'res' | 'ck' | 'ik' | 'password' | 'method' | 'uri' | 'qop')
  | ('nonce' | 'nc' | 'cnonce' | 'response' | 'rspauth')
>;

const { sets } = JSON.parse(fixtureText('aka/milenage.json')) as { sets: MilenageSet[] };
const { vectors } = JSON.parse(fixtureText('aka/akav2-sha-256.json')) as { vectors: Vector[] };

const octets = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

for (const each of sets) {
  test(`MILENAGE set ${each.set} of TS 35.208`, () => {
    const [rand, sqn, amf] = [octets(each.rand), octets(each.sqn), octets(each.amf)];
    const milenage = new Milenage(octets(each.k), octets(each.opc));
    const { mac, macStar } = milenage.codes(rand, sqn, amf);
    assert.equal(hex(mac), each.f1);
    assert.equal(hex(macStar), each.f1star);
    const { res, ck, ik, ak, akStar } = milenage.outputs(rand);
    assert.deepEqual([res, ck, ik, ak, akStar].map(hex), [each.f2, each.f3, each.f4, each.f5, each.f5star]);
    const autn = Buffer.concat([xor(sqn, ak), amf, mac]);
    assert.equal(hex(autn), each.autn);
    assert.equal(akaNonce({ rand, autn }), each.nonce);
    const auts = Buffer.concat([xor(sqn, akStar), milenage.codes(rand, sqn, new Uint8Array(2)).macStar]);
    assert.equal(hex(auts), each.auts);
    assert.equal(hex(xor(parseAuts(autsText(auts)).sqn, akStar)), each.sqn);
  });
}

test('K and OPc of another length are no key', () => {
  assert.throws(() => new Milenage(new Uint8Array(15), new Uint8Array(16)), RangeError);
  assert.throws(() => new Milenage(new Uint8Array(16), new Uint8Array(17)), RangeError);
});

test('a nonce gives RAND and AUTN back, with or without server data, and a short one is none', () => {
  const challenge = { rand: new Uint8Array(16).fill(1), autn: new Uint8Array(16).fill(2) };
  const read = parseAkaNonce(akaNonce(challenge));
  assert.deepEqual([hex(read.rand), hex(read.autn)], [hex(challenge.rand), hex(challenge.autn)]);
  const withData = Buffer.concat([challenge.rand, challenge.autn, Buffer.from('data')]).toString('base64');
  assert.equal(hex(parseAkaNonce(withData).autn), hex(challenge.autn));
  assert.throws(() => parseAkaNonce(Buffer.alloc(31).toString('base64')), SipParseError);
  assert.throws(() => parseAuts(Buffer.alloc(13).toString('base64')), SipParseError);
});

for (const vector of vectors) {
  test(`digest vector ${vector.name}`, () => {
    const password = akaV2Password(octets(vector.res), octets(vector.ik), octets(vector.ck));
    assert.equal(password, vector.password);
    const { realm, nonce, qop, cnonce } = vector;
    const challenge = { realm, nonce, qop, algorithm: 'AKAv2-SHA-256' as const };
    const credentials = parseCredentials(digestAnswer({ ...vector, challenge, cnonce, nc: 1 }));
    assert.equal(credentials.params.get('response'), vector.response);
    assert.equal(credentials.params.get('nc'), vector.nc);
    assert.equal(verifyDigest(credentials, { password, method: vector.method, challenge }), true);
    assert.equal(verifyDigest(credentials, { password: 'x', method: vector.method, challenge }), false);
    assert.ok(authenticationInfoText({ credentials, password }).includes(vector.rspauth));
  });
}

test('an AKAv2-SHA-256 challenge is read whatever its case, and its answer may ask for resynchronisation', () => {
  const text = challengeText({ realm: 'r', nonce: 'n', algorithm: 'AKAv2-SHA-256', qop: 'auth' });
  assert.match(text, /algorithm=AKAv2-SHA-256/);
  const challenge = challengeFrom(parseCredentials(text.replace('AKAv2-SHA', 'akav2-sha')));
  assert.equal(challenge.algorithm, 'AKAv2-SHA-256');
  const base = {
    challenge,
    username: 'u',
    password: '',
    method: 'REGISTER',
    uri: 'sip:r',
    cnonce: 'c',
    nc: 1,
  };
  assert.equal(parseCredentials(digestAnswer(base)).params.has('auts'), false);
  const answer = parseCredentials(digestAnswer({ ...base, auts: 'uoU/PBI8z0TpNZbjVcY=' }));
  assert.equal(answer.params.get('auts'), 'uoU/PBI8z0TpNZbjVcY=');
  assert.equal(verifyDigest(answer, { password: '', method: 'REGISTER', challenge }), true);
});
