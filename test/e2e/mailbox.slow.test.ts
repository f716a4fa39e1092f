/** The mailbox page in a real browser, as the reader of the demonstration shop sees it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReaderOf, CHROMIUM, type OpenPage, type Reader, widthOf } from '../support/browser.ts';
import { type ServerProcess, startServer, stop, temporaryFolder } from '../support/processes.ts';

/** Letters that can be unsubscribed from; the newest message of all may be a text, or about an order. */
const PROMOTION = '/mailbox?journey=win-back';

describe.skipIf(!existsSync(CHROMIUM))(`the mailbox page (needs ${CHROMIUM})`, () => {
  const folder = temporaryFolder();
  let server: ServerProcess | undefined;
  let reader: Reader | undefined;

  beforeAll(async () => {
    server = await startServer(join(folder.path, 'data'));
    reader = await aReaderOf(server);
  });
  afterAll(async () => {
    await reader?.close();
    if (server !== undefined) await stop(server);
    folder.remove();
  });

  function open(path: string, locale: string, width?: number): Promise<OpenPage> {
    if (reader === undefined) throw new Error('the server or the browser did not start');
    return reader.open(path, locale, width);
  }

  it('shows a message as its reader would see it, under the safe banner', async () => {
    const { page, errors } = await open(PROMOTION, 'en-US');
    await page.getByText('Safe: nothing leaves').first().waitFor();
    const mail = page.frameLocator('iframe').locator('body');
    await mail.getByText('Kettle & Leaf').first().waitFor();
    expect(await mail.innerText()).toContain('Kettle & Leaf');
    expect(errors).toEqual([]);
  });

  it('shows text part, headers, and who and why', async () => {
    const { page } = await open(PROMOTION, 'en-US');
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
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
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
