import { describe, expect, it } from 'vitest';
import {
  type CohortColumns,
  fitColumns,
  fitLikeliest,
  fitSpendColumns,
} from '../../../core/value/fitColumns.ts';
import { groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { groupWeighted } from '../../../core/value/weightedSummaries.ts';
import { drawPurchases, drawSpend } from '../../support/valueCohorts.ts';

function cohort(customers: number, params = { r: 0.6, alpha: 7, a: 0.8, b: 1.3 }): CohortColumns {
  const { x, txDays, TDays } = drawPurchases({ customers, params, days: 300, seed: 3 });
  const weeks = (days: ArrayLike<number>): Float64Array => Float64Array.from(days, (day) => day / 7);
  return { x, tx: weeks(txDays), T: weeks(TDays), litt: null, meanSpend: null, count: null };
}

describe('counted summaries', () => {
  it('are fitted as the same customers one by one', () => {
    const single = cohort(600);
    const grouped = groupWeeklySummaries(single);
    const counted = {
      x: [...grouped.x].reverse(),
      tx: [...grouped.tx].reverse(),
      T: [...grouped.T].reverse(),
    };
    const count = [...grouped.weight].reverse();
    expect(groupWeighted(counted, count)).toEqual(grouped);
    const fit = fitColumns('mbg-nbd', { ...single, ...counted, count: Float64Array.from(count) });
    expect(fit).toEqual(fitColumns('mbg-nbd', single));
  });

  it('leave out rows of nobody and add up equal rows', () => {
    const grouped = groupWeighted({ x: [1, 1, 0], tx: [2, 2, 0], T: [3, 3, 4] }, [2, 5, 0]);
    expect([grouped.customers, [...grouped.weight]]).toEqual([7, [7]]);
  });

  it('have so many customers’ spend', () => {
    const { x, meanSpend } = drawSpend(60, { p: 6, q: 4, gamma: 15 }, 5);
    const columns = { ...cohort(0), x, meanSpend };
    const twice = fitSpendColumns({ ...columns, count: new Float64Array(60).fill(2) });
    const once = fitSpendColumns(columns);
    expect(twice.customers).toBe(120);
    expect(twice.logLikelihood).toBeCloseTo(2 * once.logLikelihood, 3);
    expect(fitSpendColumns(cohort(5)).flags).toContain('no-repeat-spend');
  });
});

describe('the likeliest model', () => {
  it('has the least of Akaike’s criterion, and is not charged for what it cannot show', () => {
    const { fit, contenders } = fitLikeliest(cohort(3_000));
    expect(contenders.map(({ model }) => model)).not.toContain('mbg-cnbd-k');
    expect(contenders[0]?.model).toBe(fit.model);
    expect(contenders.at(-1)?.model).toBe('nbd');
    for (const { aic, parameters, logLikelihood } of contenders)
      expect(aic).toBe(2 * (parameters - logLikelihood));
  });

  it('is the plain one where nobody leaves', () => {
    const { fit } = fitLikeliest(cohort(800, { r: 1, alpha: 8, a: 1e-3, b: 1e3 }));
    expect(fit.model).toBe('nbd');
  });
});
