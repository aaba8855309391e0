import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newBranch, newCallId, newTag } from '../../src/sip/ids.ts';

const counting = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => index);

test('identifiers come from the injected source', () => {
  assert.equal(newBranch(counting), 'z9hG4bK000102030405060708090a0b');
  assert.equal(newTag(counting), '0001020304050607');
  assert.equal(newCallId(counting, 'a.invalid'), '000102030405060708090a0b@a.invalid');
});

test('identifiers of the default source differ', () => {
  assert.notEqual(newBranch(), newBranch());
  assert.notEqual(newTag(), newTag());
  assert.notEqual(newCallId(), newCallId());
});
