import { describe, expect, it } from 'vitest';
import { LeakyBucket } from '../../../core/analytics/leakyBucket.ts';
import { ProductCounter } from '../../../core/analytics/productFigures.ts';
import { SevenPView } from '../../../core/analytics/sevenPView.ts';
import { customerId } from '../../../core/ids.ts';
import { aBuyer, aContext } from '../../support/analytics.ts';
import { at, someSettings } from '../../support/builders.ts';

const NOTHING_BESIDE = { product: null, promotion: null };

function sevenPs(people: readonly ReturnType<typeof aBuyer>[], settings = someSettings()) {
  const view = new SevenPView(aContext('2026-03-01', { settings }), NOTHING_BESIDE);
  for (const person of people) view.add(person);
  return view.answer();
}

const PEOPLE = [
  aBuyer('a', ['2024-06-01', '2025-06-01'], [1_000, 3_000]),
  aBuyer('b', ['2024-06-01'], [2_000]),
  aBuyer('c', ['2026-02-10'], [4_000]),
  aBuyer('nobody', []),
];

describe('the seven Ps', () => {
  it('say who they are and whether they stay', () => {
    const { profiling, persistency } = sevenPs(PEOPLE);
    expect(profiling).toMatchObject({
      customers: 3,
      prospects: 1,
      stages: { identification: 2, development: 0, stability: 0, decline: 2 },
    });
    expect(persistency).toMatchObject({ yearRetention: 0.5, repeatShare: 1 / 3, meanRelationDays: 365 });
  });

  it('compare the last year with the one before', () => {
    const { performance, prospecting } = sevenPs(PEOPLE);
    expect(performance.lastYear).toEqual({ customers: 2, orders: 2, revenueMinor: 7_000, orderMinor: 3_500 });
    expect(performance.yearBefore).toEqual({
      customers: 2,
      orders: 2,
      revenueMinor: 3_000,
      orderMinor: 1_500,
    });
    expect(performance.growth).toBeCloseTo(4 / 3, 12);
    expect(prospecting.newcomersLastYear).toBe(1);
  });

  it('tell contribution by the margin of the settings', () => {
    const { profitability } = sevenPs(PEOPLE, someSettings({ value: { margin: 0.3 } }));
    expect(profitability).toMatchObject({
      spendMinor: 10_000,
      contributionMinor: 3_000,
      contributionEachMinor: 1_000,
    });
  });

  it('name what the records do not say, under each', () => {
    const { view: _view, until: _until, currency: _currency, ...seven } = sevenPs([]);
    const named = Object.values(seven).map(({ notSaid }) => notSaid.length);
    expect(named).toHaveLength(7);
    expect(Math.min(...named)).toBeGreaterThan(0);
  });

  it('are the same counted in parts', () => {
    const context = aContext('2026-03-01');
    const [one, other] = [new SevenPView(context, NOTHING_BESIDE), new SevenPView(context, NOTHING_BESIDE)];
    for (const [i, person] of PEOPLE.entries()) (i % 2 === 0 ? one : other).add(person);
    one.merge(other);
    expect(one.answer()).toEqual(sevenPs(PEOPLE));
  });
});

describe('the leaky bucket', () => {
  it('shows new customers hiding the loss of old ones', () => {
    const bucket = new LeakyBucket();
    const step = { month: 24_000, orders: 1, revenueMinor: 1_000 };
    for (let i = 0; i < 10; i += 1)
      bucket.add({ ...step, from: 'stability', to: i < 4 ? 'decline' : 'stability' });
    for (let i = 0; i < 4; i += 1) bucket.add({ ...step, from: null, to: 'identification' });
    bucket.add({ ...step, from: 'decline', to: 'development' });
    bucket.add({ ...step, from: null, to: 'decline' });
    const [month] = bucket.months(24_000, 12);
    expect(month).toMatchObject({
      start: 10,
      new: 5,
      returned: 1,
      lost: 5,
      end: 11,
      retention: 0.6,
      orders: 16,
    });
  });

  it('goes on from month to month: the end of one is the start of the next', () => {
    const { bucket } = sevenPs([
      aBuyer('a', ['2025-11-20', '2025-12-15']),
      aBuyer('b', ['2025-11-20']),
      aBuyer('c', ['2025-11-20', '2026-01-20']),
    ]).persistency;
    expect(bucket.map(({ month }) => month)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    for (const [i, { start }] of bucket.entries()) expect(start).toBe(bucket[i - 1]?.end ?? 0);
  });
});

describe('products', () => {
  const line = (item: string, quantity: number) => ({ item, quantity, priceMinor: null });
  const basket = (id: string, day: string, amountMinor: number, ...lines: ReturnType<typeof line>[]) => ({
    id,
    at: at(day),
    amountMinor,
    lines,
  });

  it('are counted of orders with lines, without what was given back or bought before', () => {
    const counter = new ProductCounter(at('2025-03-01'));
    counter.add({
      customerId: customerId('a'),
      baskets: [
        basket('old', '2025-02-01', 500, line('scarf', 9)),
        basket('o1', '2025-04-01', 500, line('mug', 3), line('tea', 1)),
        basket('o2', '2025-05-01', 500, line('mug', 4)),
        basket('r1', '2025-05-02', -100, line('tea', 1)),
      ],
    });
    expect(counter.figures()).toEqual({ items: 2, orders: 2, itemsPerOrder: 1.5, topTenthShare: 7 / 8 });
  });

  it('are not known where no order has lines', () => {
    expect(new ProductCounter(0).figures()).toBeNull();
  });
});
