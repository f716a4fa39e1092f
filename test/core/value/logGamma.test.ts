import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digamma, digammaDifference, logGamma, logGammaRatio } from '../../../core/value/logGamma.ts';

const EULER = 0.577_215_664_901_532_9;
const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

/** Error relative to the expected value, or absolute where that is below 1. */
const errorOf = (actual: number, expected: number): number =>
  Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

describe('logGamma', () => {
  it.each([
    [1e-300, 690.775_527_898_213_7],
    [1e-8, 18.420_680_738_180_21],
    [0.001, 6.907_178_885_383_854],
    [0.1, 2.252_712_651_734_205_5],
    [0.5, 0.572_364_942_924_700_4],
    [1, 0],
    [1.461_632_144_968_362_2, -0.121_486_290_535_849_36],
    [2, 0],
    [10, 12.801_827_480_081_467],
    [100.5, 361.435_540_467_777_6],
    [1e6, 12_815_504.569_147_611],
    [1e300, 6.897_755_278_982_137e302],
  ])('of %d is %d, as the C library has it', (z, expected) => {
    expect(errorOf(logGamma(z), expected)).toBeLessThan(5e-15);
  });

  it('follows Γ(z + 1) = z·Γ(z)', () => {
    fc.assert(
      fc.property(positive, (z) => {
        expect(errorOf(logGamma(z + 1), logGamma(z) + Math.log(z))).toBeLessThan(2e-14);
      }),
    );
  });

  it.each([0, -1, Number.NaN])('of %d is not a number', (z) => {
    expect(logGamma(z)).toBeNaN();
  });
});

describe('digamma', () => {
  it.each([
    [1, -EULER],
    [0.5, -EULER - 2 * Math.LN2],
    [2, 1 - EULER],
    [10, 2.251_752_589_066_721],
    [1e-8, -1e8 - EULER],
    [1e8, Math.log(1e8) - 0.5e-8],
  ])('of %d is %d', (z, expected) => {
    expect(errorOf(digamma(z), expected)).toBeLessThan(5e-15);
  });

  it('is the slope of logGamma', () => {
    const moderate = fc.double({ min: 0.05, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(moderate, (z) => {
        const step = 1e-4 * z;
        expect(errorOf((logGamma(z + step) - logGamma(z - step)) / (2 * step), digamma(z))).toBeLessThan(
          1e-6,
        );
      }),
    );
  });

  it('of a number not positive is not a number', () => {
    expect(digamma(0)).toBeNaN();
    expect(digammaDifference(-1, 1)).toBeNaN();
  });
});

describe('logGammaRatio', () => {
  it('is the logarithm of the rising product for a whole step', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 0, max: 12 }), (z, steps) => {
        let expected = 0;
        for (let j = 0; j < steps; j += 1) expected += Math.log(z + j);
        expect(errorOf(logGammaRatio(z, steps), expected)).toBeLessThan(1e-12);
      }),
    );
  });

  it('keeps its digits where both gammas are huge', () => {
    // ln Γ(1e12 + ½) − ln Γ(1e12) = ½ ln(1e12) − 1/(8e12) + …
    expect(errorOf(logGammaRatio(1e12, 0.5), 0.5 * Math.log(1e12) - 1.25e-13)).toBeLessThan(1e-14);
    expect(logGammaRatio(1e12, 1e-9)).toBeCloseTo(1e-9 * Math.log(1e12), 20);
  });

  it('of no step is 0, and of a negative one not a number', () => {
    expect(logGammaRatio(3.5, 0)).toBe(0);
    expect(logGammaRatio(3.5, -1)).toBeNaN();
  });
});

describe('digammaDifference', () => {
  it('is the sum of reciprocals for a whole step', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 0, max: 12 }), (z, steps) => {
        let expected = 0;
        for (let j = 0; j < steps; j += 1) expected += 1 / (z + j);
        expect(digammaDifference(z, steps)).toBeCloseTo(expected, 8);
      }),
    );
  });

  it('keeps its digits where both digammas are huge', () => {
    expect(errorOf(digammaDifference(1e12, 1) * 1e12, 1)).toBeLessThan(1e-9);
  });
});
