import { describe, expect, it } from 'vitest';
import { logGamma } from '../../../core/value/logGamma.ts';
import { logGammaSlope } from '../../../core/value/logGammaNearOne.ts';

describe('logGammaSlope', () => {
  it('is ln Γ(1 + a)/a', () => {
    expect(logGammaSlope(1)).toBeCloseTo(0, 14);
    expect(logGammaSlope(0.5)).toBeCloseTo(2 * Math.log(Math.sqrt(Math.PI) / 2), 13);
    expect(logGammaSlope(-0.5)).toBeCloseTo(-Math.log(Math.PI), 13);
    expect(logGammaSlope(0.2)).toBeCloseTo(5 * logGamma(1.2), 13);
  });

  it('is minus Euler’s constant at 0, and goes through it without a break', () => {
    expect(logGammaSlope(0)).toBe(-0.577_215_664_901_532_9);
    for (const edge of [1e-3, -1e-3]) {
      expect(logGammaSlope(edge * (1 - 1e-9)) - logGammaSlope(edge * (1 + 1e-9))).toBeCloseTo(0, 11);
    }
  });
});
