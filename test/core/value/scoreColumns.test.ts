import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predict } from '../../../core/value/kernelOf.ts';
import type { FittedModel, MbgCnbdKParams } from '../../../core/value/purchaseModel.ts';
import { scoreColumns } from '../../../core/value/scoreColumns.ts';
import { drawHistories } from '../../support/valueCohorts.ts';

const REGULAR: MbgCnbdKParams = { k: 3, r: 0.9, alpha: 1.2, a: 0.6, b: 2.5 };
const MODELS: readonly FittedModel[] = [
  { model: 'nbd', params: { r: 0.4, alpha: 12 } },
  { model: 'bg-nbd', params: { r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 } },
  { model: 'mbg-nbd', params: { r: 0.5, alpha: 6, a: 0.9, b: 1.6 } },
  { model: 'pareto-nbd', params: { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 } },
  { model: 'mbg-cnbd-k', params: { ...REGULAR, k: 1 } },
];
const OPTIONS = { horizon: 26, discountRate: 0.0027 };

const drawn = drawHistories({ customers: 1_500, params: REGULAR, weeks: [1, 104], horizon: 26, seed: 3 });
const historyAt = (row: number) => ({
  x: drawn.x[row] ?? 0,
  tx: drawn.tx[row] ?? 0,
  T: drawn.T[row] ?? 0,
});

const largestGap = (found: ArrayLike<number>, wanted: (row: number) => number): number =>
  Array.from(found).reduce((most, value, row) => {
    const expected = wanted(row);
    return Math.max(most, expected === 0 ? Math.abs(value) : Math.abs(value / expected - 1));
  }, 0);

