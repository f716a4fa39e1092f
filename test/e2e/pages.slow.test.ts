/** The pages of customers in a real browser, reached as a marketer reaches them: by the links of a message in the mailbox. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReaderOf, CHROMIUM, type Reader, widthOf } from '../support/browser.ts';
import { contrast } from '../support/contrast.ts';
import { type ServerProcess, startServer, stop, temporaryFolder } from '../support/processes.ts';

const PROMOTION = '/mailbox?journey=win-back';
const LOCALES = ['en', 'zh-CN'] as const;

/** Colour of every text of the page and of what it stands on. */
function textColours(page: Page): Promise<{ text: string; colour: string; ground: string }[]> {
  return page.evaluate(() => {
    const groundOf = (element: Element): string => {
      const own = getComputedStyle(element).backgroundColor;
      const parent = element.parentElement;
      return own !== 'rgba(0, 0, 0, 0)' || parent === null ? own : groundOf(parent);
    };
    const hasText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    return [...document.querySelectorAll('body *')].filter(hasText).map((element) => ({
      text: element.textContent ?? '',
      colour: getComputedStyle(element).color,
      ground: groundOf(element),
    }));
  });
}

describe.skipIf(!existsSync(CHROMIUM))(`the pages of customers (need ${CHROMIUM})`, () => {
  const folder = temporaryFolder();
  let server: ServerProcess | undefined;
  let reader: Reader | undefined;
  let preferences = '';
  let unsubscribe = '';

  /** Where a link of the newest promotion leads, as the frame of the preview opens it. */
  async function linkOf(name: string): Promise<{ address: string; title: string }> {
    if (reader === undefined) throw new Error('the browser did not start');
    const { page } = await reader.open(PROMOTION, 'en-US');
    const link = page.frameLocator('iframe').getByRole('link', { name }).first();
    await link.waitFor();
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    const { pathname } = new URL(opened.url());
    return { address: pathname, title: await opened.title() };
  }

  beforeAll(async () => {
    server = await startServer(join(folder.path, 'data'));
    reader = await aReaderOf(server);
    preferences = (await linkOf('Choose your topics')).address;
    unsubscribe = (await linkOf('Unsubscribe')).address;
  });
  afterAll(async () => {
    await reader?.close();
    if (server !== undefined) await stop(server);
    folder.remove();
  });

  async function open(path: string, width: number): Promise<Page> {
    if (reader === undefined) throw new Error('the browser did not start');
    const { page, errors } = await reader.open(path, 'de-DE', width);
    expect(errors).toEqual([]);
    return page;
  }

  it('open from the preview of a message', async () => {
    const { title } = await linkOf('Why this letter');
    expect(title).toBe('Why this message · Kettle & Leaf');
  });

  it('fit a narrow phone and a desktop, in both languages, by day and by night, and can be read', async () => {
    for (const path of [preferences, unsubscribe]) {
      for (const locale of LOCALES) {
        for (const width of [320, 1440]) {
          const page = await open(`${path}?lang=${locale}`, width);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            expect(await widthOf(page), `${path} ${locale} ${width}`).toBeLessThanOrEqual(width);
            for (const { text, colour, ground } of await textColours(page))
              expect(contrast(colour, ground), `${colorScheme}: ${text}`).toBeGreaterThanOrEqual(4.5);
          }
          const labels = await page.evaluate(() =>
            [...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')].map(
              ({ labels: of }) => of?.length,
            ),
          );
          expect(new Set(labels).size).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('save by keyboard what was chosen, say so, and show it to whoever goes back', async () => {
    const page = await open(preferences, 390);
    const offers = page.locator('input[name="email.offers"]');
    const before = await offers.isChecked();
    await offers.focus();
    await page.keyboard.press('Space');
    await page.locator('button[value="save"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').innerText()).toContain(before ? 'Off: “Offers”' : 'On: “Offers”');
    await page.goBack();
    expect(await offers.isChecked()).toBe(!before);
  });

  it('unsubscribe by a button, and go back by another', async () => {
    const page = await open(unsubscribe, 390);
    await page.goto(`${page.url()}?lang=en`);
    if ((await page.getByRole('button', { name: 'Undo' }).count()) > 0)
      await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Switch it off' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByRole('status').innerText()).toContain('On again');
  });

  it('take a mail program’s POST, whatever name the shop’s web server passes on', async () => {
    const answer = await fetch(`${server?.url}${unsubscribe}?lang=en`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringMatching(/^Unsubscribed: /)]);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('say of a link with a letter missing that it is not complete, and no more', async () => {
    const answer = await fetch(`${server?.url}${unsubscribe.slice(0, -1)}`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('not complete')]);
  });
});
