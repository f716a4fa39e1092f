/** SMS and webhooks in the mailbox, in a real browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReaderOf, CHROMIUM, type OpenPage, type Reader, widthOf } from '../support/browser.ts';
import { fillChannels } from '../support/channelsWorkspace.ts';
import { type ServerProcess, startServer, stop, temporaryFolder } from '../support/processes.ts';

describe.skipIf(!existsSync(CHROMIUM))(`SMS and webhooks in the mailbox (needs ${CHROMIUM})`, () => {
  const folder = temporaryFolder();
  let server: ServerProcess | undefined;
  let reader: Reader | undefined;

  beforeAll(async () => {
    const data = join(folder.path, 'data');
    await fillChannels(data, Date.now);
    server = await startServer(data);
    reader = await aReaderOf(server);
  });
  afterAll(async () => {
    await reader?.close();
    if (server !== undefined) await stop(server);
    folder.remove();
  });

  function open(path: string, locale: string, width: number): Promise<OpenPage> {
    if (reader === undefined) throw new Error('the server or the browser did not start');
    return reader.open(path, locale, width);
  }

  it('narrows the list to a channel, and shows an SMS with what it costs', async () => {
    const { page, errors } = await open('/mailbox', 'en-US', 1440);
    await page.getByText('4 messages', { exact: true }).waitFor();
    await page.getByLabel('Channel').selectOption('sms');
    await page.getByText('3 messages', { exact: true }).waitFor();
    await page.getByText('Omar Said').first().click();
    await page.getByText('3 parts', { exact: true }).waitFor();
    await page.getByText('143 places in UCS-2').waitFor();
    await page.getByText('Dark', { exact: true }).click();
    expect(await page.locator('section[data-dark="true"]').innerText()).toContain('“Iron Goddess”');
    expect(errors).toEqual([]);
  });

  it('shows a webhook as the call it would have been, and only the gates that apply to it', async () => {
    const { page, errors } = await open('/mailbox?channel=webhook', 'en-US', 1440);
    await page.getByText('"journey.message"').waitFor();
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByText('webhook-id', { exact: true }).waitFor();
    await page.getByText('Not expired').waitFor();
    expect(await page.getByText('Address known').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('fits a phone, in 简体中文', async () => {
    for (const id of ['3', '4']) {
      const { page, errors } = await open(`/mailbox?message=${id}`, 'zh-CN', 390);
      await page.getByText(id === '3' ? '2 条短信' : '"journey.message"').waitFor();
      expect(await widthOf(page)).toBeLessThanOrEqual(390);
      expect(errors).toEqual([]);
    }
    const { page } = await open('/mailbox', 'zh-CN', 390);
    await page.getByText('4 条消息').waitFor();
    expect(await widthOf(page)).toBeLessThanOrEqual(390);
  });
});
