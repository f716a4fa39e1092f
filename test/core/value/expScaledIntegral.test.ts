import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expScaledIntegral } from '../../../core/value/expScaledIntegral.ts';

const between = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);

describe('expScaledIntegral', () => {
  // Arbitrary-precision values of e^z·E_s(z).
  it.each([
    [0.1, 0.01, 66.9865752205247],
    [0.5, 1e-5, 558.504713325648],
    [1, 0.2, 1.49334874693224],
    [1, 1, 0.596347362323194],
    [1.00000001, 0.05, 2.59443031089104],
    [0.606, 0.14, 2.81427091211401],
    [2, 0.9, 0.42404569602463],
    [3.7, 1e-4, 0.370348586976631],
    [55, 0.5, 0.0183454790442529],
    [200, 0.01, 0.00502487184679936],
    [0.3, 1.5, 0.585677453034389],
    [12, 8, 0.051482954522537],
    [1e5, 0.3, 1.000007000019e-5],
    [2, 60, 0.0161371775172084],
  ])('at s = %d and z = %d is %d', (s, z, expected) => {
    expect(Math.abs(expScaledIntegral(s, z) / expected - 1)).toBeLessThan(1e-11);
  });

  it('lies between its bounds 1/(z + s) and 1/(z + s − 1) and keeps s·K(s + 1) + z·K(s) = 1', () => {
    fc.assert(
      fc.property(between(1e-4, 1e4), between(1e-6, 1e3), (s, z) => {
        const value = expScaledIntegral(s, z);
        expect(value * (z + s)).toBeGreaterThan(1 - 1e-9);
        if (z + s > 1) expect(value * (z + s - 1)).toBeLessThan(1 + 1e-9);
        expect(s * expScaledIntegral(s + 1, z) + z * value).toBeCloseTo(1, 10);
      }),
    );
  });

  it('is not defined for orders or arguments of 0 or less', () => {
    expect([expScaledIntegral(0, 1), expScaledIntegral(1, 0), expScaledIntegral(1, Number.NaN)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});
