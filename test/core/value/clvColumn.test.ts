import { describe, expect, it } from 'vitest';
import { continuousRate } from '../../../core/value/clv.ts';
import { clvColumn, clvOf } from '../../../core/value/clvColumn.ts';
import { predict } from '../../../core/value/kernelOf.ts';
import type { FittedModel } from '../../../core/value/purchaseModel.ts';
import { drawPareto } from '../../support/leavingCohorts.ts';

const models: FittedModel[] = [
  { model: 'nbd', params: { r: 0.4, alpha: 12 } },
  { model: 'bg-nbd', params: { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 } },
  { model: 'mbg-nbd', params: { r: 0.52, alpha: 6.2, a: 0.89, b: 1.6 } },
  { model: 'mbg-cnbd-k', params: { k: 2, r: 0.6, alpha: 3, a: 0.8, b: 1.7 } },
  { model: 'pareto-nbd', params: { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 } },
  { model: 'bg-bb', params: { alpha: 1.2, beta: 6, gamma: 0.7, delta: 20 } },
];

const drawn = drawPareto({
  customers: 600,
  params: { r: 0.6, alpha: 9, s: 0.7, beta: 12 },
  from: 2,
  to: 60,
  seed: 6,
});
/** The same customers in whole periods, with no more orders than periods, so that every model knows them. */
const columns = {
  x: drawn.x.map((x, i) => Math.min(x, Math.ceil(drawn.tx[i] ?? 0))),
  tx: drawn.tx.map(Math.ceil),
  T: drawn.T.map(Math.ceil),
};
const orderValue = columns.x.map((_, i) => 20 + (i % 7));
const terms = {
  horizon: 39,
  rate: continuousRate(0.15, 52),
  margin: 0.5,
  retentionCost: 0.1,
  referralShare: 0.2,
};

describe('clvColumn', () => {
  it.each(models)('is the value of each customer alone, under $model', (fitted) => {
    const model = predict(fitted);
    const histories = columns.x.map((x, i) => ({ x, tx: columns.tx[i] ?? 0, T: columns.T[i] ?? 0 }));
    const expectedOrders = histories.map((history) => model.expectedOrders(history, terms.horizon));
    const values = clvColumn(fitted, { ...columns, expectedOrders, orderValue }, terms);
    for (const [i, history] of histories.entries()) {
      const alone = clvOf(model, history, orderValue[i] ?? 0, terms).value;
      expect(Math.abs((values[i] ?? 0) - alone)).toBeLessThan(1e-8 * (1 + Math.abs(alone)));
    }
  });

  it('has no number where the order value or the history is none', () => {
    const values = clvColumn(
      { model: 'nbd', params: { r: 0.4, alpha: 12 } },
      {
        x: [1, 1, 1.5],
        tx: [1, 1, 1],
        T: [9, 9, 9],
        expectedOrders: [1, 1, 1],
        orderValue: [5, Number.NaN, 5],
      },
      { horizon: 39, rate: 0 },
    );
    expect(Array.from(values)).toEqual([5, Number.NaN, Number.NaN]);
  });
});
