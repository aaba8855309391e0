import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import JsSIP from 'jssip';
import { parseAlternativeService } from '../../src/sip/alternative-service.ts';
import { browserMedia, browserSocket, type Heard } from './browser.ts';
import { domain, type Home, startHome } from './home.ts';
import { assertNotRegistered, assertRegistered, integrityProtected } from './registration.ts';

type UA = InstanceType<typeof JsSIP.UA>;

/** A JsSIP user agent of the home's subscriber, not yet started. */
function userAgent(end: AsyncDisposableStack, { identity, reference }: Home): { ua: UA; heard: Heard } {
  const heard = browserSocket(end, reference.ca);
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(reference.w2Url)],
    uri: identity.impus[0] ?? '',
    authorization_user: identity.impi,
    password: identity.password,
    realm: domain,
    registrar_server: `sip:${domain}`,
    session_timers: false,
  });
  end.defer(() => ua.stop());
  return { ua, heard };
}

test('JsSIP registers, re-registers and deregisters through the reference', async () => {
  await using end = new AsyncDisposableStack();
  const home = await startHome(end);
  const { ua, heard } = userAgent(end, home);

  const registered = once(ua, 'registered');
  ua.start();
  await registered;
  await heard.response('REGISTER', 401);
  const granted = await heard.response('REGISTER', 200);
  assert.ok(granted.has('Service-Route'));
  assert.deepEqual(
    home.core.registers().map(({ message }) => integrityProtected(message)),
    [undefined, 'tls-pending'],
  );
  assertRegistered(home);

  ua.register();
  await heard.response('REGISTER', 200);
  assert.ok(ua.isRegistered());
  assertRegistered(home);
  assert.ok(home.core.registers().length > 2);

  const unregistered = once(ua, 'unregistered');
  ua.unregister();
  const [{ cause }] = (await unregistered) as [{ cause: string | null }];
  assert.equal(cause, null);
  assertNotRegistered(home);
});

test('a JsSIP call to 112 gets the 380 with its document', async () => {
  await using end = new AsyncDisposableStack();
  const home = await startHome(end);
  browserMedia(end);
  const { ua } = userAgent(end, home);
  const registered = once(ua, 'registered');
  ua.start();
  await registered;

  const failed = Promise.withResolvers<{ cause: string; message: unknown }>();
  ua.call(`sip:112@${domain}`, {
    mediaStream: new (class {
      getTracks = () => [];
    })() as unknown as MediaStream,
    eventHandlers: { failed: (event) => failed.resolve(event) },
  });
  const { cause, message } = await failed.promise;
  const { status_code: status, body } = message as { status_code: number; body: string };
  assert.equal(cause, JsSIP.C.causes.REDIRECTED);
  assert.equal(status, 380);
  assert.equal(parseAlternativeService(body).type, 'emergency');
  assert.deepEqual(home.core.received('INVITE'), []);
});
