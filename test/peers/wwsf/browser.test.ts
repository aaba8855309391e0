import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { chromium } from 'playwright-core';
import { requires } from '../../support/requires.ts';
import { login, openWwsf, subscription } from './support.ts';

test('a user of a real browser logs in, gets a token, and gives the identity back', async (t) => {
  const executablePath = requires(t, 'chromium');
  if (executablePath === undefined) return;
  const { place, enter } = await openWwsf(t);
  const users = [login('ann'), login('ben')];
  await enter({ do: 'pool', users, subscriptions: [subscription('one')], validation: 'jwks' });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const logIn = async ({ name, password }: ReturnType<typeof login>) => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(place.origin);
    await page.getByLabel('User').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText(`Logged in as ${name}`).waitFor();
    return { page, complaints };
  };
  const [ann, ben] = [await logIn(login('ann')), await logIn(login('ben'))];
  await ann.page.getByRole('button', { name: 'Get a token' }).click();
  await ann.page.getByText('one@ims.example', { exact: true }).waitFor();
  const token = (await ann.page.locator('#token').textContent()) ?? '';
  assert.equal(decodeJwt(token).impi, 'one@ims.example');
  assert.equal(await ann.page.locator('#impus').textContent(), 'sip:one@ims.example sip:one-2@ims.example');
  assert.deepEqual(ann.complaints, []);

  await ben.page.getByRole('button', { name: 'Get a token' }).click();
  await ben.page.getByText('no identity is free').waitFor();
  await ann.page.getByRole('button', { name: 'I have deregistered' }).click();
  await ann.page.getByText('done').waitFor();
  await ben.page.getByRole('button', { name: 'Get a token' }).click();
  await ben.page.getByText('one@ims.example', { exact: true }).waitFor();
  assert.equal(await ann.page.locator('#token').textContent(), '');
});
