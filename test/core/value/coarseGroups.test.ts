import { describe, expect, it } from 'vitest';
import { coarseGroups } from '../../../core/value/coarseGroups.ts';
import { fitModel } from '../../../core/value/fitModel.ts';
import { groupSummaries, groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { drawPurchases } from '../../support/valueCohorts.ts';

const shop = groupSummaries(
  drawPurchases({
    customers: 5_000,
    params: { r: 0.6, alpha: 6, a: 0.8, b: 2 },
    days: 500,
    seed: 12,
  }),
);
const likeness = coarseGroups(shop);

describe('a likeness of a shop', () => {
  it('has the same customers with the same orders in far fewer groups', () => {
    const ordersOf = ({ x, weight }: typeof shop): number =>
      x.reduce((sum, orders, g) => sum + orders * (weight[g] ?? 0), 0);
    expect(ordersOf(likeness)).toBe(ordersOf(shop));
    expect(likeness.weight.reduce((sum, weight) => sum + weight, 0)).toBe(5_000);
    expect(likeness.count).toBeLessThan(shop.count / 5);
  });

  it('keeps equal order counts side by side, and points from groups to moments', () => {
    expect([...likeness.x]).toEqual([...likeness.x].sort((left, right) => left - right));
    for (let g = 0; g < likeness.count; g += 1)
      expect(likeness.times[likeness.txAt[g] ?? -1]).toBe(likeness.tx[g]);
  });

  it('has its top near the top of the shop', () => {
    for (const model of ['bg-nbd', 'mbg-nbd'] as const) {
      const exact = fitModel({ model, grouped: shop });
      const found = new Map(Object.entries(fitModel({ model, grouped: likeness }).params));
      for (const [name, value] of Object.entries(exact.params))
        expect(Math.abs(Math.log((found.get(name) ?? 0) / value)), name).toBeLessThan(0.1);
    }
  });

  it.each([
    ['no customers', []],
    ['one who bought once and at once', [0]],
  ])('is made of %s', (_, T) => {
    const few = groupWeeklySummaries({ x: T.map(() => 0), tx: T, T });
    expect(coarseGroups(few)).toMatchObject({ count: T.length, customers: T.length });
  });
});
