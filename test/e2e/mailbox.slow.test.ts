/** The mailbox page in a real browser, as the reader of the demonstration shop sees it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  type ServerProcess,
  startServer,
  stop,
  temporaryFolder,
  untilReady,
} from '../support/processes.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(!existsSync(CHROMIUM))(`the mailbox page (needs ${CHROMIUM})`, () => {
  const folder = temporaryFolder();
  let server: ServerProcess | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    const started = await startServer(join(folder.path, 'data'));
    server = started;
    await untilReady(started);
    const page = async (): Promise<string> => (await fetch(started.url)).text();
    await eventually(page, (html) => html.includes('/assets/'), 60);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    if (server !== undefined) await stop(server);
    folder.remove();
  });

  async function open(path: string, locale: string, width = 1440): Promise<{ page: Page; errors: string[] }> {
    if (browser === undefined || server === undefined)
      throw new Error('the server or the browser did not start');
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(`${server.url}${path}`);
    return { page, errors };
  }

  it('shows a message as its reader would see it, under the safe banner', async () => {
    const { page, errors } = await open('/mailbox', 'en-US');
    await page.getByText('Safe: nothing leaves').first().waitFor();
    const mail = page.frameLocator('iframe').locator('body');
    await mail.getByText('Kettle & Leaf').first().waitFor();
    expect(await mail.innerText()).toContain('Kettle & Leaf');
    expect(errors).toEqual([]);
  });

  it('shows text part, headers, and who and why', async () => {
    const { page } = await open('/mailbox', 'en-US');
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByText('List-Unsubscribe-Post').waitFor();
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByText('218 Harbour Street').first().waitFor();
    await page.getByText('Who and why').waitFor();
    await page.getByText('Consent for the topic').waitFor();
    expect(await page.getByText('Consent for the topic').count()).toBe(1);
  });

  it('speaks 简体中文 on a phone', async () => {
    const { page, errors } = await open('/mailbox', 'zh-CN', 390);
    await page.getByText('不向外发送').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(errors).toEqual([]);
  });

  it('leads from a message to its customer', async () => {
    const { page, errors } = await open('/mailbox', 'en-US');
    await page.locator('a[href^="/customers/"]').first().click();
    await page.getByText('Timeline').waitFor();
    expect(page.url()).toContain('/customers/');
    expect(errors).toEqual([]);
  });
});
