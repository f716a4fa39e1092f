import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logGamma } from '../../../core/value/logGamma.ts';
import { nbdExpectedOrders, nbdLogLikelihood } from '../../../core/value/nbd.ts';
import { groupSummaries, groupWeeklySummaries } from '../../../core/value/repeatSummary.ts';
import { drawPurchases } from '../../support/valueCohorts.ts';

const positive = fc.double({ min: 0.05, max: 20, noNaN: true });
const cohort = drawPurchases({
  customers: 300,
  params: { r: 0.8, alpha: 5, a: 0.9, b: 3 },
  days: 300,
  seed: 3,
});
const grouped = groupSummaries(cohort);

/** The likelihood as the literature writes it, customer by customer. */
function byHand(r: number, alpha: number): number {
  let sum = 0;
  for (const [i, x] of cohort.x.entries()) {
    const T = (cohort.TDays[i] ?? 0) / 7;
    sum += logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + T);
  }
  return sum;
}

describe('nbdLogLikelihood', () => {
  it('is the sum over customers', () => {
    fc.assert(
      fc.property(positive, positive, (r, alpha) => {
        expect(nbdLogLikelihood({ r, alpha }, grouped).value / byHand(r, alpha)).toBeCloseTo(1, 11);
      }),
    );
  });

  it('has the gradient of its values', () => {
    fc.assert(
      fc.property(positive, positive, (r, alpha) => {
        const { gradient } = nbdLogLikelihood({ r, alpha }, grouped);
        const at = (dr: number, dAlpha: number): number =>
          nbdLogLikelihood({ r: r * (1 + dr), alpha: alpha * (1 + dAlpha) }, grouped).value;
        const scale = grouped.customers;
        expect((at(1e-5, 0) - at(-1e-5, 0)) / (2e-5 * scale)).toBeCloseTo((gradient.r * r) / scale, 6);
        expect((at(0, 1e-5) - at(0, -1e-5)) / (2e-5 * scale)).toBeCloseTo(
          (gradient.alpha * alpha) / scale,
          6,
        );
      }),
    );
  });

  it('takes thousands of orders of one customer in one stretch', () => {
    const { value } = nbdLogLikelihood(
      { r: 0.5, alpha: 2 },
      groupWeeklySummaries({ x: [3, 5_000], tx: [1, 50], T: [9, 60] }),
    );
    const one = (x: number, T: number): number =>
      logGamma(0.5 + x) - logGamma(0.5) + 0.5 * Math.log(2) - (0.5 + x) * Math.log(2 + T);
    expect(value / (one(3, 9) + one(5_000, 60))).toBeCloseTo(1, 12);
  });

  it('tends to the Poisson likelihood as rates become alike', () => {
    const rate = 0.1;
    let poisson = 0;
    for (const [i, x] of cohort.x.entries())
      poisson += x * Math.log(rate) - (rate * (cohort.TDays[i] ?? 0)) / 7;
    expect(nbdLogLikelihood({ r: 1e9, alpha: 1e9 / rate }, grouped).value / poisson).toBeCloseTo(1, 6);
  });
});

describe('nbdExpectedOrders', () => {
  it.each([
    [0, 10, 52, 1.3],
    [4, 10, 52, 11.7],
    [4, 0, 0, 0],
  ])('of a customer with %d repeat orders in %d weeks over %d weeks is %d', (x, T, horizon, expected) => {
    expect(nbdExpectedOrders({ r: 0.5, alpha: 10 }, x, T, horizon)).toBeCloseTo(expected, 12);
  });
});
