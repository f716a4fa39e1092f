import { describe, expect, it } from 'vitest';
import { betaDropoutLogLikelihood } from '../../../core/value/betaDropoutLikelihood.ts';
import { fitModel } from '../../../core/value/fitModel.ts';
import { regularProcess } from '../../../core/value/orderProcess.ts';
import { DROPOUT_EVIDENCE } from '../../../core/value/purchaseFlags.ts';
import type { FittedModel, MbgNbdParams } from '../../../core/value/purchaseModel.ts';
import { groupSummaries, groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { drawHistories, drawPurchases } from '../../support/valueCohorts.ts';

const truth: MbgNbdParams = { r: 0.6, alpha: 6, a: 0.8, b: 2.5 };
const large = groupSummaries(drawPurchases({ customers: 20_000, params: truth, days: 730, seed: 11 }));
const largeFit = fitModel({ model: 'mbg-nbd', grouped: large });

describe('fitModel of models other than MBG/NBD', () => {
  const within = (name: string, found: number, true_: number): void =>
    expect(Math.abs(Math.log(found / true_)), name).toBeLessThan(0.2);

  it('recovers BG/NBD', () => {
    const params = { r: 0.6, alpha: 5, a: 0.8, b: 2.5, k: 1 };
    const drawn = drawHistories({
      customers: 15_000,
      params,
      leavesAtFirst: false,
      weeks: [20, 90],
      horizon: 0,
      seed: 8,
    });
    const fit = fitModel({ model: 'bg-nbd', grouped: groupWeeklySummaries(drawn) });
    expect(fit).toMatchObject({ model: 'bg-nbd', converged: true, flags: [] });
    if (fit.model === 'bg-nbd')
      for (const name of ['r', 'alpha', 'a', 'b'] as const) within(name, fit.params[name], params[name]);
  });

  it.each([1, 3, 5])('recovers MBG/CNBD-k and the regularity k = %d', (k) => {
    const params = { r: 0.9, alpha: 4 / k, a: 0.7, b: 2.5, k };
    const drawn = drawHistories({ customers: 8_000, params, weeks: [20, 90], horizon: 0, seed: 8 });
    const grouped = groupWeeklySummaries(drawn);
    const fit = fitModel({ model: 'mbg-cnbd-k', grouped, littSum: drawn.littSum });
    expect(fit).toMatchObject({ converged: true, flags: [], params: { k } });
    if (fit.model !== 'mbg-cnbd-k') return;
    for (const name of ['r', 'alpha', 'a', 'b'] as const) within(name, fit.params[name], params[name]);
    const { gradient } = betaDropoutLogLikelihood(regularProcess(k), fit.params, grouped);
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(gradient[name] * fit.params[name])).toBeLessThan(0.1);
  });

  it('is MBG/NBD to the last digit where the intervals say that k is 1', () => {
    const grouped = groupSummaries(drawPurchases({ customers: 2_000, params: truth, days: 400, seed: 6 }));
    const regular = fitModel({ model: 'mbg-cnbd-k', grouped, littSum: -1e6 });
    const plain = fitModel({ model: 'mbg-nbd', grouped });
    expect(regular.params).toEqual({ ...plain.params, k: 1 });
    expect(regular.logLikelihood).toBe(plain.logLikelihood);
  });

  it('says that intervals may be more regular than the largest k tried', () => {
    const params = { r: 2, alpha: 0.2, a: 0.5, b: 4, k: 40 };
    const drawn = drawHistories({ customers: 600, params, weeks: [30, 60], horizon: 0, seed: 3 });
    const fit = fitModel({
      model: 'mbg-cnbd-k',
      grouped: groupWeeklySummaries(drawn),
      littSum: drawn.littSum,
    });
    expect(fit.params).toMatchObject({ k: 12 });
    expect(fit.flags).toContain('parameter-at-bound');
  });

  it('does not find dropout in regular histories without any, and says so against the same regularity', () => {
    const params = { r: 1.2, alpha: 3, a: 1e-9, b: 1, k: 3 };
    const drawn = drawHistories({ customers: 2_000, params, weeks: [30, 60], horizon: 0, seed: 5 });
    const fit = fitModel({
      model: 'mbg-cnbd-k',
      grouped: groupWeeklySummaries(drawn),
      littSum: drawn.littSum,
    });
    expect(fit.params).toMatchObject({ k: 3 });
    expect(fit.flags).toContain('dropout-not-identified');
    expect(fit.gainOverNbd).toBeLessThan(DROPOUT_EVIDENCE);
  });

  it('says that the intervals are missing, and stays at k = 1', () => {
    const fit = fitModel({ model: 'mbg-cnbd-k', grouped: large });
    expect(fit.flags).toEqual(['litt-missing']);
    expect(fit.params).toEqual({ ...largeFit.params, k: 1 });
  });

  it('fits NBD without a word about dropout, which it does not know', () => {
    const fit = fitModel({ model: 'nbd', grouped: large });
    expect(fit).toMatchObject({ model: 'nbd', flags: [], gainOverNbd: 0, params: largeFit.nbd });
  });

  it.each(['nbd', 'bg-nbd', 'mbg-nbd', 'mbg-cnbd-k', 'pareto-nbd'] as const)(
    '%s is the same in days as in weeks, but for the unit',
    (model) => {
      const params = { r: 0.9, alpha: 2, a: 0.7, b: 2.5, k: 2 };
      const { x, tx, T, littSum } = drawHistories({
        customers: 1_500,
        params,
        weeks: [20, 60],
        horizon: 0,
        seed: 2,
      });
      const orders = x.reduce((sum, count) => sum + count, 0);
      const inDays = (weeks: Float64Array): Float64Array => weeks.map((time) => 7 * time);
      const byWeek = fitModel({ model, grouped: groupWeeklySummaries({ x, tx, T }), littSum });
      const byDay = fitModel({
        model,
        grouped: groupWeeklySummaries({ x, tx: inDays(tx), T: inDays(T) }),
        littSum: littSum + orders * Math.log(7),
      });
      expect(byDay.logLikelihood).toBeCloseTo(byWeek.logLikelihood - orders * Math.log(7), 4);
      expect(byDay.nbd.alpha / byWeek.nbd.alpha).toBeCloseTo(7, 2);
      expect(byDay.flags).toEqual(byWeek.flags);
    },
  );

  it('takes no notice of a warm start of another model', () => {
    const warmStart: FittedModel = { model: 'bg-nbd', params: { r: 5, alpha: 1, a: 9, b: 1 } };
    expect(fitModel({ model: 'mbg-nbd', grouped: large, warmStart })).toEqual(largeFit);
  });
});
