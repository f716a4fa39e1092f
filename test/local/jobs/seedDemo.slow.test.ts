import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { loyaltyIn } from '../../../core/loyalty/definition.ts';
import { recount } from '../../../core/loyalty/recount.ts';
import { grantIn, redeemedMarks } from '../../../core/offer/grant.ts';
import { isoDay, utcDay } from '../../../core/time.ts';
import { LocalApi } from '../../../local/api/localApi.ts';
import { CATALOGUE } from '../../../local/demo/catalogue.ts';
import { programmeCounts } from '../../../local/demo/programmeCounts.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { DEMO_WORKSPACE } from '../../../local/workspace/paths.ts';
import { tempDir } from '../../support/tempDir.ts';

const shown = z.looseObject({
  items: z.array(
    z.looseObject({
      item: z.string(),
      name: z.looseObject({ en: z.string(), 'zh-CN': z.string() }),
      method: z.string(),
      because: z.array(z.looseObject({ text: z.looseObject({ en: z.string() }) })).min(1),
    }),
  ),
});
const customer = z.looseObject({
  ordersList: z.array(z.looseObject({ amountMinor: z.number(), items: z.array(z.string()) })),
});

const SOME = ['C00012', 'C00040', 'C00100', 'C00500', 'C01000'];
const DURABLE = new Set(
  CATALOGUE.filter(({ replenishDays }) => replenishDays === null).map(({ sku }) => sku),
);
const NAMES = new Map(CATALOGUE.map(({ sku, name }) => [sku, name]));

describe('the demonstration shop', () => {
  const dataDir = tempDir();
  const api = new LocalApi({ dataDir, workspace: DEMO_WORKSPACE, runJob: runJobHere });
  const get = async (path: string, query: Record<string, string> = {}) =>
    (await api.request({ method: 'GET', path, query })).body;

  beforeAll(async () => {
    const onProgress = () => {};
    await runJobHere('seed-demo', { dataDir, workspace: DEMO_WORKSPACE, body: null, onProgress });
  }, 120_000);
  afterAll(() => api.close());

  it.each(SOME)('has something to show %s, by its name and with its reasons', async (id) => {
    const { items } = shown.parse(await get(`/v1/customers/${id}/recommendations`));
    expect(items).toHaveLength(10);
    for (const { item, name } of items) expect(name).toEqual(NAMES.get(item));
  });

  it.each(SOME)('shows %s nothing that lasts and that they have', async (id) => {
    const { ordersList } = customer.parse(await get(`/v1/customers/${id}`));
    const returned = new Set(ordersList.filter((one) => one.amountMinor < 0).flatMap(({ items }) => items));
    const kept = ordersList.flatMap(({ items }) => items).filter((item) => !returned.has(item));
    const { items } = shown.parse(await get(`/v1/customers/${id}/recommendations`, { k: '50' }));
    expect(items.map(({ item }) => item).filter((item) => DURABLE.has(item) && kept.includes(item))).toEqual(
      [],
    );
  });

  it.each(SOME)('discovers for %s what they have not', async (id) => {
    const { ordersList } = customer.parse(await get(`/v1/customers/${id}`));
    const bought = new Set(ordersList.flatMap(({ items }) => items));
    const { items } = shown.parse(
      await get(`/v1/customers/${id}/recommendations`, { slot: 'discover', k: '5' }),
    );
    const again = items.filter(({ item, method }) => bought.has(item) && method !== 'popularity');
    expect(again).toEqual([]);
  });

  it('has lived its days with the whole programme, and begun it with nobody from before', async () => {
    const { container } = await api.workspace(DEMO_WORKSPACE);
    const { segments, offers, points, winBack } = await programmeCounts(container);
    expect(segments['best-customers']).toBeGreaterThan(100);
    expect(offers['basket']).toBeGreaterThan(10);
    expect(points).toMatchObject({ balanced: true });
    expect(points.held).toBeGreaterThan(100_000);
    const lost = (await container.store.lastEvaluation())?.summary.stages.decline ?? 0;
    const cases = Object.values(winBack).reduce((sum, one) => sum + one, 0);
    expect(cases).toBeGreaterThan(0);
    expect(cases).toBeLessThan(lost / 2);
  });

  it('began with the points of its history, and lets people pay with codes and points', async () => {
    const { container } = await api.workspace(DEMO_WORKSPACE);
    const { book } = await container.inForce();
    expect(loyaltyIn(book.programme)?.definition.backfillFrom).toBeDefined();
    expect((await recount(container.store)).programme['redeemed']).toBeGreaterThan(10_000);
    const uses = [];
    for await (const page of container.store.scanDossiers('grant'))
      uses.push(...page.flatMap((one) => redeemedMarks(grantIn(one))));
    expect(uses.length).toBeGreaterThan(10);
  });

  it('has rules over its orders', async () => {
    const { rules } = z
      .looseObject({ rules: z.array(z.unknown()) })
      .parse(await get('/v1/recommendations/rules'));
    expect(rules).toHaveLength(20);
  });

  it('rests on the margins that the first evaluation of its day finds', async () => {
    const { store } = (await api.workspace(DEMO_WORKSPACE)).container;
    const known = async () => {
      const own: Record<string, unknown> = {};
      for await (const page of store.exportPeople())
        for (const { person } of page) own[person.id] = person.lifecycle?.statistics.margin;
      return { shop: (await store.model())?.margin, own };
    };
    const seeded = await known();
    expect(seeded.shop?.share).toBeGreaterThan(0.5);
    expect(seeded.shop?.credibility?.priorMinor).toBeGreaterThan(0);
    const at = isoDay(utcDay((await store.lastEvaluation())?.at ?? 0));
    const context = { dataDir, workspace: DEMO_WORKSPACE, body: { at }, onProgress: () => {} };
    await runJobHere('evaluate', context);
    expect(await known()).toEqual(seeded);
  }, 60_000);
});
