import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { exchangeHttp } from '../../../src/net/https-client.ts';
import type { Waf } from '../../../src/peers/waf/waf.ts';
import { provision, WebUser } from '../../../src/peers/wwsf/web-user.ts';
import { introspect } from '../waf/support.ts';
import { login, openWwsf, subscription } from './support.ts';

const maxMs = 10_000;

async function isActive(waf: Waf, token: string): Promise<unknown> {
  return (await introspect(waf, token)).answer.active;
}

test('a user logs in and gets a token that is bound to its identities', async (t) => {
  const told: string[] = [];
  const { place, enter } = await openWwsf(t, (secret) => told.push(secret));
  const alice = subscription('alice');
  const terms = { validation: 'jwks', lifetime: 77 } as const;
  await enter({ do: 'subscribe', user: login('alice'), subscription: alice, ...terms });
  const browser = new WebUser(place);
  assert.match(await browser.open(), /<form method="post" action="\/login">/);
  await browser.login(login('alice'));
  assert.match(await browser.open(), /Logged in as <strong>alice<\/strong>/);
  const given = await browser.token();
  assert.deepEqual({ impi: given?.impi, impus: given?.impus }, alice);
  const claims = decodeJwt(given?.token ?? '');
  assert.equal(claims.impi, alice.impi);
  assert.deepEqual(claims.impus, alice.impus);
  assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 77);
  assert.ok(told.includes(login('alice').password));
  await browser.logout();
  assert.match(await browser.open(), /action="\/login"/);
  await assert.rejects(browser.token(), { name: 'PeerDidNot', message: /401/ });
});

test('without the right password, a session, or the key of the desk nobody gets anything', async (t) => {
  const { place, enter } = await openWwsf(t);
  await enter({
    do: 'subscribe',
    user: login('alice'),
    subscription: subscription('alice'),
    validation: 'jwks',
  });
  const browser = new WebUser(place);
  await assert.rejects(browser.login({ ...login('alice'), password: 'guessed' }), /401/);
  await assert.rejects(browser.login(login('nobody')), /401/);
  await assert.rejects(browser.token(), /401/);
  const cookie = { Cookie: 'session=guessed' };
  const url = `${place.origin}/token`;
  const forged = await exchangeHttp({ url, method: 'POST', headers: cookie, ca: place.ca, maxMs });
  assert.equal(forged.status, 401);
  const mallory = { do: 'subscribe', user: login('mallory'), subscription: subscription('alice') } as const;
  await assert.rejects(provision(place, 'guessed', { ...mallory, validation: 'jwks' }), /401/);
  await assert.rejects(browser.login(login('mallory')), /401/);
});

test('the session cookie is for this site and for HTTPS only, and pages run no script but their own', async (t) => {
  const { place, enter } = await openWwsf(t);
  const user = login('<b>bold</b>');
  await enter({ do: 'subscribe', user, subscription: subscription('alice'), validation: 'jwks' });
  const answer = await exchangeHttp({
    url: `${place.origin}/login`,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(user).toString(),
    ca: place.ca,
    maxMs,
  });
  const [cookie = ''] = answer.cookies;
  for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Strict']) assert.ok(cookie.includes(attribute));
  const headers = { Cookie: cookie.split(';')[0] ?? '' };
  const page = await exchangeHttp({ url: `${place.origin}/`, headers, ca: place.ca, maxMs });
  assert.match(page.headers['content-security-policy'] ?? '', /default-src 'none'; script-src 'nonce-/);
  assert.match(page.body, /&lt;b&gt;bold&lt;\/b&gt;/);
  assert.ok(!page.body.includes('<b>bold'));
});

test('a pool lends each identity to one user, refuses when it is empty, and takes identities back', async (t) => {
  const { place, enter } = await openWwsf(t);
  const users = ['ann', 'ben', 'cem'].map(login);
  const subscriptions = ['one', 'two'].map(subscription);
  await enter({ do: 'pool', users, subscriptions, validation: 'jwks' });
  const [ann, ben, cem] = await Promise.all(
    users.map(async (user) => {
      const browser = new WebUser(place);
      await browser.login(user);
      return browser;
    }),
  );
  assert.ok(ann && ben && cem);
  const first = await ann.token();
  const second = await ben.token();
  assert.deepEqual(new Set([first?.impi, second?.impi]).size, 2);
  assert.equal(await cem.token(), undefined);
  assert.equal((await ann.token())?.impi, first?.impi, 'a refresh is for the same identity');
  await ann.deregistered();
  assert.equal((await cem.token())?.impi, first?.impi);
  assert.equal(await ann.token(), undefined);
  await ben.logout();
  assert.equal((await ann.token())?.impi, second?.impi);
});

test('asked at once, a pool gives no identity twice', async (t) => {
  const { place, enter } = await openWwsf(t);
  const users = Array.from({ length: 8 }, (_, n) => login(`user ${n}`));
  const subscriptions = Array.from({ length: 5 }, (_, n) => subscription(`pool${n}`));
  await enter({ do: 'pool', users, subscriptions, validation: 'jwks' });
  const given = await Promise.all(
    users.map(async (user) => {
      const browser = new WebUser(place);
      await browser.login(user);
      return browser.token();
    }),
  );
  const impis = given.flatMap((each) => (each ? [each.impi] : []));
  assert.equal(impis.length, 5);
  assert.equal(new Set(impis).size, 5);
});

test('with a fresh opaque token the one before is revoked, and the last with the deregistration', async (t) => {
  const { waf, place, enter } = await openWwsf(t);
  const terms = { validation: 'introspection' } as const;
  await enter({ do: 'subscribe', user: login('alice'), subscription: subscription('alice'), ...terms });
  const browser = new WebUser(place);
  await browser.login(login('alice'));
  const { token: first } = (await browser.token()) ?? { token: '' };
  assert.ok(await isActive(waf, first));
  const { token: second } = (await browser.token()) ?? { token: '' };
  assert.equal(await isActive(waf, first), false);
  assert.ok(await isActive(waf, second));
  await browser.deregistered();
  assert.equal(await isActive(waf, second), false);
});
