import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DayColumns, groupSummaries, groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';

type Row = readonly [x: number, txDays: number, TDays: number];

const columnsOf = (rows: readonly Row[]): DayColumns => ({
  x: Int32Array.from(rows, ([x]) => x),
  txDays: Int32Array.from(rows, ([, tx]) => tx),
  TDays: Int32Array.from(rows, ([, , T]) => T),
});

const history = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 12 }))
  .map(([x, tx, more]): Row => [x, x === 0 ? 0 : tx, x === 0 ? more : tx + more]);

describe('groupSummaries', () => {
  it('counts equal customers once, in ascending order of (x, T, t_x), in weeks', () => {
    const grouped = groupSummaries(
      columnsOf([
        [2, 14, 70],
        [0, 0, 7],
        [2, 7, 70],
        [2, 14, 70],
      ]),
    );
    expect([...grouped.x]).toEqual([0, 2, 2]);
    expect([...grouped.T]).toEqual([1, 10, 10]);
    expect([...grouped.tx]).toEqual([0, 1, 2]);
    expect([...grouped.weight]).toEqual([1, 1, 2]);
    expect(grouped).toMatchObject({ count: 3, customers: 4, rejected: 0 });
  });

  it.each<[string, Row]>([
    ['a negative count', [-1, 0, 7]],
    ['a last order after the end', [1, 8, 7]],
    ['a last order without repeat orders', [0, 3, 7]],
    ['repeat orders on the first day', [2, 0, 7]],
    ['a first order 180 years ago', [0, 0, 65_700]],
  ])('leaves out %s and counts it', (_, row) => {
    const grouped = groupSummaries(columnsOf([row, [1, 3, 7]]));
    expect(grouped).toMatchObject({ count: 1, customers: 1, rejected: 1 });
  });

  it('is the same whatever the order of the customers, and loses none', () => {
    const shuffles = fc
      .array(history, { maxLength: 60 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    fc.assert(
      fc.property(shuffles, ([rows, shuffled]) => {
        const grouped = groupSummaries(columnsOf(rows));
        expect(groupSummaries(columnsOf(shuffled))).toEqual(grouped);
        const keys = new Set(rows.map(String));
        expect(grouped.count).toBe(keys.size);
        expect(grouped.weight.reduce((sum, weight) => sum + weight, 0)).toBe(rows.length);
      }),
    );
  });

  it('points from each group to its moments', () => {
    fc.assert(
      fc.property(fc.array(history, { maxLength: 30 }), (rows) => {
        const { times, txAt, TAt, tx, T, count } = groupSummaries(columnsOf(rows));
        for (let g = 0; g < count; g += 1) {
          expect(times[txAt[g] ?? -1]).toBe(tx[g]);
          expect(times[TAt[g] ?? -1]).toBe(T[g]);
        }
      }),
    );
  });

  it('makes an empty group of no customers', () => {
    expect(groupSummaries(columnsOf([]))).toMatchObject({ count: 0, customers: 0, rejected: 0 });
  });
});

describe('groupWeeklySummaries', () => {
  it('agrees with whole days', () => {
    fc.assert(
      fc.property(fc.array(history, { maxLength: 40 }), (rows) => {
        const byDay = groupSummaries(columnsOf(rows));
        const byWeek = groupWeeklySummaries({
          x: rows.map(([x]) => x),
          tx: rows.map(([, tx]) => tx / 7),
          T: rows.map(([, , T]) => T / 7),
        });
        for (const column of ['x', 'tx', 'T', 'weight'] as const)
          expect(byWeek[column]).toEqual(byDay[column]);
      }),
    );
  });

  it('knows whole days by nine decimals of a week', () => {
    const rounded = groupWeeklySummaries({
      x: [2, 2],
      tx: [30.42857143, 213 / 7],
      T: [38.857142857, 272 / 7],
    });
    expect(rounded).toMatchObject({ count: 1, customers: 2 });
    expect([...rounded.tx, ...rounded.T]).toEqual([213 / 7, 272 / 7]);
  });

  it('takes moments an instant apart from 0 and beyond the days there is room for', () => {
    const odd = groupWeeklySummaries({ x: [1, 0], tx: [1e-9, 0], T: [4, 90_000] });
    expect([...odd.T]).toEqual([90_000, 4]);
    expect([...odd.tx]).toEqual([0, 1e-9]);
  });

  it('keeps moments apart that differ in the last digit', () => {
    expect(groupWeeklySummaries({ x: [1, 1], tx: [1, 1], T: [2, 2.000_000_1] }).count).toBe(2);
  });

  it('sorts rows too many and too fine for one key', () => {
    const moments = Array.from({ length: 3_000 }, (_, i) => 1 + ((i * 7_919) % 3_000) / 3_001);
    const x = moments.map((_, i) => (i === 0 ? 1_000_000_000 : 1 + (i % 2) * 999_999));
    const grouped = groupWeeklySummaries({ x, tx: moments, T: moments.map((tx) => tx + 1) });
    expect(grouped).toMatchObject({ count: 2_999, rejected: 1 });
    for (let g = 1; g < grouped.count; g += 1) {
      const before = [grouped.x[g - 1] ?? 0, grouped.T[g - 1] ?? 0] as const;
      const here = [grouped.x[g] ?? 0, grouped.T[g] ?? 0] as const;
      expect(before[0] < here[0] || (before[0] === here[0] && before[1] < here[1])).toBe(true);
    }
  });

  it('leaves out what is not a number', () => {
    expect(
      groupWeeklySummaries({ x: [1, 0.5, 0], tx: [Number.NaN, 1, 0], T: [3, 3, Number.POSITIVE_INFINITY] }),
    ).toMatchObject({
      count: 0,
      rejected: 3,
    });
  });
});
