import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSpend, type SpendFit } from '../../../core/value/fitSpend.ts';
import { gammaGammaExpectedOrderValue, gammaGammaLogLikelihood } from '../../../core/value/gammaGamma.ts';
import { drawSpend } from '../../support/valueCohorts.ts';

const truth = { p: 6, q: 4, gamma: 15 };
const cohort = drawSpend(10_000, truth, 21);
const fit = fitSpend(cohort);

/** The figures of a fit that no product could use. */
function unusable({ params, pooled, logLikelihood }: SpendFit): number[] {
  const figures = [...Object.values(params), ...Object.values(pooled)].filter(
    (value) => !(value > 0 && value < Infinity),
  );
  return Number.isFinite(logLikelihood) ? figures : [...figures, logLikelihood];
}

describe('fitSpend', () => {
  it('recovers the parameters the customers were drawn from', () => {
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(Math.log(fit.params[name] / truth[name]))).toBeLessThan(0.15);
    }
    expect(fit).toMatchObject({ model: 'gamma-gamma', converged: true, flags: [], customers: 10_000 });
  });

  it('stands at a top: the gradient has vanished and the log-likelihood is what it says', () => {
    const { value, gradient } = gammaGammaLogLikelihood(fit.params, cohort);
    expect(value).toBeCloseTo(fit.logLikelihood, 6);
    for (const name of ['p', 'q', 'gamma'] as const) {
      expect(Math.abs(gradient[name] * fit.params[name])).toBeLessThan(0.1);
    }
  });

  it.each([1e-6, 100, 1e9])('says the same in a unit of money %d times as small', (unit) => {
    const scaled = fitSpend({ x: cohort.x, meanSpend: cohort.meanSpend.map((mean) => mean * unit) });
    expect(scaled.params.p).toBeCloseTo(fit.params.p, 2);
    expect(scaled.params.q).toBeCloseTo(fit.params.q, 2);
    expect(scaled.params.gamma / unit).toBeCloseTo(fit.params.gamma, 2);
    expect(scaled.logLikelihood).toBeCloseTo(fit.logLikelihood - 10_000 * Math.log(unit), 3);
  });

  it('reaches the same top from last week’s parameters, in fewer steps', () => {
    const { p, q, gamma } = fit.params;
    const warm = fitSpend({ ...cohort, warmStart: { p: p * 1.02, q: q * 0.98, gamma: gamma * 1.01 } });
    expect(warm.logLikelihood).toBeCloseTo(fit.logLikelihood, 5);
    expect(warm.iterations).toBeLessThan(fit.iterations);
  });

  it('takes no notice of a warm start that is not positive', () => {
    expect(fitSpend({ ...cohort, warmStart: { p: -1, q: 4, gamma: 15 } })).toEqual(fit);
  });

  it('does not depend on the order of the customers', () => {
    const backwards = fitSpend({ x: cohort.x.toReversed(), meanSpend: cohort.meanSpend.toReversed() });
    expect(backwards).toEqual(fit);
  });

  it('says that spend is not identified where the population has no mean', () => {
    const heavy = fitSpend(drawSpend(3_000, { p: 2, q: 0.7, gamma: 40 }, 6));
    expect(heavy.params.q).toBeLessThan(1);
    expect(heavy.flags).toEqual(['spend-not-identified']);
    expect(unusable(heavy)).toEqual([]);
  });

  it('says that customers are alike where only chance tells them apart', () => {
    const alike = fitSpend(drawSpend(3_000, { p: 50, q: 1e6, gamma: 1e6 }, 6));
    expect(alike.flags).toEqual(['spend-alike']);
    expect(gammaGammaExpectedOrderValue(alike.params, 1, 30)).toBeCloseTo(50, 0);
  });

  it.each<[string, number[], number[], number]>([
    ['one amount throughout', [1, 2, 3], [25, 25, 25], 25],
    ['one customer', [4], [3e6], 3e6],
  ])('answers with %s by that amount, and says that spend is not identified', (_, x, meanSpend, expected) => {
    const equal = fitSpend({ x, meanSpend });
    expect(equal.flags).toEqual(['too-few-customers', 'spend-not-identified']);
    expect(equal.params).toEqual(equal.pooled);
    expect(gammaGammaExpectedOrderValue(equal.pooled, 0, 0)).toBeCloseTo(expected, 6);
    expect(gammaGammaExpectedOrderValue(equal.pooled, 7, expected)).toBeCloseTo(expected, 6);
  });

  it('answers the fallback where nobody ordered twice', () => {
    const none = fitSpend({ x: [0, 0], meanSpend: [0, 0] });
    expect(none.flags).toEqual(['too-few-customers', 'spend-not-identified', 'no-repeat-spend']);
    expect(none).toMatchObject({ customers: 0, params: { p: 1, q: 2, gamma: 1 }, logLikelihood: 0 });
  });

  it('answers finite parameters for anything, and never throws', () => {
    const count = fc.oneof(fc.integer({ min: -1, max: 6 }), fc.double());
    const amount = fc.oneof(fc.double({ min: 0.01, max: 1e7, noNaN: true }), fc.double());
    fc.assert(
      fc.property(fc.array(fc.tuple(count, amount), { maxLength: 40 }), (rows) => {
        expect(
          unusable(fitSpend({ x: rows.map(([x]) => x), meanSpend: rows.map(([, mean]) => mean) })),
        ).toEqual([]);
      }),
    );
  });
});
