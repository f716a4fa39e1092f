/** The journeys page in a real browser: what the layout promises, as the browser draws it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, aReaderOf, type Reader, widthOf } from '../support/browser.ts';
import { type ServerProcess, startServer, stop, temporaryFolder } from '../support/processes.ts';

/** How many pairs of steps and waits of one drawing lie upon each other, in pixels of the screen. */
function overlaps(page: Page): Promise<number> {
  return page.evaluate(() => {
    const meet = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const drawings = [...document.querySelectorAll('figure svg')];
    const pairs = drawings.flatMap((drawing) => {
      const areas = [...drawing.querySelectorAll(':scope > foreignObject, :scope > g > rect')];
      const boxes = areas.map((area) => area.getBoundingClientRect());
      return boxes.flatMap((box, i) => boxes.slice(i + 1).map((other) => meet(box, other)));
    });
    return pairs.filter(Boolean).length;
  });
}

describe.skipIf(!existsSync(CHROMIUM))(`the journeys page (needs ${CHROMIUM})`, () => {
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

  async function open(locale: string, width: number) {
    if (reader === undefined) throw new Error('the server or the browser did not start');
    const opened = await reader.open('/journeys', locale, width);
    await opened.page.locator('figure svg').first().waitFor();
    return opened;
  }

  it.each([
    ['en-US', 1440],
    ['en-US', 390],
    ['zh-CN', 1440],
    ['zh-CN', 390],
  ])('draws every journey within its page, in %s at %d pixels', async (locale, width) => {
    const { page, errors } = await open(locale, width);
    expect(await page.locator('figure svg').count()).toBeGreaterThan(3);
    expect(await overlaps(page)).toBe(0);
    expect(await widthOf(page)).toBeLessThanOrEqual(width);
    expect(errors).toEqual([]);
  });

  async function wordsOf(locale: string, width: number, name: string, steps: string) {
    const { page } = await open(locale, width);
    const card = page.locator('article').filter({ hasText: name });
    await card.getByText(steps).click();
    return { rules: await card.locator('dl').innerText(), steps: await card.locator('details').innerText() };
  }

  it('says who enters and what ends it, and every way of a step that parts them', async () => {
    const { rules, steps } = await wordsOf('en-US', 1440, 'Basket saved', 'The steps in words');
    expect(rules).toContain('Checkout started, once for each cart_id');
    expect(rules).toContain('Order completed of the same cart_id');
    expect(steps).toContain('not within 1 hour → channel');
    expect(steps).toContain('otherwise → first');
  });

  it('says so in 简体中文', async () => {
    const { rules, steps } = await wordsOf('zh-CN', 390, '购物车已保留', '步骤说明');
    expect(rules).toContain('开始结账，每个 cart_id 各一次');
    expect(steps).toContain('1小时内未发生 → channel');
  });
});
