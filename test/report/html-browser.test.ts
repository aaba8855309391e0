import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { htmlReport } from '../../src/report/html/page.ts';
import { tracesOf } from '../../src/run/record-traces.ts';
import { judge } from '../../src/verdict/judge.ts';
import { ATTACK, demoRecord } from '../support/demo-record.ts';
import { requires } from '../support/requires.ts';
import { smallCatalogue } from '../support/small-catalogue.ts';
import { temporaryFolder } from '../support/temporary.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const report = (): string => {
  const record = demoRecord();
  return htmlReport(judge([record], smallCatalogue()), tracesOf([record]), smallCatalogue());
};

interface Opened {
  readonly page: Page;
  /** Addresses asked for besides the page itself. */
  readonly requests: readonly string[];
  /** What the browser refused or complained about. */
  readonly complaints: readonly string[];
}

let launched: Promise<Browser> | undefined;
after(async () => (await launched)?.close());

/** Opens a page from disk; undefined where there is no Chromium, and then the test is skipped. */
async function open(
  t: TestContext,
  html: string,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<Opened | undefined> {
  const executablePath = requires(t, 'chromium');
  if (executablePath === undefined) return undefined;
  const file = join(temporaryFolder(t), 'report.html');
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  launched ??= chromium.launch({ executablePath, args: QUIET });
  const context = await (await launched).newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, requests, complaints };
}

const pwned = (page: Page): Promise<boolean> => page.evaluate(() => 'pwned' in window);

/** Visible rows by id. */
const rows = (page: Page): Promise<string[]> =>
  page.$$eval('details.row', (all) => all.filter((row) => row.checkVisibility()).map((row) => row.id));

describe('report.html in a browser', () => {
  it('runs nothing that the SUT has sent, and asks the network for nothing', async (t) => {
    const opened = await open(t, report());
    if (opened === undefined) return;
    const { page, requests, complaints } = opened;
    await page.click('#open');
    await page.$$eval('details', (all) => {
      for (const one of all) one.open = true;
    });
    assert.equal(await pwned(page), false);
    assert.deepEqual(requests, []);
    assert.deepEqual(complaints, []);
    assert.ok((await page.textContent('main'))?.includes(ATTACK), 'the attack is shown as text');
  });

  it('runs and fetches nothing even if markup of the SUT came to stand in the page', async (t) => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const markup = `${ATTACK}<script>window.pwned=1</script><img src="http://127.0.0.1:${port}/x.png">`;
    const opened = await open(
      t,
      report().replace('<main>', () => `<main>${markup}`),
    );
    if (opened === undefined) return;
    const { page, complaints } = opened;
    assert.equal(await page.$$eval('main > img', (images) => images.length), 2, 'the markup is in the page');
    assert.equal(await pwned(page), false);
    assert.deepEqual(asked, []);
    assert.ok(complaints.some((text) => text.includes('Content Security Policy')));
  });

  it('finds by search and filters by verdict', async (t) => {
    const opened = await open(t, report());
    if (opened === undefined) return;
    const { page } = opened;
    const all = await rows(page);
    await page.fill('#search', 'forged integrity');
    assert.deepEqual(await rows(page), ['EPC-6.4.1-4']);
    await page.fill('#search', 'web authentication');
    assert.deepEqual(await rows(page), ['EPC-6.4.1-7']);
    await page.fill('#search', 'no such words');
    assert.equal(await page.isVisible('#nothing'), true);
    await page.fill('#search', '');
    for (const verdict of await page.$$eval('input.filter', (inputs) =>
      inputs.map((input) => (input as HTMLInputElement).value),
    )) {
      if (verdict !== 'inconclusive') await page.uncheck(`input.filter[value="${verdict}"]`);
    }
    assert.deepEqual(await rows(page), ['EPC-6.4.1-3']);
    assert.ok(all.length > 5);
  });

  it('opens what a link leads to', async (t) => {
    const opened = await open(t, report());
    if (opened === undefined) return;
    const { page } = opened;
    await page.click('.attention a >> nth=0');
    assert.equal(await page.isVisible('[id="EPC-6.4.1-4"] .decides pre'), true);
  });

  it('needs no JavaScript', async (t) => {
    const opened = await open(t, report(), { javaScriptEnabled: false });
    if (opened === undefined) return;
    const { page } = opened;
    assert.equal(await page.isVisible('.controls'), false);
    await page.click('[id="EPC-6.4.1-4"] > summary');
    assert.equal(await page.isVisible('[id="EPC-6.4.1-4"] .decides mark'), true);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has WCAG AA contrast in its ${colorScheme} colours`, async (t) => {
      const opened = await open(t, report());
      if (opened === undefined) return;
      const { page } = opened;
      await page.emulateMedia({ colorScheme });
      await page.$$eval('details', (all) => {
        for (const one of all) one.open = true;
      });
      assert.deepEqual(await page.evaluate(tooFaint), []);
    });
  }
});

/** Runs in the page: texts whose contrast to their background is below 4.5. */
function tooFaint(): string[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  const paint = (colours: string[]): number[] => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb: number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Set<string>();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (!own || !element.checkVisibility()) continue;
    const behind: string[] = [];
    for (let node: Element | null = element; node; node = node.parentElement)
      behind.unshift(getComputedStyle(node).backgroundColor);
    const back = luminance(paint(behind));
    const front = luminance(paint([...behind, getComputedStyle(element).color]));
    const contrast = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    if (contrast < 4.5)
      faint.add(
        `${element.className || element.tagName} in ${element.parentElement?.className}: ${contrast.toFixed(2)}`,
      );
  }
  return [...faint];
}
