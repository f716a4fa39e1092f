import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitNbd } from '../../../core/value/fitNbd.ts';
import { fitParetoNbd } from '../../../core/value/fitParetoNbd.ts';
import { orderMargins } from '../../../core/value/nbd.ts';
import { paretoNbdLogLikelihood } from '../../../core/value/paretoNbdLikelihood.ts';
import type { ParetoNbdParams } from '../../../core/value/purchaseModel.ts';
import { groupWeeklySummaries, type WeekColumns } from '../../../core/value/repeatSummary.ts';
import { drawPareto } from '../../support/leavingCohorts.ts';

const NAMES = ['r', 'alpha', 's', 'beta'] as const;

function fit(columns: WeekColumns, warm?: ParetoNbdParams) {
  const grouped = groupWeeklySummaries(columns);
  const nbd = fitNbd(orderMargins(grouped));
  return { grouped, nbd, fitted: fitParetoNbd(grouped, nbd, warm) };
}

const truth: ParetoNbdParams = { r: 0.8, alpha: 6, s: 1.2, beta: 30 };
const cohort = drawPareto({ customers: 6_000, params: truth, from: 20, to: 100, seed: 5 });
const cold = fit(cohort);

describe('fitParetoNbd', () => {
  it('recovers the parameters the customers were drawn from', () => {
    for (const name of ['r', 'alpha'] as const)
      expect(Math.abs(Math.log(cold.fitted.params[name] / truth[name]))).toBeLessThan(0.1);
    const { s, beta } = cold.fitted.params;
    expect(Math.abs(Math.log(s / beta / (truth.s / truth.beta)))).toBeLessThan(0.15);
    expect(cold.fitted.converged).toBe(true);
    expect(cold.fitted.bounds).toEqual(['free', 'free', 'free', 'free']);
  });

  it('stands at a top: the slopes have vanished, and nothing nearby is higher', () => {
    const { value, gradient } = paretoNbdLogLikelihood(cold.fitted.params, cold.grouped);
    expect(value).toBeCloseTo(cold.fitted.logLikelihood, 7);
    for (const name of NAMES) {
      expect(Math.abs(gradient[name] * cold.fitted.params[name])).toBeLessThan(0.05);
      for (const factor of [0.98, 1.02]) {
        const moved = { ...cold.fitted.params, [name]: cold.fitted.params[name] * factor };
        expect(paretoNbdLogLikelihood(moved, cold.grouped).value).toBeLessThan(value);
      }
    }
  });

  it('reaches the same top from a near start in fewer steps, and from a start that is none', () => {
    const near = fit(cohort, { ...cold.fitted.params, s: cold.fitted.params.s * 1.1 }).fitted;
    expect(near.logLikelihood).toBeCloseTo(cold.fitted.logLikelihood, 5);
    expect(near.iterations).toBeLessThan(cold.fitted.iterations);
    expect(fit(cohort, { r: 0, alpha: Number.NaN, s: -1, beta: 1 }).fitted).toEqual(cold.fitted);
  });

  it('gains nothing over NBD where nobody leaves', () => {
    const { nbd, fitted } = fit(
      drawPareto({ customers: 1_500, params: { ...truth, s: 1e-3, beta: 1e9 }, from: 20, to: 60, seed: 8 }),
    );
    expect(fitted.logLikelihood - nbd.logLikelihood).toBeLessThan(3);
    expect(fitted.logLikelihood - nbd.logLikelihood).toBeGreaterThan(-0.01);
  });

  it('answers finite parameters for no customers, one, and one-time buyers only', () => {
    for (const columns of [
      { x: [], tx: [], T: [] },
      { x: [3], tx: [4], T: [9] },
      { x: [0, 0, 0], tx: [0, 0, 0], T: [4, 9, 9] },
      { x: [0, 1], tx: [0, 1e-3], T: [0, 5e3] },
    ]) {
      const { params, logLikelihood } = fit(columns).fitted;
      expect(NAMES.every((name) => params[name] > 0 && params[name] < Infinity)).toBe(true);
      expect(Number.isFinite(logLikelihood)).toBe(true);
    }
  });

  it('answers finite parameters for anything', () => {
    const row = fc.record({
      x: fc.oneof(fc.nat(5), fc.nat(2_000)),
      T: fc.oneof(fc.nat(60), fc.double({ min: 0, max: 900, noNaN: true })),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const { params, logLikelihood } = fit({
          x: rows.map(({ x }) => x),
          tx: rows.map(({ x, T, share }) => (x === 0 ? 0 : T * share)),
          T: rows.map(({ T }) => T),
        }).fitted;
        expect(NAMES.every((name) => params[name] > 0 && params[name] < Infinity)).toBe(true);
        expect(Number.isFinite(logLikelihood)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
