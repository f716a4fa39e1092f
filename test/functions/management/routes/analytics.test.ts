import { describe, expect, it } from 'vitest';
import { ANALYTICS_VIEWS } from '../../../../core/analytics/view.ts';
import { customerId } from '../../../../core/ids.ts';
import { isoDay, utcDay } from '../../../../core/time.ts';
import { analytics } from '../../../../functions/management/routes/analytics.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { anOrder, aPerson, at, NOW } from '../../../support/builders.ts';
import { importHistory } from '../../../support/shops.ts';
import { call } from '../call.ts';

const ORDERS = ['ann', 'bob', 'cy'].flatMap((id, n) =>
  ['2025-08-01', '2025-09-10', '2025-10-20'].slice(n).map((day) =>
    anOrder({
      id: `${id}-${day}`,
      customerId: customerId(id),
      at: at(day),
      lines: [{ item: 'mug', quantity: 2, priceMinor: 1_000 }],
    }),
  ),
);

async function aWorld() {
  const world = aContainer();
  await importHistory(world.container.store, ORDERS);
  return world;
}

interface Answer {
  readonly view: string;
  readonly until: string;
  readonly n: number;
  readonly customers: unknown;
  readonly code: string;
  readonly detail: string;
  readonly lost: number;
  readonly byReason: readonly { readonly reason: string; readonly customers: number }[];
  readonly product: unknown;
  readonly promotion: unknown;
}

describe('GET /v1/analytics/{view}', () => {
  it.each(ANALYTICS_VIEWS)('answers %s as of today where no evaluation is on record', async (view) => {
    const { container } = await aWorld();
    const { status, body } = await call<Answer>(container, `/v1/analytics/${view}`);
    expect([status, body.view, body.until]).toEqual([200, view, isoDay(utcDay(NOW))]);
  });

  it('counts orders before the day asked for, and names customers only when asked', async () => {
    const { container } = await aWorld();
    const rfm = (query: Record<string, string>) => call<Answer>(container, '/v1/analytics/rfm', { query });
    expect((await rfm({ until: '2025-09-01' })).body).toMatchObject({ n: 1 });
    expect((await rfm({})).body.customers).toBeUndefined();
    expect((await rfm({ rows: 'true' })).body.customers).toHaveLength(3);
  });

  it('tells why customers were lost, where their profiles say', async () => {
    const { container } = await aWorld();
    const person = aPerson({
      id: customerId('ann'),
      traits: { loss_reason: 'price' },
      knownSince: at('2025-08-01'),
    });
    await container.store.importPeople([{ person, consents: [] }]);
    const { body } = await call<Answer>(container, '/v1/analytics/lost');
    expect(body.lost).toBeGreaterThan(0);
    expect(body.byReason.find(({ reason }) => reason === 'price')).toMatchObject({ customers: 1 });
  });

  it('tells of products and messages of the last year', async () => {
    const { container } = await aWorld();
    const { body } = await call<Answer>(container, '/v1/analytics/seven-p');
    expect(body.product).toMatchObject({ figures: { items: 1, orders: 6, itemsPerOrder: 1 } });
    expect(body.promotion).toMatchObject({ figures: { sent: 0, delivered: 0 } });
  });

  it.each([
    ['/v1/analytics/churn', {}, 'there is no view'],
    ['/v1/analytics/rfm', { until: 'soon' }, 'is no date'],
    ['/v1/analytics/lost', { most: '0' }, 'most'],
  ])('refuses %s %j', async (path, query, said) => {
    const { container } = await aWorld();
    const { status, body } = await call<Answer>(container, path, { query });
    expect(status).toBe(400);
    expect(body.detail).toContain(said);
  });

  it('refuses a shop larger than an answer may read, counting people once whatever the passes', async () => {
    const { container } = await aWorld();
    const asked = { params: { view: 'equity' }, query: {}, body: null, headers: {} };
    const by = { name: 'test', role: 'viewer' } as const;
    const limits = { atOnce: 2, mostCustomers: 3 };
    await expect(analytics(container, limits)(asked, by)).resolves.toMatchObject({ view: 'equity' });
    await expect(analytics(container, { ...limits, mostCustomers: 2 })(asked, by)).rejects.toMatchObject({
      body: { status: 413, code: 'too-many-customers' },
    });
  });
});
