import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AddressRange, isInRange } from '../../src/profile/media.ts';

const access: AddressRange = { host: '192.0.2.1', ports: [40_000, 40_009] };

it('both ends of a range of ports belong to it', () => {
  for (const port of [40_000, 40_005, 40_009]) assert.ok(isInRange(access, '192.0.2.1', port), `${port}`);
  for (const port of [39_999, 40_010, 0]) assert.ok(!isInRange(access, '192.0.2.1', port), `${port}`);
});

it('another address does not belong to a range, nor does a name or none', () => {
  for (const address of ['192.0.2.2', '2001:db8::1', 'agw.example', '', undefined]) {
    assert.ok(!isInRange(access, address, 40_000), address);
  }
});

it('without ports any port will do but 0, which refuses a line', () => {
  assert.ok(isInRange({ host: '192.0.2.1' }, '192.0.2.1', 1));
  assert.ok(isInRange({ host: '192.0.2.1' }, '192.0.2.1', 65_535));
  assert.ok(!isInRange({ host: '192.0.2.1' }, '192.0.2.1', 0));
});

it('IPv6 addresses are the same in whatever way they are written', () => {
  assert.ok(isInRange({ host: '2001:db8::1' }, '2001:DB8:0:0::0001', 4000));
  assert.ok(!isInRange({ host: '2001:db8::1' }, '2001:db8::2', 4000));
});
