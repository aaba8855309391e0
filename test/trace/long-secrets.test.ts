import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Redactor } from '../../src/trace/redact.ts';

const MARK = /^‹redacted:[0-9a-f]{4}›$/;
const header = Buffer.from('{"alg":"ES256","typ":"at+jwt","kid":"waf-1"}').toString('base64url');
const newToken = (): string =>
  [header, randomBytes(240).toString('base64url'), randomBytes(64).toString('base64url')].join('.');

function knowing(...tokens: string[]): Redactor {
  const redactor = new Redactor(Buffer.from('0123456789abcdef'));
  for (const token of tokens) redactor.addSecret(token);
  return redactor;
}

test('a token is hidden whole, in parts, in base64 and escaped for a URI, wherever it stands', () => {
  const others = Array.from({ length: 20 }, newToken);
  const token = newToken();
  const redactor = knowing(...others, token);
  const [, payload = '', signature = ''] = token.split('.');
  const forms = [token, payload, signature].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`u:${secret}`).toString('base64'),
    Buffer.from(`user:${secret}`).toString('base64url'),
  ]);
  for (const form of forms) {
    const text = redactor.text(`a ${form}; and x${form}y`);
    for (const leaked of [form.slice(20, 44), form.slice(-24, -4)]) assert.ok(!text.includes(leaked), text);
    assert.match(text, /‹redacted:/);
  }
});

test('equal tokens look equal, others do not, and nothing but them is lost', () => {
  const [one = '', two = ''] = [newToken(), newToken()];
  const redactor = knowing(one, two);
  const words = redactor
    .text(`${one} ${two} ${one} sip:alice@ims.example;branch=z9hG4bK0123456789abcdef0123`)
    .split(' ');
  for (const word of words.slice(0, 3)) assert.match(word, MARK);
  assert.equal(words[0], words[2]);
  assert.notEqual(words[0], words[1]);
  assert.equal(words[3], 'sip:alice@ims.example;branch=z9hG4bK0123456789abcdef0123');
});

test('a token that was cut off is hidden as far as it goes', () => {
  const token = newToken();
  const text = knowing(token).text(`got token ${token.slice(0, 200)}`);
  assert.match(text, /^got token ‹redacted:[0-9a-f]{4}›$/);
});

test('octets that are no UTF-8 lose a token, too', () => {
  const token = newToken();
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(token), Buffer.from([0xc3])]);
  const redacted = Buffer.from(knowing(token).bytes(bytes));
  assert.ok(!redacted.toString('latin1').includes(token.slice(0, 40)));
  assert.deepEqual([redacted[0], redacted[1], redacted.at(-1)], [0xff, 0xfe, 0xc3]);
});
