import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foldOrders,
  gapsBetween,
  NO_ORDERS,
  netSpendMinor,
  withOrder,
} from '../../../core/customer/order.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { anOrder, at } from '../../support/builders.ts';

const amounts = fc.record({
  at: fc.integer({ min: 0, max: 400 * DAY_MS }),
  amountMinor: fc.oneof(fc.constant(0), fc.integer({ min: -5_000, max: 20_000 })),
});
const histories = fc.array(amounts, { maxLength: 30 });

describe('foldOrders', () => {
  it('adds up the orders of a day, leaves refunds out of it and counts them apart', () => {
    const orders = [
      anOrder({ at: at('2026-03-02T10:00Z'), amountMinor: 1_000 }),
      anOrder({ at: at('2026-03-02T23:59Z'), amountMinor: 500 }),
      anOrder({ at: at('2026-03-05T00:00Z'), amountMinor: 0 }),
      anOrder({ at: at('2026-03-06T00:00Z'), amountMinor: -300 }),
    ];
    expect(foldOrders(orders)).toEqual({
      days: [utcDay(at('2026-03-02')), utcDay(at('2026-03-05'))],
      dayMinor: [1_500, 0],
      orders: 3,
      refundsMinor: -300,
      lastOrderAt: at('2026-03-05'),
    });
  });

  it('counts only what lies strictly before the given instant', () => {
    const orders = [anOrder({ at: 5 * DAY_MS - 1 }), anOrder({ at: 5 * DAY_MS })];
    expect(foldOrders(orders, 5 * DAY_MS).orders).toBe(1);
  });

  it('finds nothing in nothing, and no purchase in refunds alone', () => {
    expect(foldOrders([])).toEqual(NO_ORDERS);
    expect(foldOrders([anOrder({ amountMinor: -100 })])).toEqual({ ...NO_ORDERS, refundsMinor: -100 });
  });

  it('does not depend on the order in which orders arrive', () => {
    const shuffled = histories.chain((orders) =>
      fc.tuple(fc.constant(orders), fc.shuffledSubarray(orders, { minLength: orders.length })),
    );
    fc.assert(
      fc.property(shuffled, ([orders, otherwise]) => {
        expect(foldOrders(otherwise)).toEqual(foldOrders(orders));
      }),
    );
  });

  it('keeps every cent: net spend is the sum of all amounts', () => {
    fc.assert(
      fc.property(histories, (orders) => {
        const sum = orders.reduce((total, { amountMinor }) => total + amountMinor, 0);
        expect(netSpendMinor(foldOrders(orders))).toBe(sum);
      }),
    );
  });
});

describe('withOrder', () => {
  it('one order at a time, in any sequence, comes to what all of them folded do', () => {
    fc.assert(
      fc.property(histories, (orders) => {
        expect(orders.reduce(withOrder, NO_ORDERS)).toEqual(foldOrders(orders));
      }),
    );
  });

  it('leaves the history it was given as it was', () => {
    const before = foldOrders([anOrder({ at: 5 * DAY_MS, amountMinor: 100 })]);
    withOrder(before, anOrder({ at: 5 * DAY_MS, amountMinor: 900 }));
    withOrder(before, anOrder({ at: 2 * DAY_MS, amountMinor: 900 }));
    expect(before).toEqual(foldOrders([anOrder({ at: 5 * DAY_MS, amountMinor: 100 })]));
  });
});

describe('gapsBetween', () => {
  it.each([
    [[], []],
    [[7], []],
    [
      [7, 8, 20],
      [1, 12],
    ],
  ])('of %j is %j', (days, gaps) => {
    expect(gapsBetween(days)).toEqual(gaps);
  });
});
