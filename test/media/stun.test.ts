import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { StunCodec } from '../../src/media/stun.ts';
import { loadWerift } from '../../src/media/werift.ts';

interface Vector {
  readonly section?: string;
  readonly name: string;
  readonly password: string;
  readonly hex: string;
  readonly transaction_id: string;
}
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/stun/rfc5769.json', import.meta.url), 'utf8'),
) as { vectors: Vector[]; derivedNegative: { name: string; hex: string }[] };
const codec = new StunCodec(await loadWerift());

function vector(section: string): Vector {
  const found = fixture.vectors.find((one) => one.section === section);
  assert.ok(found);
  return found;
}

test('the request of RFC 5769 2.1 is authentic', () => {
  const { hex, password, transaction_id: transaction } = vector('RFC 5769 2.1');
  const read = codec.read(Buffer.from(hex, 'hex'), ({ ufrag }) => (ufrag === 'evtj' ? password : undefined));
  assert.equal(read?.kind, 'request');
  assert.equal(read.ufrag, 'evtj');
  assert.equal(read.authenticated, true);
  assert.equal(read.transaction, transaction);
  assert.equal(read.priority, 0x6e0001ff);
  assert.equal(read.controlled, 0x932ff9b151263b36n);
  assert.equal(read.useCandidate, false);
});

test('the same request under another password is not', () => {
  const read = codec.read(Buffer.from(vector('RFC 5769 2.1').hex, 'hex'), () => 'another');
  assert.equal(read?.kind === 'request' && read.authenticated, false);
});

for (const section of ['RFC 5769 2.2', 'RFC 5769 2.3']) {
  test(`the answer of ${section} is authentic under its password only`, () => {
    const { hex, password, transaction_id: transaction } = vector(section);
    const read = codec.read(Buffer.from(hex, 'hex'), (of) =>
      of.transaction === transaction ? password : undefined,
    );
    assert.equal(read?.kind, 'success');
    assert.equal(read.authenticated, true);
    assert.equal(
      codec.read(Buffer.from(hex, 'hex'), () => 'another'),
      undefined,
    );
  });
}

for (const { name, hex } of fixture.derivedNegative) {
  test(`${name} is not accepted`, () => {
    const read = codec.read(Buffer.from(hex, 'hex'), () => vector('RFC 5769 2.1').password);
    assert.ok(read === undefined || (read.kind === 'request' && !read.authenticated));
  });
}

test('a request is read as it was written, and its answers too', () => {
  const { bytes, transaction } = codec.request({
    username: 'them:us',
    pwd: 'p'.repeat(22),
    priority: 1,
    role: 'controlling',
    tieBreaker: 5n,
    useCandidate: true,
  });
  const read = codec.read(bytes, () => 'p'.repeat(22));
  assert.ok(read?.kind === 'request' && read.authenticated);
  assert.deepEqual([read.ufrag, read.useCandidate, read.controlling], ['them', true, 5n]);
  const success = codec.success(read, { host: '127.0.0.1', port: 7 }, 'q');
  assert.deepEqual(
    codec.read(success, () => 'q'),
    {
      kind: 'success',
      transaction,
      authenticated: true,
      code: undefined,
    },
  );
  const error = codec.read(codec.error(read, 401, 'Unauthorized'), () => 'q');
  assert.deepEqual(error, { kind: 'error', transaction, authenticated: false, code: 401 });
});

test('octets at random are no message and no failure', () => {
  for (let length = 0; length < 64; length++) {
    assert.equal(
      codec.read(Buffer.alloc(length, length), () => 'x'),
      undefined,
    );
  }
  const cut = Buffer.from(vector('RFC 5769 2.1').hex, 'hex');
  for (let length = 0; length < cut.length; length++) {
    assert.equal(
      codec.read(cut.subarray(0, length), () => 'x'),
      undefined,
    );
  }
});
