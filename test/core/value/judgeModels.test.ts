import { describe, expect, it } from 'vitest';
import { compareModels, innerTrial, judgeHiatus, rehearse } from '../../../core/value/compareModels.ts';
import { CONTINUOUS_MODELS } from '../../../core/value/fitColumns.ts';
import {
  bestModel,
  judgeModels,
  judgeRules,
  sortedIds,
  type Trial,
  trialColumns,
} from '../../../core/value/judgeModels.ts';
import { PURCHASE_MODELS } from '../../../core/value/purchaseModel.ts';
import { DAY_MS } from '../../../core/time.ts';
import { drawShop } from '../../support/drawnShops.ts';

const order = (day: number, amountMinor = 100) => ({ at: day * DAY_MS, amountMinor });
const SMALL: Trial = {
  log: new Map([
    ['10', [order(0), order(7), order(70), order(77)]],
    ['9', [order(0), order(0), order(100)]],
    ['b', [order(64)]],
  ]),
  holdoutDay: 64,
  endDay: 101,
  unitDays: 7,
};

describe('what a trial sees', () => {
  it('is the customers before the holdout, by id, numbers before text', () => {
    expect(sortedIds(['b', '10', 'a', '9'])).toEqual(['9', '10', 'a', 'b']);
    const { ids, x, txDays, TDays, actual, active, horizon } = trialColumns(SMALL);
    expect(ids).toEqual(['9', '10']);
    expect([[...x], [...txDays], [...TDays]]).toEqual([
      [0, 1],
      [0, 7],
      [63, 63],
    ]);
    expect([[...actual], [...active], horizon]).toEqual([[1, 2], [1, 1], 37 / 7]);
  });
});

describe('the simple rules', () => {
  it('go on as before, as all on average, or stop', () => {
    const [rate, mean, zero, frequency] = judgeRules(trialColumns(SMALL)).map(({ name, orders }) => [
      name,
      orders.totalPredicted,
    ]);
    expect(rate).toEqual(['past-rate', expect.closeTo(37 / 63, 12)]);
    expect(mean).toEqual(['cohort-mean', expect.closeTo(37 / 63, 12)]);
    expect(zero).toEqual(['zero', 0]);
    expect(frequency).toEqual(['past-frequency', 1]);
  });

  it('judges silence at every limit', () => {
    const { accuracy, best, majority } = judgeHiatus(trialColumns(SMALL));
    expect(accuracy.find(({ limit }) => limit === 8)?.accuracy).toBe(0.5);
    expect(best).toEqual({ limit: 9, accuracy: 1 });
    expect(majority).toBe(1);
  });
});

describe('the best model', () => {
  const log = drawShop({ customers: 400, leaveAfterOrder: { a: 0.8, b: 1.2 } });
  const trial = { log, holdoutDay: 545, endDay: 730, unitDays: 7 };

  it('has the smallest mean of its three ratios, and they are told', () => {
    const models = judgeModels(trial, trialColumns(trial), ['nbd', 'mbg-nbd', 'pareto-nbd']);
    const best = bestModel(models);
    expect(best?.model).not.toBe('nbd');
    expect(best?.score).toBe(Math.min(...(best?.scores.values() ?? [])));
    expect(best?.scores.get('nbd')).toBeGreaterThan(1.1);
  });

  it('is none where nobody ordered, and none of none', () => {
    const late = { ...trial, holdoutDay: 800, endDay: 900 };
    expect(bestModel(judgeModels(late, trialColumns(late), ['nbd']))).toBeNull();
    expect(bestModel([])).toBeNull();
  });

  it('is rehearsed on the time before, which ends where the holdout begins', () => {
    const rehearsal = rehearse(trial);
    expect(rehearsal?.trial.endDay).toBe(trial.holdoutDay);
    expect(rehearsal?.models.map(({ model }) => model)).toEqual([...CONTINUOUS_MODELS]);
    expect(innerTrial({ ...trial, log: new Map() })).toBeNull();
    expect(rehearse({ ...trial, holdoutDay: 3 })).toBeNull();
  });
});

describe('a comparison', () => {
  it.each([
    ['one customer', { ...SMALL, log: new Map([['a', [order(0)]]]) }],
    ['nobody', { ...SMALL, log: new Map() }],
    ['refunds alone', { ...SMALL, log: new Map([['a', [order(0, -5)]]]) }],
    ['three customers', SMALL],
    ['days as the unit', { ...SMALL, unitDays: 1 }],
  ])('of %s comes to an end, with figures', (_, trial) => {
    const { models, rules, activity, customers } = compareModels(trial, PURCHASE_MODELS);
    expect(models).toHaveLength(PURCHASE_MODELS.length);
    for (const { orders } of [...models, ...rules])
      expect([orders.mae, orders.rmse].every(Number.isFinite)).toBe(true);
    expect(activity.combinedOn === null || customers > 0).toBe(true);
  });
});
