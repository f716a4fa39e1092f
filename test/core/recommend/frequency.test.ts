import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addFrequency,
  addRhythm,
  readiness,
  reorderGaps,
  rhythmOf,
} from '../../../core/recommend/frequency.ts';
import { rowOf } from '../../../core/recommend/interactions.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anyPurchases, purchaseTable } from '../../support/purchaseTables.ts';

const NOBODY = Number.NaN;

describe('how soon an item is bought again', () => {
  it('is the median gap of its customers, weighed by how many gaps each has', () => {
    const table = purchaseTable([
      ['ann', 'tea', 0],
      ['ann', 'tea', 10],
      ['ann', 'tea', 20],
      ['ann', 'tea', 30],
      ['bob', 'tea', 0],
      ['bob', 'tea', 50],
      ['eve', 'tea', 7],
      ['eve', 'pan', 7],
    ]);
    expect(table.itemIds).toEqual(['pan', 'tea']);
    expect([...reorderGaps(table)]).toEqual([NOBODY, 10]);
  });

  it('is not known of two purchases of one day', () => {
    const table = purchaseTable([
      ['ann', 'tea', 1],
      ['ann', 'tea', 1],
    ]);
    expect([...reorderGaps(table)]).toEqual([NOBODY]);
  });
});

describe('the rhythm of one customer', () => {
  const bought = (...days: readonly number[]) =>
    rowOf(purchaseTable(days.map((day) => ['ann', 'tea', day] as const)), 0);

  it.each([
    ['the item’s gap, of one purchase', bought(0), 30, 45, { gapDays: 30, sinceDays: 45, gapsPassed: 1.5 }],
    ['drawn to the item’s, of one gap', bought(0, 20), 30, 45, { gapDays: 25, sinceDays: 25, gapsPassed: 1 }],
    [
      'mostly their own, of many',
      bought(0, 10, 20, 30),
      30,
      45,
      { gapDays: 15, sinceDays: 15, gapsPassed: 1 },
    ],
    [
      'their own, where nobody else says',
      bought(0, 20),
      NOBODY,
      30,
      { gapDays: 20, sinceDays: 10, gapsPassed: 0.5 },
    ],
    [
      'unknown, of one purchase of what nobody reorders',
      bought(3),
      NOBODY,
      30,
      { gapDays: null, sinceDays: 27, gapsPassed: null },
    ],
  ])('is %s', (_, row, itemGap, nowDay, expected) => {
    expect(rhythmOf(row, 0, itemGap, nowDay * DAY_MS)).toEqual(expected);
  });

  it('is unknown without dates, and without a now', () => {
    const undated = rowOf(purchaseTable([['ann', 'tea']]), 0);
    expect(rhythmOf(undated, 0, 30, 0)).toEqual({ gapDays: 30, sinceDays: null, gapsPassed: null });
    expect(rhythmOf(bought(0), 0, 30, Number.NaN).gapsPassed).toBeNull();
  });

  it.each([
    [0, 0.5],
    [0.5, 0.75],
    [1, 1],
    [2, 1],
    [3, 0.5],
    [5, 0.125],
    [null, 0.5],
  ])('after %s gaps is ready to %d', (gapsPassed, expected) => {
    expect(readiness({ gapDays: 10, sinceDays: 0, gapsPassed })).toBe(expected);
  });
});

describe('personal frequency', () => {
  it('is how often each item was bought, and by rhythm never more', () => {
    fc.assert(
      fc.property(anyPurchases, fc.integer({ min: 30, max: 400 }), (bought, nowDay) => {
        const table = purchaseTable(bought);
        const gaps = reorderGaps(table);
        const size = table.itemIds.length;
        for (const customer of table.customerIds.keys()) {
          const [plain, ready] = [new Float64Array(size), new Float64Array(size)];
          const row = rowOf(table, customer);
          addFrequency(row, plain);
          addRhythm(row, gaps, nowDay * DAY_MS, ready);
          const own = bought.filter(([who]) => who === table.customerIds[customer]);
          for (const [item, id] of table.itemIds.entries()) {
            expect(plain[item]).toBe(own.filter(([, what]) => what === id).length);
            expect(ready[item]).toBeLessThanOrEqual(plain[item] ?? 0);
            expect(Math.sign(ready[item] ?? 0)).toBe(Math.sign(plain[item] ?? 0));
          }
        }
      }),
    );
  });
});
