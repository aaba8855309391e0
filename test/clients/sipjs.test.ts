import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registerer, RegistererState, UserAgent } from 'sip.js';
import { browserSocket, type Heard } from './browser.ts';
import { type Home, startHome } from './home.ts';
import { assertNotRegistered, assertRegistered, integrityProtected } from './registration.ts';

/** A SIP.js user agent of the home's subscriber, connected. */
async function userAgent(
  end: AsyncDisposableStack,
  { identity, reference }: Home,
): Promise<{ ua: UserAgent; heard: Heard }> {
  const heard = browserSocket(end, reference.ca);
  const uri = UserAgent.makeURI(identity.impus[0] ?? '');
  assert.ok(uri);
  const ua = new UserAgent({
    uri,
    authorizationUsername: identity.impi,
    authorizationPassword: identity.password,
    transportOptions: { server: reference.w2Url },
    logBuiltinEnabled: false,
    sessionDescriptionHandlerFactory: () => {
      throw new Error('no call is made');
    },
  });
  end.defer(() => ua.stop());
  await ua.start();
  return { ua, heard };
}

test('SIP.js registers, re-registers and deregisters through the reference', async () => {
  await using end = new AsyncDisposableStack();
  const home = await startHome(end);
  const { ua, heard } = await userAgent(end, home);
  const registerer = new Registerer(ua);

  await registerer.register();
  await heard.response('REGISTER', 401);
  const granted = await heard.response('REGISTER', 200);
  assert.ok(granted.has('Service-Route'));
  assert.equal(registerer.state, RegistererState.Registered);
  assert.deepEqual(
    home.core.registers().map(({ message }) => integrityProtected(message)),
    [undefined, 'tls-pending'],
  );
  assertRegistered(home);

  await registerer.register();
  await heard.response('REGISTER', 200);
  assert.equal(registerer.state, RegistererState.Registered);
  assertRegistered(home);
  assert.ok(home.core.registers().length > 2);

  await registerer.unregister();
  await heard.response('REGISTER', 200);
  assert.equal(registerer.state, RegistererState.Unregistered);
  assertNotRegistered(home);
});
