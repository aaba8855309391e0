import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSourceAddress, isSourcePort, sourceAddressText, sourcePortText } from '../../src/check/source.ts';

const local = { host: '127.0.0.1', port: 40_000 };
const local6 = { host: '2001:db8::1', port: 40_000 };

test('an address counts in every spelling', () => {
  for (const received of ['2001:db8::1', '[2001:db8::1]', '2001:DB8:0:0:0:0:0:1', '2001:0db8::0001']) {
    assert.equal(isSourceAddress(received, local6, 'exact'), true, received);
  }
  assert.equal(isSourceAddress('::ffff:127.0.0.1', local, 'exact'), true);
  assert.equal(isSourceAddress('127.0.0.1', { host: '::ffff:7f00:1', port: 1 }, 'host-only'), true);
});

test('another address counts only when the source cannot be known', () => {
  assert.equal(isSourceAddress('192.0.2.1', local, 'host-only'), false);
  assert.equal(isSourceAddress('192.0.2.1', local, 'unknown'), true);
  assert.equal(isSourceAddress('2001:db8::2', local6, 'exact'), false);
});

test('what is no address never counts', () => {
  for (const received of [undefined, '', 'host.invalid', '127.0.0.1:5060', '127.0.0.300']) {
    assert.equal(isSourceAddress(received, local, 'unknown'), false, received);
  }
});

test('the port has to be the very one only when the source is seen exactly', () => {
  assert.equal(isSourcePort(40_000, local, 'exact'), true);
  assert.equal(isSourcePort(40_001, local, 'exact'), false);
  assert.equal(isSourcePort(40_001, local, 'host-only'), true);
  assert.equal(isSourcePort(0, local, 'unknown'), false);
  assert.equal(isSourcePort(null, local, 'unknown'), false);
  assert.equal(isSourcePort(undefined, local, 'unknown'), false);
});

test('the words say what is accepted', () => {
  assert.equal(sourcePortText(local, 'exact'), 'rport=40000');
  assert.match(sourcePortText(local, 'host-only'), /any port/);
  assert.equal(sourceAddressText(local, 'host-only'), 'received=127.0.0.1');
  assert.match(sourceAddressText(local, 'unknown'), /any address/);
});