describe('scoreColumns', () => {
  it.each(MODELS)('says of every customer what is said of one: $model', (fitted) => {
    const one = predict(fitted);
    const { pAlive, pActive, expectedOrders, dert } = scoreColumns(fitted, drawn, OPTIONS);
    expect(largestGap(pAlive, (row) => one.pAlive(historyAt(row)))).toBeLessThan(1e-9);
    expect(largestGap(pActive, (row) => one.pActive(historyAt(row), 26))).toBeLessThan(1e-9);
    expect(largestGap(expectedOrders, (row) => one.expectedOrders(historyAt(row), 26))).toBeLessThan(1e-9);
    expect(largestGap(dert ?? [], (row) => one.dert(historyAt(row), 0.0027))).toBeLessThan(1e-9);
    expect(dert).toHaveLength(1_500);
  });

  it('says so too of regular customers, but for their expected orders', () => {
    const fitted: FittedModel = { model: 'mbg-cnbd-k', params: REGULAR };
    const one = predict(fitted);
    const { pAlive, pActive, dert } = scoreColumns(fitted, drawn, OPTIONS);
    expect(largestGap(pAlive, (row) => one.pAlive(historyAt(row)))).toBeLessThan(1e-12);
    expect(largestGap(pActive, (row) => one.pActive(historyAt(row), 26))).toBeLessThan(1e-12);
    expect(largestGap(dert ?? [], (row) => one.dert(historyAt(row), 0.0027))).toBeLessThan(1e-9);
  });

  it('counts periods by BG/BB', () => {
    const fitted: FittedModel = { model: 'bg-bb', params: { alpha: 1.2, beta: 0.8, gamma: 0.7, delta: 2.8 } };
    const columns = { x: [0, 1, 4, 4, 6], tx: [0, 2, 5, 5, 6], T: [6, 6, 6, 6, 6] };
    const one = predict(fitted);
    const { pAlive, pActive, expectedOrders } = scoreColumns(fitted, columns, { horizon: 5 });
    const at = (row: number) => ({ x: columns.x[row] ?? 0, tx: columns.tx[row] ?? 0, T: 6 });
    expect(largestGap(pAlive, (row) => one.pAlive(at(row)))).toBeLessThan(1e-12);
    expect(largestGap(pActive, (row) => one.pActive(at(row), 5))).toBeLessThan(1e-12);
    expect(largestGap(expectedOrders, (row) => one.expectedOrders(at(row), 5))).toBeLessThan(1e-12);
  });

  it('gives no discounted orders unless a rate is given, and none for what is no history', () => {
    const columns = {
      x: [1, Number.NaN, -1, 0.5, 2],
      tx: [1, 1, 1, 1, 1],
      T: [2, 2, 2, 2, Number.POSITIVE_INFINITY],
    };
    for (const fitted of MODELS) {
      const scores = scoreColumns(fitted, columns, { horizon: 4 });
      expect(scores).not.toHaveProperty('dert');
      expect(Array.from(scores.pAlive, Number.isNaN)).toEqual([false, true, true, true, true]);
    }
  });

  it('scores no customers, and no horizon', () => {
    for (const fitted of MODELS) {
      expect(scoreColumns(fitted, { x: [], tx: [], T: [] }, OPTIONS).pAlive).toHaveLength(0);
      expect(Math.max(...scoreColumns(fitted, drawn, { horizon: 0 }).expectedOrders)).toBe(0);
    }
  });

  it('is finite whatever the parameters and the time observed', () => {
    const size = (low: number, high: number) =>
      fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
    const params = fc.record({
      r: size(1e-5, 1e6),
      alpha: size(1e-5, 1e8),
      a: size(1e-6, 1e6),
      b: size(1e-6, 1e6),
    });
    fc.assert(
      fc.property(params, size(1e-6, 1e6), (found, T) => {
        const rows = Array.from({ length: 80 }, (_, row) => row);
        const columns = {
          x: rows.map((row) => row % 2),
          tx: rows.map((row) => (row % 2) * 0.4 * T),
          T: rows.map((row) => T * (1 + row / 10)),
        };
        for (const model of ['bg-nbd', 'mbg-nbd'] as const) {
          const { expectedOrders } = scoreColumns({ model, params: found }, columns, { horizon: 52 });
          expect(expectedOrders.every((orders) => orders >= 0 && orders < Infinity)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('expected orders of regular customers in columns', () => {
  const fitted: FittedModel = { model: 'mbg-cnbd-k', params: REGULAR };
  const { expectedOfNew } = predict(fitted);
  const { expectedOrders } = scoreColumns(fitted, drawn, { horizon: 26 });

  it('add up to what a cohort of their ages is expected to order', () => {
    const cohort = drawn.T.reduce((sum, T) => sum + expectedOfNew(T + 26) - expectedOfNew(T), 0);
    expect(expectedOrders.reduce((sum, orders) => sum + orders, 0) / cohort).toBeCloseTo(1, 9);
  });

  it('are those of MBG/NBD with kα for α, times one factor', () => {
    const { alpha, r, a, b } = REGULAR;
    const plain = predict({ model: 'mbg-nbd', params: { r, alpha: 3 * alpha, a, b } });
    const regular = predict(fitted);
    const approximate = (row: number): number => {
      const history = historyAt(row);
      const ofLiving = plain.expectedOrders(history, 26) / plain.pAlive(history);
      return regular.pAlive(history) * ofLiving;
    };
    const factor = (expectedOrders[0] ?? 0) / approximate(0);
    expect(largestGap(expectedOrders, (row) => factor * approximate(row))).toBeLessThan(1e-9);
    const few = { x: drawn.x.slice(0, 99), tx: drawn.tx.slice(0, 99), T: drawn.T.slice(0, 99) };
    expect(largestGap(scoreColumns(fitted, few, { horizon: 26 }).expectedOrders, approximate)).toBeLessThan(
      1e-9,
    );
  });

  it('are near what the customers then order, in sum', () => {
    const later = drawn.later.reduce((sum, orders) => sum + orders, 0);
    expect(expectedOrders.reduce((sum, orders) => sum + orders, 0) / later).toBeCloseTo(1, 0);
  });
});
