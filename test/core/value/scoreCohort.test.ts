import { describe, expect, it } from 'vitest';
import { clvOf } from '../../../core/value/clvColumn.ts';
import { gammaGammaExpectedOrderValue } from '../../../core/value/gammaGamma.ts';
import { isGone, limitsOfGaps, limitsOfSummaries } from '../../../core/value/hiatus.ts';
import { predict } from '../../../core/value/kernelOf.ts';
import type { FittedModel } from '../../../core/value/purchaseModel.ts';
import { type OrderModel, scoreCohort } from '../../../core/value/scoreCohort.ts';

const FITTED: FittedModel = { model: 'mbg-nbd', params: { r: 0.5, alpha: 6, a: 0.9, b: 1.6 } };
const SPEND = { p: 6, q: 4, gamma: 15 };
const COLUMNS = { x: [0, 2, 2], tx: [0, 30, 5], T: [38, 39, 39] };
const TERMS = { horizon: 39, rate: Math.log(1.15) / 52 };

describe('scores of customers', () => {
  it('are what the model says of each', () => {
    const meanSpend = [0, 22.5, Number.NaN];
    const scores = scoreCohort(
      { kind: 'model', fitted: FITTED },
      { params: SPEND, meanSpend },
      COLUMNS,
      TERMS,
    );
    const model = predict(FITTED);
    for (const row of [0, 1]) {
      const history = { x: COLUMNS.x[row] ?? 0, tx: COLUMNS.tx[row] ?? 0, T: COLUMNS.T[row] ?? 0 };
      const value = gammaGammaExpectedOrderValue(SPEND, history.x, meanSpend[row] ?? 0);
      expect(scores.pAlive?.[row]).toBeCloseTo(model.pAlive(history), 9);
      expect(scores.pActive[row]).toBeCloseTo(model.pActive(history, 39), 9);
      expect(scores.expectedOrders[row]).toBeCloseTo(model.expectedOrders(history, 39), 8);
      expect(scores.dert[row]).toBeCloseTo(model.dert(history, TERMS.rate), 8);
      expect(scores.orderValue?.[row]).toBe(value);
      expect(scores.clv?.[row]).toBeCloseTo(clvOf(model, history, value, TERMS).value, 6);
    }
  });

  it('do not make up the spend of repeat orders that have none', () => {
    const meanSpend = [0, 22.5, Number.NaN];
    const { orderValue, clv } = scoreCohort(
      { kind: 'model', fitted: FITTED },
      { params: SPEND, meanSpend },
      COLUMNS,
      TERMS,
    );
    expect([orderValue?.[2], clv?.[2]]).toEqual([Number.NaN, Number.NaN]);
    const without = scoreCohort({ kind: 'model', fitted: FITTED }, null, COLUMNS, TERMS);
    expect([without.orderValue, without.clv]).toEqual([null, null]);
  });

  it('have no P(alive) where dropout is not identified; the silent order nothing', () => {
    const model: OrderModel = { kind: 'hiatus', nbd: { r: 1, alpha: 8 }, limits: { first: 40, later: 20 } };
    const spend = { params: SPEND, meanSpend: [0, 20, 20] };
    const { pAlive, pActive, expectedOrders, clv, dert } = scoreCohort(model, spend, COLUMNS, TERMS);
    expect(pAlive).toBeNull();
    for (const column of [pActive, expectedOrders, clv ?? [], dert]) {
      expect(column[0]).toBeGreaterThan(0);
      expect(column[1]).toBeGreaterThan(0);
      expect(column[2]).toBe(0);
    }
    expect(expectedOrders[1]).toBeCloseTo((3 / 47) * 39, 9);
  });

  it('have none of NBD either, which knows no leaving', () => {
    const { pAlive } = scoreCohort(
      { kind: 'model', fitted: { model: 'nbd', params: { r: 1, alpha: 8 } } },
      null,
      COLUMNS,
      TERMS,
    );
    expect(pAlive).toBeNull();
  });
});

describe('the hiatus rule', () => {
  it('takes the late quantile of the shop’s gaps, or ninety days of few', () => {
    const gaps = Float64Array.from({ length: 11 }, (_, at) => at + 1);
    expect(limitsOfGaps({ first: gaps.slice(0, 6), all: gaps }, 7)).toEqual({ first: 5.5, later: 10 });
    expect(limitsOfGaps({ first: [], all: [1, 2] }, 7)).toEqual({ first: 90 / 7, later: 90 / 7 });
  });

  it('takes a summary’s gaps as exponential', () => {
    const limit = limitsOfSummaries([10, 0, 5], [20, 0, 10], 7).later;
    expect(limit).toBeCloseTo(2 * Math.log(10), 12);
    expect(limitsOfSummaries([], [], 1).first).toBe(90);
  });

  it('asks more patience of nobody than of the limit', () => {
    expect([isGone({ first: 5, later: 9 }, 0, 6), isGone({ first: 5, later: 9 }, 1, 6)]).toEqual([
      true,
      false,
    ]);
  });
});
