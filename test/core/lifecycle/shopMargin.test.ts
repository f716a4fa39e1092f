import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Order } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { marginShareOf } from '../../../core/lifecycle/marginShare.ts';
import { measureMargin } from '../../../core/lifecycle/shopMargin.ts';
import { worthOf } from '../../../core/lifecycle/worth.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, NOW } from '../../support/builders.ts';
import { importHistory } from '../../support/shops.ts';

const FACTS = factsOf({
  currency: 'USD',
  items: [{ item: 'mug', costMinor: 300 }, { item: 'rug', category: 'home' }, { item: 'lid' }],
});
const STATED = { margin: 1, categoryMargins: { home: 0.5 } };

function bought(
  id: string,
  item: string,
  amountMinor: number,
  daysAgo = 1,
  more: Partial<Order> = {},
): Order {
  const lines = [{ item, quantity: 1, priceMinor: null }];
  return anOrder({
    ...{ id, customerId: customerId(`c-${id}`), at: NOW - daysAgo * DAY_MS, amountMinor },
    ...more,
    lines,
  });
}

async function measured(orders: readonly Order[], settings = STATED, facts = FACTS) {
  const store = createMemoryStore();
  await importHistory(store, orders);
  const segments = Array.from({ length: store.segments }, (_, segment) => segment);
  return measureMargin({ store, facts, settings }, { at: NOW, segments });
}

describe('the margin of a shop', () => {
  it('is what is left of its revenue by the costs that are known', async () => {
    const found = await measured([bought('a', 'mug', 1_000), bought('b', 'rug', 1_000)]);
    expect(found).toMatchObject({ share: 0.6, revenueMinor: 2_000 });
    expect(found?.from).toMatchObject({ 'catalogue-cost': 0.5, category: 0.5 });
  });

  it('is net of what was given back, and of the last year alone', async () => {
    const orders = [
      bought('a', 'mug', 1_000),
      bought('b', 'mug', 600),
      bought('c', 'mug', -600),
      bought('d', 'mug', 301, 400),
    ];
    expect((await measured(orders))?.share).toBeCloseTo(0.7, 12);
  });

  it.each<[string, Order[]]>([
    ['nothing was bought', []],
    ['neither cost nor category is known', [bought('a', 'lid', 1_000)]],
    ['more was given back than bought', [bought('a', 'mug', 100), bought('b', 'mug', -900)]],
  ])('is not measured where %s', async (_, orders) => {
    expect(await measured(orders)).toBeNull();
  });

  it('goes before the stated one, which counts where there is none', () => {
    const margin = {
      share: 0.4,
      revenueMinor: 1,
      from: { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 },
    };
    expect(marginShareOf({ margin }, { margin: 1 })).toBe(0.4);
    expect(marginShareOf({ margin: null }, { margin: 0.9 })).toBe(0.9);
    expect(marginShareOf({}, { margin: 0.9 })).toBe(0.9);
  });

  it('makes value that much smaller than revenue', () => {
    const model = coldModel(DEFAULT_SETTINGS);
    const row = { x: 3, txDays: 90, TDays: 100, meanRepeatMinor: 2_000, lapsed: false };
    const { valueMinor: revenue } = worthOf(row, model, DEFAULT_SETTINGS.value);
    const margin = {
      share: 0.25,
      revenueMinor: 1,
      from: { 'line-cost': 1, 'catalogue-cost': 0, category: 0, default: 0 },
    };
    expect(worthOf(row, { ...model, margin }, DEFAULT_SETTINGS.value).valueMinor).toBeCloseTo(revenue / 4, 6);
  });
});
