import assert from 'node:assert/strict';
import { authorization } from '../../src/sip/headers/index.ts';
import type { SipRequest } from '../../src/sip/message.ts';
import type { Home } from './home.ts';

/** The value of integrity-protected in a REGISTER that arrived at the core. */
export function integrityProtected(register: SipRequest): string | undefined {
  return authorization(register)?.params.get('integrity-protected');
}

/** The client's one contact is registered in the home network. */
export function assertRegistered({ core, identity, reference }: Home): void {
  const bindings = core.registrar.bindings.ofImpi(identity.impi);
  assert.equal(bindings.length, 1);
  assert.deepEqual(bindings[0]?.impus, identity.impus);
  assert.match(bindings[0]?.path[0] ?? '', new RegExp(reference.mw.split(':').slice(1).join(':')));
}

export function assertNotRegistered({ core, identity }: Home): void {
  assert.deepEqual(core.registrar.bindings.ofImpi(identity.impi), []);
}
