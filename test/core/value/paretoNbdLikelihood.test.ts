import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma } from '../../../core/value/logGamma.ts';
import { nbdLogLikelihood } from '../../../core/value/nbd.ts';
import { paretoNbdLogLikelihood } from '../../../core/value/paretoNbdLikelihood.ts';
import type { ParetoNbdParams, PurchaseHistory } from '../../../core/value/purchaseModel.ts';
import { groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { drawPareto } from '../../support/leavingCohorts.ts';

const NAMES = ['r', 'alpha', 's', 'beta'] as const;
const truth: ParetoNbdParams = { r: 0.6, alpha: 9, s: 0.7, beta: 12 };
const cohort = groupWeeklySummaries(drawPareto({ customers: 400, params: truth, from: 5, to: 60, seed: 3 }));

function groupsOf(histories: readonly PurchaseHistory[]) {
  return groupWeeklySummaries({
    x: histories.map(({ x }) => x),
    tx: histories.map(({ tx }) => tx),
    T: histories.map(({ T }) => T),
  });
}

/** The published likelihood of one customer, its time of leaving integrated by Simpson's rule. */
function byLeaving({ r, alpha, s, beta }: ParetoNbdParams, { x, tx, T }: PurchaseHistory): number {
  const panels = 20_000;
  const step = (T - tx) / panels;
  const density = (t: number): number =>
    (s / (beta + t)) * (beta / (beta + t)) ** s * (alpha + t) ** -(r + x);
  let sum = 0;
  for (let i = 0; i <= panels; i += 1) {
    sum += density(tx + i * step) * (i === 0 || i === panels ? 1 : i % 2 === 0 ? 2 : 4);
  }
  const stayed = (beta / (beta + T)) ** s * (alpha + T) ** -(r + x);
  return logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + Math.log(stayed + (sum * step) / 3);
}

const grid: ParetoNbdParams[] = [
  truth,
  { r: 0.6, alpha: 3, s: 2.5, beta: 40 },
  { r: 2, alpha: 40, s: 0.3, beta: 2 },
  { r: 0.6, alpha: 9, s: 0.7, beta: 9 },
  { r: 1, alpha: 1, s: 1, beta: 300 },
];

describe('the likelihood of Pareto/NBD', () => {
  it.each(grid)('is the integral over the time of leaving, at %j', (params) => {
    for (const history of [
      { x: 0, tx: 0, T: 30 },
      { x: 1, tx: 2, T: 30 },
      { x: 9, tx: 29, T: 30 },
    ]) {
      expect(paretoNbdLogLikelihood(params, groupsOf([history])).value).toBeCloseTo(
        byLeaving(params, history),
        9,
      );
    }
  });

  it.each(grid)('has the slopes that differences show, at %j', (params) => {
    const { gradient } = paretoNbdLogLikelihood(params, cohort);
    for (const name of NAMES) {
      const step = 1e-5 * params[name];
      const [up, down] = [params[name] + step, params[name] - step].map(
        (moved) => paretoNbdLogLikelihood({ ...params, [name]: moved }, cohort).value,
      );
      const slope = ((up ?? 0) - (down ?? 0)) / (2 * step);
      expect(Math.abs(slope - gradient[name]) * params[name]).toBeLessThan(
        1e-5 * (1 + Math.abs(slope * params[name])),
      );
    }
  });

  it('is the sum over customers, near each other or with wide gaps in x', () => {
    const histories = [0, 1, 2, 5, 30, 31, 400].map((x) => ({ x, tx: x === 0 ? 0 : 20, T: 40 }));
    for (const params of grid) {
      const apart = histories.map((history) => paretoNbdLogLikelihood(params, groupsOf([history])).value);
      const together = paretoNbdLogLikelihood(params, groupsOf(histories)).value;
      expect(together).toBeCloseTo(
        apart.reduce((sum, value) => sum + value, 0),
        8,
      );
    }
  });

  it('tends to the likelihood without leaving', () => {
    for (const params of [
      { r: 0.6, alpha: 9, s: 1e-5, beta: 12 },
      { r: 0.6, alpha: 9, s: 0.01, beta: 1e8 },
    ]) {
      const gain = paretoNbdLogLikelihood(params, cohort).value - nbdLogLikelihood(params, cohort).value;
      expect(Math.abs(gain)).toBeLessThan(0.1);
    }
  });

  it('is finite with finite slopes for anything that can happen', () => {
    const between = (min: number, max: number) =>
      fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
    const params = fc.record<ParetoNbdParams>({
      r: between(1e-5, 1e6),
      alpha: between(1e-5, 1e10),
      s: between(1e-5, 1e6),
      beta: between(1e-5, 1e10),
    });
    const history = fc
      .record({ x: fc.integer({ min: 0, max: 20_000 }), T: between(1e-3, 5_000), share: between(1e-6, 1) })
      .map(({ x, T, share }) => ({ x, tx: x === 0 ? 0 : T * share, T }));
    fc.assert(
      fc.property(params, fc.array(history, { minLength: 1, maxLength: 4 }), (at, histories) => {
        const { value, gradient } = paretoNbdLogLikelihood(at, groupsOf(histories));
        expect([value, ...NAMES.map((name) => gradient[name])].every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
