import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgBbData, bgBbInLogs, bgBbLogLikelihood } from '../../../core/value/bgBbLikelihood.ts';
import { fitBgBb } from '../../../core/value/fitBgBb.ts';
import type { BgBbParams } from '../../../core/value/purchaseModel.ts';
import { groupWeeklySummaries, type WeekColumns } from '../../../core/value/repeatSummary.ts';
import { drawBgBb } from '../../support/leavingCohorts.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta'] as const;

/** Fader, Hardie & Shang 2010, table 1: gifts in 1996 to 2001, year of the last, donors. */
const DONORS = [
  [6, 6, 1203],
  [5, 6, 728],
  [4, 6, 512],
  [3, 6, 357],
  [2, 6, 234],
  [1, 6, 129],
  [5, 5, 335],
  [4, 5, 284],
  [3, 5, 225],
  [2, 5, 173],
  [1, 5, 119],
  [4, 4, 240],
  [3, 4, 181],
  [2, 4, 155],
  [1, 4, 78],
  [3, 3, 322],
  [2, 3, 255],
  [1, 3, 129],
  [2, 2, 613],
  [1, 2, 277],
  [1, 1, 1091],
  [0, 0, 3464],
] as const;

function donors() {
  const rows = DONORS.flatMap(([x, tx, count]) => Array.from({ length: count }, () => ({ x, tx })));
  return groupWeeklySummaries({
    x: rows.map(({ x }) => x),
    tx: rows.map(({ tx }) => tx),
    T: rows.map(() => 6),
  });
}

const shop = (columns: WeekColumns) => groupWeeklySummaries(columns);

describe('the likelihood of BG/BB', () => {
  it.each<BgBbParams>([
    { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 },
    { alpha: 0.01, beta: 20, gamma: 30, delta: 4 },
    { alpha: 50, beta: 5, gamma: 0.02, delta: 1e4 },
  ])('sums to one over all histories of five periods, at %j', (params) => {
    let sum = 0;
    for (let kept = 0; kept < 2 ** 5; kept += 1) {
      const periods = [1, 2, 3, 4, 5].filter((period) => (kept >> (period - 1)) % 2 === 1);
      const grouped = shop({ x: [periods.length], tx: [periods.at(-1) ?? 0], T: [5] });
      sum += Math.exp(bgBbLogLikelihood(params, grouped));
    }
    expect(sum).toBeCloseTo(1, 12);
  });

  it('has the slopes that differences show', () => {
    const data = bgBbData(
      shop(
        drawBgBb({
          customers: 500,
          params: { alpha: 1, beta: 2, gamma: 0.5, delta: 6 },
          from: 2,
          to: 30,
          seed: 4,
        }),
      ),
    );
    for (const at of [
      [0, 0, 0, 1],
      [2, -1, -3, 4],
      [-4, 1, 3, 3],
    ]) {
      const valueAt = (logs: readonly number[], gradient = new Float64Array(4)): number => {
        const [alpha = 0, beta = 0, gamma = 0, delta = 0] = logs.map(Math.exp);
        return bgBbInLogs({ alpha, beta, gamma, delta }, data, gradient);
      };
      const gradient = new Float64Array(4);
      valueAt(at, gradient);
      for (const i of at.keys()) {
        const moved = (by: number): number[] => at.map((log, j) => (j === i ? log + by : log));
        const slope = (valueAt(moved(1e-5)) - valueAt(moved(-1e-5))) / 2e-5;
        expect(Math.abs(slope - (gradient[i] ?? 0))).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      }
    }
  });

  it('keeps its digits over thousands of periods', () => {
    const grouped = shop({ x: [2_000, 1, 0], tx: [2_000, 1, 0], T: [4_000, 4_000, 4_000] });
    const gradient = new Float64Array(4);
    const value = bgBbInLogs({ alpha: 2, beta: 1, gamma: 0.5, delta: 3 }, bgBbData(grouped), gradient);
    expect(Number.isFinite(value) && gradient.every(Number.isFinite)).toBe(true);
  });

  it('leaves out what cannot happen in periods', () => {
    const data = bgBbData(shop({ x: [3, 1, 2], tx: [2, 1.5, 4], T: [6, 6, 6] }));
    expect(data).toMatchObject({ customers: 1, rejected: 2 });
  });
});

describe('fitBgBb', () => {
  it('has the paper’s parameters and log-likelihood for its 11,104 donors', () => {
    const fit = fitBgBb(donors());
    expect(fit.customers).toBe(11_104);
    expect(fit.logLikelihood).toBeCloseTo(-33_225.6, 1);
    expect(fit.params).toEqual({
      alpha: expect.closeTo(1.204, 2),
      beta: expect.closeTo(0.75, 2),
      gamma: expect.closeTo(0.657, 2),
      delta: expect.closeTo(2.783, 2),
    });
    expect(fit.converged).toBe(true);
    expect(fit.withoutLeaving.logLikelihood).toBeLessThan(fit.logLikelihood - 2_000);
  });

  it('recovers the parameters the customers were drawn from', () => {
    const truth: BgBbParams = { alpha: 1.5, beta: 3, gamma: 0.8, delta: 9 };
    const { params } = fitBgBb(
      shop(drawBgBb({ customers: 12_000, params: truth, from: 6, to: 24, seed: 9 })),
    );
    for (const name of NAMES) expect(Math.abs(Math.log(params[name] / truth[name]))).toBeLessThan(0.2);
  });

  it('reaches the same top from a near start, and from a start that is none', () => {
    const cold = fitBgBb(donors());
    const near = fitBgBb(donors(), { ...cold.params, delta: 3 });
    expect(near.logLikelihood).toBeCloseTo(cold.logLikelihood, 6);
    expect(fitBgBb(donors(), { alpha: 0, beta: 1, gamma: 1, delta: Number.NaN })).toEqual(cold);
  });

  it('answers finite parameters for anything', () => {
    const row = fc
      .tuple(fc.nat(60), fc.nat(60), fc.nat(60))
      .map((counts) => counts.toSorted((left, right) => left - right));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), (rows) => {
        const fit = fitBgBb(
          shop({
            x: rows.map(([x = 0]) => x),
            tx: rows.map(([x = 0, tx = 0]) => (x === 0 ? 0 : tx)),
            T: rows.map(([, , T = 0]) => T),
          }),
        );
        expect(NAMES.every((name) => fit.params[name] > 0 && fit.params[name] < Infinity)).toBe(true);
        expect(Number.isFinite(fit.logLikelihood)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
