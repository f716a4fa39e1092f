import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldOrders } from '../../../core/customer/order.ts';
import { meanRepeatMinor, repeatDays, statisticsOf } from '../../../core/lifecycle/statistics.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { anOrder, at } from '../../support/builders.ts';

const FIRST = utcDay(at('2026-01-01'));
const orderOn = (day: number, amountMinor: number) => anOrder({ at: (FIRST + day) * DAY_MS, amountMinor });

describe('statisticsOf', () => {
  it('says when and how much, and what was spent after the first day', () => {
    const orders = [orderOn(0, 1_000), orderOn(10, 3_000), orderOn(10, 500), orderOn(40, 500)];
    expect(statisticsOf(foldOrders(orders))).toEqual({
      orders: 4,
      orderDays: 3,
      firstDay: FIRST,
      lastDay: FIRST + 40,
      lastOrderAt: (FIRST + 40) * DAY_MS,
      spendMinor: 5_000,
      repeatSpendMinor: 4_000,
    });
  });

  it.each([
    ['takes refunds off repeat spend in proportion', [1_000, 4_000], -500, 3_600],
    ['and never lets it fall below nothing', [1_000, 1_000], -9_000, 0],
    ['nor divides by nothing', [0, 0], -100, 0],
  ])('%s', (_, [first = 0, second = 0], refund, repeatSpendMinor) => {
    const statistics = statisticsOf(foldOrders([orderOn(0, first), orderOn(5, second), orderOn(6, refund)]));
    expect(statistics).toMatchObject({ repeatSpendMinor, spendMinor: first + second + refund });
  });

  it('of nobody are zeros and nulls', () => {
    expect(statisticsOf(foldOrders([]))).toEqual({
      orders: 0,
      orderDays: 0,
      firstDay: null,
      lastDay: null,
      lastOrderAt: null,
      spendMinor: 0,
      repeatSpendMinor: 0,
    });
  });

  it('hold repeat spend between nothing and all that stayed', () => {
    const orders = fc.array(
      fc.record({ day: fc.nat(100), amount: fc.integer({ min: -3_000, max: 9_000 }) }),
      { minLength: 1, maxLength: 15 },
    );
    fc.assert(
      fc.property(orders, (rows) => {
        const found = statisticsOf(foldOrders(rows.map(({ day, amount }) => orderOn(day, amount))));
        expect(found.repeatSpendMinor).toBeGreaterThanOrEqual(0);
        expect(found.repeatSpendMinor).toBeLessThanOrEqual(Math.max(0, found.spendMinor) + 1);
        expect(Number.isInteger(found.repeatSpendMinor)).toBe(true);
      }),
    );
  });
});

describe('repeatDays', () => {
  const statistics = statisticsOf(foldOrders([orderOn(0, 1_000), orderOn(10, 3_000)]));

  it('end on the last complete day: the one before the evaluation', () => {
    expect(repeatDays(statistics, FIRST + 70)).toEqual({ x: 1, txDays: 10, TDays: 69 });
  });

  it('count today’s order as lived today, when an order asks', () => {
    expect(repeatDays(statistics, FIRST + 10)).toEqual({ x: 1, txDays: 10, TDays: 10 });
  });

  it('are null without an order', () => {
    expect(repeatDays(statisticsOf(foldOrders([])), FIRST)).toBeNull();
  });
});

describe('meanRepeatMinor', () => {
  it.each([
    [[1_000], 0],
    [[1_000, 3_000], 3_000],
    [[1_000, 3_000, 4_000], 3_500],
  ])('of purchases %j is %d', (amounts, mean) => {
    const orders = amounts.map((amount, i) => orderOn(i * 7, amount));
    expect(meanRepeatMinor(statisticsOf(foldOrders(orders)))).toBe(mean);
  });
});
