import { describe, expect, it } from 'vitest';
import { betaDropoutLogLikelihood } from '../../../core/value/betaDropoutLikelihood.ts';
import { nbdLogLikelihood } from '../../../core/value/nbd.ts';
import { BG_NBD, MBG_NBD, type OrderProcess, regularProcess } from '../../../core/value/orderProcess.ts';
import type { MbgNbdParams, PurchaseHistory } from '../../../core/value/purchaseModel.ts';
import { groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { logGamma } from '../../../core/value/logGamma.ts';
import { drawHistories } from '../../support/valueCohorts.ts';

const one = ({ x, tx, T }: PurchaseHistory) => groupWeeklySummaries({ x: [x], tx: [tx], T: [T] });

const processes: [string, OrderProcess][] = [
  ['BG/NBD', BG_NBD],
  ['MBG/NBD', MBG_NBD],
  ['MBG/CNBD-2', regularProcess(2)],
  ['MBG/CNBD-5', regularProcess(5)],
];

const params: MbgNbdParams = { r: 0.8, alpha: 3, a: 0.7, b: 1.9 };

/** Chance of fewer than k stages in a time of `mean` stages on average. */
function poissonBelow(k: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = 0;
  for (let j = 0; j < k; j += 1) {
    sum += term;
    term *= mean / (j + 1);
  }
  return sum;
}

/** The likelihood of one history by summing over a grid of rates and dropout chances; stages of orders without Γ(k). */
function byGrid({ k, leavesAtFirst }: OrderProcess, { x, tx, T }: PurchaseHistory): number {
  const { r, alpha, a, b } = params;
  const chances = leavesAtFirst ? x + 1 : x;
  let sum = 0;
  const step = 0.12;
  for (let u = -30; u < 6; u += step) {
    const rate = Math.exp(u);
    const ofRate = Math.exp(r * Math.log(alpha * rate) - alpha * rate - logGamma(r));
    for (let v = -40; v < 20; v += step) {
      const p = 1 / (1 + Math.exp(-v));
      const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
      const ofChance = Math.exp(a * Math.log(p) + b * Math.log(1 - p) - logBeta);
      const orders = (rate ** k) ** x * Math.exp(-rate * tx);
      const silent = poissonBelow(k, rate * (T - tx));
      const stayed = (1 - p) ** chances * silent;
      const left = chances === 0 ? 0 : p * (1 - p) ** (chances - 1);
      sum += ofRate * ofChance * orders * (stayed + left) * step * step;
    }
  }
  return Math.log(sum);
}

describe.each(processes)('the likelihood of %s', (_, process) => {
  it.each<PurchaseHistory>([
    { x: 0, tx: 0, T: 9 },
    { x: 1, tx: 4, T: 9 },
    { x: 3, tx: 7.5, T: 8 },
  ])('is the mean over rates and dropout chances of the history $x, $tx, $T', (history) => {
    const { value } = betaDropoutLogLikelihood(process, params, one(history));
    expect(value).toBeCloseTo(byGrid(process, history), 6);
  });

  it('has the gradient that differences give', () => {
    const drawn = drawHistories({
      customers: 400,
      params: { ...params, k: process.k },
      weeks: [10, 60],
      horizon: 1,
      seed: 4,
    });
    const grouped = groupWeeklySummaries(drawn);
    const { gradient } = betaDropoutLogLikelihood(process, params, grouped);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      const step = 1e-5 * params[name];
      const at = (shift: number): number =>
        betaDropoutLogLikelihood(process, { ...params, [name]: params[name] + shift }, grouped).value;
      expect(gradient[name] / ((at(step) - at(-step)) / (2 * step))).toBeCloseTo(1, 5);
    }
  });

  it('counts equal customers by their number', () => {
    const twice = groupWeeklySummaries({ x: [2, 2], tx: [5, 5], T: [9, 9] });
    const once = betaDropoutLogLikelihood(process, params, one({ x: 2, tx: 5, T: 9 }));
    expect(betaDropoutLogLikelihood(process, params, twice).value).toBeCloseTo(2 * once.value, 10);
  });

  it.each<[string, PurchaseHistory]>([
    ['10,000 orders', { x: 10_000, tx: 99, T: 100 }],
    ['an order at the very end', { x: 4, tx: 50, T: 50 }],
    ['no time at all', { x: 0, tx: 0, T: 0 }],
    ['a history of ages', { x: 2, tx: 1e-6, T: 1e7 }],
  ])('is finite for %s', (__, history) => {
    const { value, gradient } = betaDropoutLogLikelihood(process, params, one(history));
    expect([value, ...Object.values(gradient)].every(Number.isFinite)).toBe(true);
  });
});

describe('limits of the likelihoods', () => {
  const history = groupWeeklySummaries({ x: [0, 1, 4], tx: [0, 6, 20], T: [10, 30, 25] });

  it.each([BG_NBD, MBG_NBD])('turn into NBD where nobody leaves', (process) => {
    const none = { ...params, a: 1e-9, b: 10 };
    expect(betaDropoutLogLikelihood(process, none, history).value).toBeCloseTo(
      nbdLogLikelihood(params, history).value,
      6,
    );
  });

  it('are the same for one stage an interval as for exponential intervals', () => {
    expect(betaDropoutLogLikelihood(regularProcess(1), params, history)).toEqual(
      betaDropoutLogLikelihood(MBG_NBD, params, history),
    );
  });
});
