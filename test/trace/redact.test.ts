import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Redactor } from '../../src/trace/redact.ts';

const MARK = /‹redacted:[0-9a-f]{4}›/;
const redactor = (...secrets: string[]): Redactor => {
  const made = new Redactor(Buffer.from('0123456789abcdef'));
  for (const secret of secrets) made.addSecret(secret);
  return made;
};

const REGISTER = [
  'REGISTER sip:ims.example SIP/2.0',
  'Authorization: Digest username="u@ims.example", realm="ims.example", nonce="abc", uri="sip:ims.example",',
  '  response="6629fae49393a05397450978507c4ef1", algorithm=MD5',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

describe('redaction', () => {
  it('hides the digest answer of a folded Authorization field and nothing else', () => {
    const text = redactor().text(REGISTER);
    assert.match(text, new RegExp(`response="${MARK.source}", algorithm=MD5`));
    assert.ok(!text.includes('6629fae4'));
    assert.equal(text.replace(MARK, ''), REGISTER.replace('6629fae49393a05397450978507c4ef1', ''));
  });

  it('leaves an empty value empty, because that is evidence', () => {
    const text = 'Authorization: Digest username="u", nonce="", response=""';
    assert.equal(redactor().text(text), text);
    assert.deepEqual(redactor().value({ password: '' }), { password: '' });
  });

  it('hides rspauth, answers in prose and answers escaped inside JSON', () => {
    const r = redactor();
    assert.match(r.text('Authentication-Info: qop=auth, rspauth="0123456789abcdef0123456789abcdef"'), MARK);
    assert.match(r.text('received Digest response=0123456789abcdef0123456789abcdef'), MARK);
    const json = JSON.stringify({ line: 'response="0123456789abcdef", qop=auth' });
    assert.deepEqual(JSON.parse(r.text(json)), {
      line: `response="${MARK.exec(r.text(json))?.[0]}", qop=auth`,
    });
  });

  it('hides the keys of a challenge of IMS AKA, but neither nonce nor auts', () => {
    const key = '465b5ce8b199b49faa5f0a2ee238a6bc';
    const challenge = `WWW-Authenticate: Digest realm="r", nonce="n", algorithm=AKAv2-SHA-256, ck="${key}", IK = ${key}`;
    const text = redactor().text(challenge);
    assert.match(text, new RegExp(`nonce="n", algorithm=AKAv2-SHA-256, ck="(${MARK.source})", IK = \\1$`));
    assert.ok(!JSON.stringify(redactor().value({ line: JSON.stringify(challenge) })).includes(key));
    const auts = 'Authorization: Digest nonce="n", auts="uoU/PBI8z0TpNZbjVcY="';
    assert.equal(redactor().text(auts), auts);
    assert.equal(
      redactor().text('received: ck and ik; trick="x", tick=1'),
      'received: ck and ik; trick="x", tick=1',
    );
  });

  it('hides bearer and basic credentials but not a challenge and not prose', () => {
    const r = redactor();
    assert.match(r.text('Authorization: Bearer abc'), /^Authorization: Bearer ‹redacted:....›$/);
    assert.match(r.text('authorization: Basic dTpw'), /^authorization: Basic ‹redacted:....›$/);
    const challenge = 'WWW-Authenticate: Bearer realm="ims.example", scope="openid"';
    assert.equal(r.text(challenge), challenge);
    assert.equal(r.text('accepts a Bearer token in REGISTER'), 'accepts a Bearer token in REGISTER');
    assert.match(r.text('it sent Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln'), /Bearer ‹redacted:....›$/);
  });

  it('hides named tokens in parameters, queries, forms and JSON', () => {
    const r = redactor();
    for (const text of [
      'Contact: <sip:a@b>;access_token="s3cr3t-value"',
      'wss://h/?access_token=s3cr3t-value&x=1',
      '{"access_token":"s3cr3t-value","token_type":"Bearer"}',
      'grant_type=x&client_secret=s3cr3t-value',
    ]) {
      assert.ok(!r.text(text).includes('s3cr3t'), text);
      assert.match(r.text(text), MARK);
    }
    assert.equal(r.text('token: { style: access_token }'), 'token: { style: access_token }');
  });

  it('hides the secrets of session descriptions; lines, lengths and all else stay', () => {
    const r = redactor();
    const [pwd, key] = ['j9gb55e17/yGeajQ3KbdA5Sd', 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e'];
    const sdp = [
      'm=audio 9 RTP/SAVP 0',
      'a=ice-ufrag:FlT5',
      `a=ice-pwd:${pwd}`,
      `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20|1:4 KDR=1`,
      `a=ice-pwd:${pwd}`,
      'a=ice-pwd:',
      '',
    ].join('\r\n');
    const text = r.text(sdp);
    assert.equal(Buffer.byteLength(text), Buffer.byteLength(sdp));
    const lines = text.split('\r\n');
    const padded = new RegExp(`${MARK.source}-+`);
    assert.match(lines[2] ?? '', new RegExp(`^a=ice-pwd:${padded.source}$`));
    assert.equal(lines[4], lines[2]);
    assert.equal(lines[5], 'a=ice-pwd:');
    assert.match(lines[3] ?? '', new RegExp(`inline:${padded.source}\\|2\\^20\\|1:4 KDR=1$`));
    const others = (all: string[]) => all.filter((_, i) => i < 2 || i > 4);
    assert.deepEqual(others(lines), others(sdp.split('\r\n')));
    assert.equal(r.text(text), text);
    assert.ok(!r.text(JSON.stringify({ sdp })).includes(pwd));
    assert.match(r.text(`ice-ufrag FlT5 and ice-pwd ${pwd}`), new RegExp(`FlT5 and ice-pwd ${MARK.source}`));
    assert.equal(r.text('an ice-pwd of 22 to 256 letters'), 'an ice-pwd of 22 to 256 letters');
  });

  it('hides the password of a URI and private keys', () => {
    const r = redactor();
    assert.match(r.text('From: <sip:alice:wonder@ims.example>'), /<sip:alice:‹redacted:....›@ims\.example>/);
    assert.equal(r.text('Route: <sip:proxy.example:5060;lr>'), 'Route: <sip:proxy.example:5060;lr>');
    const pem = '-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n';
    assert.ok(!r.text(pem).includes('MIGH'));
  });

  it('finds a registered secret plain, escaped, percent-encoded and in base64 at any offset', () => {
    const secret = 'pa"ss wörd/1';
    const r = redactor(secret);
    assert.ok(!r.text(`it said ${secret}.`).includes('wörd'));
    assert.match(r.text(JSON.stringify({ a: secret })), MARK);
    assert.match(r.text(encodeURIComponent(secret)), MARK);
    for (const before of ['', 'u:', 'us:', 'usr:']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        assert.match(r.text(Buffer.from(`${before}${secret}:tail`).toString(encoding)), MARK, before);
      }
    }
  });

  it('makes equal values look equal within a run and different between runs', () => {
    const one = redactor('correct horse');
    const [first, second] = one.text('correct horse … correct horse').split(' … ');
    assert.equal(first, second);
    assert.notEqual(one.text('password="alpha1"'), one.text('password="bravo2"'));
    const other = new Redactor(Buffer.from('another key'));
    other.addSecret('correct horse');
    assert.notEqual(other.text('correct horse'), first);
  });

  it('is stable: what was redacted is not redacted again', () => {
    const r = redactor('6629fae49393a05397450978507c4ef1');
    assert.equal(r.text(r.text(REGISTER)), r.text(REGISTER));
  });

  it('redacts bytes, also bytes that are not UTF-8, and keeps the others', () => {
    const r = redactor('top-secret');
    const binary = Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('top-secret'), Buffer.from([0xfe])]);
    const clean = Buffer.from(r.bytes(binary));
    assert.ok(!clean.includes('top-secret'));
    assert.equal(clean[0], 0xff);
    assert.equal(clean.at(-1), 0xfe);
    const plain = Buffer.from('OPTIONS sip:a SIP/2.0\r\n\r\n');
    assert.equal(r.bytes(plain), plain);
  });

  it('redacts JSON under secret keys and inside every string', () => {
    const value = redactor('hunter22').value({
      identities: {
        mode: 'fixed',
        list: [{ impi: 'u', impus: ['sip:u@h'], password: 'x', k: '00', opc: '11' }],
      },
      note: 'hunter22',
      pics: { imsAka: false },
    });
    const list = value.identities.list[0];
    assert.match(
      `${list?.password} ${list?.k} ${list?.opc}`,
      new RegExp(`^${MARK.source} ${MARK.source} ${MARK.source}$`),
    );
    assert.equal(list?.impi, 'u');
    assert.match(value.note, MARK);
    assert.equal(value.pics.imsAka, false);
  });
});
