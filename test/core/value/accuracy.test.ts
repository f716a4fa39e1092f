import { describe, expect, it } from 'vitest';
import {
  activityAccuracy,
  calibrationByDecile,
  normalizedGini,
  orderAccuracy,
  topCustomers,
} from '../../../core/value/accuracy.ts';

describe('accuracy of predicted orders', () => {
  it('weighs misses by size and by square, and tells the error in the total', () => {
    const { mae, rmse, totalActual, totalPredicted, totalPctError } = orderAccuracy([1, 2, 3], [2, 2, 0]);
    expect([mae, totalActual, totalPredicted, totalPctError]).toEqual([4 / 3, 4, 6, 50]);
    expect(rmse).toBeCloseTo(Math.sqrt(10 / 3), 12);
  });

  it('says nothing of what a constant cannot show, or nothing at all', () => {
    const constant = orderAccuracy([1, 1], [0, 3]);
    expect([constant.pearson, constant.spearman, constant.normalizedGini]).toEqual([null, null, null]);
    expect(orderAccuracy([], []).totalPctError).toBeNull();
    expect(orderAccuracy([], []).mae).toBe(0);
  });
});

describe('normalized Gini', () => {
  it('is 1 in the right order, −1 in the reverse', () => {
    expect(normalizedGini([1, 2, 3], [0, 1, 5])).toBeCloseTo(1, 12);
    expect(normalizedGini([3, 2, 1], [0, 1, 5])).toBeCloseTo(-1, 12);
  });

  it('does not depend on the sequence of rows with equal predictions', () => {
    const one = normalizedGini([2, 1, 1, 1], [3, 0, 4, 1]);
    expect(normalizedGini([1, 2, 1, 1], [4, 3, 1, 0])).toBeCloseTo(one ?? Number.NaN, 12);
  });
});

describe('accuracy of who is active', () => {
  it('counts what is right above one half, and squares the rest', () => {
    const { accuracyAtHalf, brier, auc } = activityAccuracy([0.9, 0.4, 0.6], [1, 0, 0]);
    expect(accuracyAtHalf).toBeCloseTo(2 / 3, 12);
    expect(brier).toBeCloseTo((0.01 + 0.16 + 0.36) / 3, 12);
    expect(auc).toBe(1);
  });

  it('is calibrated by groups of equal size, rising', () => {
    const scores = Float64Array.from({ length: 25 }, (_, row) => row / 25);
    const groups = calibrationByDecile(
      scores,
      scores.map((score) => (score > 0.5 ? 1 : 0)),
    );
    expect(groups.map(({ customers }) => customers).reduce((sum, one) => sum + one)).toBe(25);
    expect(groups).toHaveLength(10);
    expect(
      groups.every(({ predicted }, at) => at === 0 || predicted > (groups[at - 1]?.predicted ?? 1)),
    ).toBe(true);
    expect(calibrationByDecile([0.3], [1])).toEqual([{ customers: 1, predicted: 0.3, actual: 1 }]);
  });
});

describe('the top customers', () => {
  it('are held against the best, whose ties count', () => {
    const actual = [5, 5, 1, 0, 0, 0, 0, 0, 0, 0];
    expect(topCustomers([9, 1, 8, 0, 0, 0, 0, 0, 0, 0], actual, 0.1)).toEqual({
      precision: 1,
      share: 5 / 11,
    });
    expect(topCustomers([9, 1, 8, 0, 0, 0, 0, 0, 0, 0], actual, 0.2)).toEqual({
      precision: 0.5,
      share: 6 / 11,
    });
    expect(topCustomers([1, 2], [0, 0], 0.5).share).toBeNull();
  });
});
