import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GammaGammaParams,
  gammaGammaExpectedOrderValue,
  gammaGammaLogLikelihood,
} from '../../../core/value/gammaGamma.ts';
import { logGamma } from '../../../core/value/logGamma.ts';
import { drawSpend } from '../../support/valueCohorts.ts';

const parameter = fc.double({ min: 0.1, max: 30, noNaN: true });
const someParams = fc.record<GammaGammaParams>({ p: parameter, q: parameter, gamma: parameter });
const cohort = drawSpend(200, { p: 6, q: 4, gamma: 15 }, 8);

/** Equation 1a of Fader & Hardie (2013), customer by customer. */
function byHand({ p, q, gamma }: GammaGammaParams): number {
  let sum = 0;
  for (const [i, x] of cohort.x.entries()) {
    const mean = cohort.meanSpend[i] ?? 0;
    sum += logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * Math.log(gamma);
    sum += (p * x - 1) * Math.log(mean) + p * x * Math.log(x) - (p * x + q) * Math.log(gamma + x * mean);
  }
  return sum;
}

describe('gammaGammaLogLikelihood', () => {
  it('is the sum over customers', () => {
    fc.assert(
      fc.property(someParams, (params) => {
        expect(gammaGammaLogLikelihood(params, cohort).value / byHand(params)).toBeCloseTo(1, 10);
      }),
    );
  });

  it('has the gradient of its values', () => {
    fc.assert(
      fc.property(someParams, fc.constantFrom('p', 'q', 'gamma'), (params, name) => {
        const at = (shift: number): number =>
          gammaGammaLogLikelihood({ ...params, [name]: params[name] * (1 + shift) }, cohort).value;
        const analytic = gammaGammaLogLikelihood(params, cohort).gradient[name] * params[name];
        expect((at(1e-5) - at(-1e-5)) / 2e-5 / 200).toBeCloseTo(analytic / 200, 6);
      }),
    );
  });

  it('in cents is that in dollars less ln 100 a customer', () => {
    const params = { p: 5, q: 4, gamma: 20 };
    const cents = { x: cohort.x, meanSpend: cohort.meanSpend.map((mean) => mean * 100) };
    const inCents = gammaGammaLogLikelihood({ ...params, gamma: 2_000 }, cents).value;
    expect(inCents).toBeCloseTo(gammaGammaLogLikelihood(params, cohort).value - 200 * Math.log(100), 8);
  });

  it('passes over customers without repeat spend', () => {
    const params = { p: 5, q: 4, gamma: 20 };
    const silent = { x: [...cohort.x, 0, 3, 2, 1], meanSpend: [...cohort.meanSpend, 50, 0, -4, Number.NaN] };
    expect(gammaGammaLogLikelihood(params, silent).value).toBe(gammaGammaLogLikelihood(params, cohort).value);
  });
});

describe('gammaGammaExpectedOrderValue', () => {
  /** A published fit to CDNOW, and the values a reference package prints with it. */
  const fitted = { p: 6.248_802_496_079_201, q: 3.744_588_460_922_42, gamma: 15.447_748_064_915_702 };

  it.each([
    [2, 22.345, 24.658_618_615_892_35],
    [1, 11.77, 18.911_479_869_924_82],
    [0, 0, 35.171_002_152_506_844],
  ])('of %d repeat orders of %d on average is %d', (x, mean, expected) => {
    expect(gammaGammaExpectedOrderValue(fitted, x, mean)).toBeCloseTo(expected, 2);
  });

  it('lies between the customer’s own mean and the population’s, nearer to the own with every order', () => {
    const mean = fc.double({ min: 0.01, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), mean, (x, own) => {
        const population = gammaGammaExpectedOrderValue(fitted, 0, 0);
        const expected = gammaGammaExpectedOrderValue(fitted, x, own);
        expect(expected).toBeGreaterThanOrEqual(Math.min(own, population) * (1 - 1e-12));
        expect(expected).toBeLessThanOrEqual(Math.max(own, population) * (1 + 1e-12));
        const next = gammaGammaExpectedOrderValue(fitted, x + 1, own);
        expect(Math.abs(next - own)).toBeLessThanOrEqual(Math.abs(expected - own) + 1e-9 * own);
      }),
    );
  });

  it('is finite where the population has no mean', () => {
    const heavy = { p: 0.2, q: 0.5, gamma: 10 };
    expect(gammaGammaExpectedOrderValue(heavy, 1, 40)).toBe(40);
    expect(gammaGammaExpectedOrderValue(heavy, 0, 0)).toBeCloseTo(4, 12);
    expect(gammaGammaExpectedOrderValue(heavy, 10, 40)).toBeCloseTo((0.2 * (10 + 400)) / 1.5, 12);
  });
});
