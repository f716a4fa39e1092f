/** Every shipped mail as Chromium shows it: on a phone and a desk, light and dark, with images and without. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast } from '../support/contrast.ts';
import { EVERYTHING, LONG_NAMES, NOTHING, type ShippedMail, shippedMails } from '../support/mailReaders.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

const PRODUCT_PHOTO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="700"><rect width="900" height="700" fill="#c8b89a"/></svg>';

interface View {
  readonly name: string;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly images: boolean;
}

const VIEWS: readonly View[] = [
  { name: 'on a phone', width: 390, scheme: 'light', images: true },
  { name: 'on a phone in the dark', width: 390, scheme: 'dark', images: true },
  { name: 'on a small phone with images off', width: 320, scheme: 'light', images: false },
  { name: 'on a desk', width: 700, scheme: 'light', images: true },
  { name: 'on a desk in the dark', width: 700, scheme: 'dark', images: true },
];

interface Shown {
  readonly text: string;
  readonly colour: string;
  /** The nearest painted ground. */
  readonly ground: string;
  readonly sizePx: number;
}

/** Runs in the page: every visible piece of text with its colour and what it stands on. */
function piecesOfText(): Shown[] {
  const painted = (colour: string) => colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown: Shown[] = [];
  while (walker.nextNode() !== null) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent?.trim() ?? '';
    if (element === null || text === '' || element.getClientRects().length === 0) continue;
    let at: Element | null = element;
    while (at !== null && !painted(getComputedStyle(at).backgroundColor)) at = at.parentElement;
    const { color, fontSize } = getComputedStyle(element);
    const ground = at === null ? 'rgb(255, 255, 255)' : getComputedStyle(at).backgroundColor;
    shown.push({ text, colour: color, ground, sizePx: Number.parseFloat(fontSize) });
  }
  return shown;
}

/** Runs in the page: links and buttons a thumb must hit, with their heights. */
function heightsOfButtons(): number[] {
  return [...document.querySelectorAll('.button a, .choice a')].map((link) =>
    Math.round(link.getBoundingClientRect().height),
  );
}

describe.skipIf(!existsSync(CHROMIUM))(`the shipped mails (needs ${CHROMIUM})`, () => {
  let browser: Browser | undefined;
  let mails: readonly ShippedMail[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    mails = await shippedMails([
      ['everything', EVERYTHING],
      ['nothing', NOTHING],
      ['long names', LONG_NAMES],
    ]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function inView(
    { width, scheme, images }: View,
    look: (page: Page, mail: ShippedMail) => Promise<void>,
  ): Promise<void> {
    if (browser === undefined) throw new Error('the browser did not start');
    const context: BrowserContext = await browser.newContext({
      viewport: { width, height: 844 },
      colorScheme: scheme,
    });
    await context.route('**/*', (route) =>
      images ? route.fulfill({ contentType: 'image/svg+xml', body: PRODUCT_PHOTO }) : route.abort(),
    );
    const page = await context.newPage();
    for (const mail of mails) {
      await page.setContent(mail.mail.html, { waitUntil: 'load' });
      await look(page, mail);
    }
    await context.close();
  }

  it.each(VIEWS)('fit and can be read $name', async (view) => {
    await inView(view, async (page, { what }) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(
        view.width,
      );
      const pieces = await page.evaluate(piecesOfText);
      expect(pieces.length, what).toBeGreaterThan(8);
      for (const { text, colour, ground, sizePx } of pieces) {
        expect(contrast(colour, ground), `${what}: ${text} (${colour} on ${ground})`).toBeGreaterThan(4.5);
        expect(sizePx, `${what}: ${text}`).toBeGreaterThanOrEqual(12);
      }
    });
  });

  it('have buttons and rows a thumb can hit on a phone', async () => {
    await inView({ name: '', width: 390, scheme: 'light', images: true }, async (page, { what }) => {
      for (const height of await page.evaluate(heightsOfButtons))
        expect(height, what).toBeGreaterThanOrEqual(44);
    });
  });

  it('are dark in the dark', async () => {
    await inView({ name: '', width: 390, scheme: 'dark', images: true }, async (page, { what }) => {
      const grounds = new Set((await page.evaluate(piecesOfText)).map(({ ground }) => ground));
      grounds.delete('rgb(147, 207, 175)');
      for (const ground of grounds)
        expect(contrast(ground, '#000000'), `${what}: ${ground}`).toBeLessThan(1.6);
    });
  });
});
