import { describe, expect, it } from 'vitest';
import { columnsBefore, gapsBefore, purchasesWithin, spanOf } from '../../../core/value/orderLog.ts';
import { periodColumns } from '../../../core/value/periodSummary.ts';
import { DAY_MS } from '../../../core/time.ts';

const order = (day: number, amountMinor: number) => ({ at: day * DAY_MS, amountMinor });
const LOG = new Map([
  ['ann', [order(10, 1_000), order(0, 500), order(10.5, 500), order(20, 500), order(12, -1_250)]],
  ['bob', [order(3, 700)]],
  ['late', [order(30, 1), order(29.9, 1)]],
  ['refund', [order(1, -100)]],
]);

describe('orders before a day', () => {
  const columns = columnsBefore(LOG, 21);

  it('count each day once, leave out who came later or only sent back, and end on the day before', () => {
    expect(columns.ids).toEqual(['ann', 'bob']);
    expect([[...columns.x], [...columns.txDays], [...columns.TDays]]).toEqual([
      [2, 0],
      [20, 0],
      [20, 17],
    ]);
    expect(columns.logGaps[0]).toBeCloseTo(Math.log(10) + Math.log(10), 12);
  });

  it('lower the repeat spend by its part of the refunds', () => {
    expect(columns.meanRepeatMinor[0]).toBe((2_000 - 1_250 * (2_000 / 2_500)) / 2);
    expect(columns.meanRepeatMinor[1]).toBe(0);
  });

  it('have gaps and a span', () => {
    const { first, all } = gapsBefore(LOG, 21);
    expect([[...first], [...all]]).toEqual([[10], [10, 10]]);
    expect(spanOf(LOG)).toEqual({ firstDay: 0, lastDay: 30 });
    expect(spanOf(new Map())).toBeNull();
  });
});

describe('orders after it', () => {
  it('are counted in days, the last day left out', () => {
    expect([...purchasesWithin(LOG, ['ann', 'late', 'nobody'], { fromDay: 10, toDay: 30 })]).toEqual([
      2, 1, 0,
    ]);
  });
});

describe('histories in periods', () => {
  it('count full periods, one order in each, the unfinished one unseen', () => {
    const { x, tx, T } = periodColumns([[0, 1, 7, 8, 22], [0], [0, 1]], 24, 7);
    expect([[...x], [...tx], [...T]]).toEqual([
      [2, 0, 1],
      [2, 0, 1],
      [3, 3, 3],
    ]);
  });

  it('are none for a customer of the last day', () => {
    const { x, T } = periodColumns([[23]], 24, 7);
    expect([x[0], T[0]]).toEqual([0, 0]);
  });
});
