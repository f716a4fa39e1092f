/** Chromium, looking at a server as its reader would. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually, type ServerProcess, untilReady } from './processes.ts';

export const CHROMIUM = '/usr/bin/chromium';
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

export interface OpenPage {
  readonly page: Page;
  /** Errors of the page and of its console, as they come. */
  readonly errors: string[];
}

export interface Reader {
  open(path: string, locale: string, width?: number): Promise<OpenPage>;
  close(): Promise<void>;
}

function watched(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** A browser, once the server is ready and its console built. */
export async function aReaderOf(server: ServerProcess): Promise<Reader> {
  await untilReady(server);
  const html = async (): Promise<string> => (await fetch(server.url)).text();
  await eventually(html, (text) => text.includes('/assets/'), 60);
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    open: async (path, locale, width = 1440) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale });
      const page = await context.newPage();
      const errors = watched(page);
      await page.goto(`${server.url}${path}`);
      return { page, errors };
    },
    close: () => browser.close(),
  };
}

/** Pixels a page is wide; more than its window where it must be scrolled sideways. */
export function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
