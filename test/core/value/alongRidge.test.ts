import { describe, expect, it } from 'vitest';
import { alongRidge, type Slope } from '../../../core/value/alongRidge.ts';
import { maximise } from '../../../core/value/maximise.ts';

/** A ridge along u = v, a billion times steeper across than along, with its top at u = v = `top`. */
const ridge = (top: number): Slope => ({
  objective: (at, gradient) => {
    const [u = 0, v = 0] = at;
    gradient[0] = -2e6 * (u - v) - 2e-3 * (u - top);
    gradient[1] = 2e6 * (u - v);
    return -1e6 * (u - v) ** 2 - 1e-3 * (u - top) ** 2;
  },
  lower: [-10, -10],
  upper: [10, 10],
});

const climbFrom = (slope: Slope, start: readonly number[]) =>
  maximise({ ...slope, starts: [start], maxIterations: 1 });

describe('alongRidge', () => {
  it.each([
    [9, 9],
    [-8, 4],
    [3, 3],
  ])('reaches the top of a ridge from (%d, %d)', (...start) => {
    const { at, value } = alongRidge(ridge(3), climbFrom(ridge(3), start));
    expect(at[0]).toBeCloseTo(3, 1);
    expect(at[1]).toBeCloseTo(3, 1);
    expect(value).toBeGreaterThan(-1e-6);
  });

  it('ends at the bound where the ridge rises beyond it, and says so', () => {
    const { at, bounds } = alongRidge(ridge(40), climbFrom(ridge(40), [0, 0]));
    expect(at[0]).toBeCloseTo(10, 5);
    expect(bounds).toContain('upper');
  });

  it('never ends below where it began, even where nothing is finite around it', () => {
    const cliff: Slope = {
      objective: (at, gradient) => {
        gradient[0] = 1;
        return at[0] === 0 ? 5 : Number.NaN;
      },
      lower: [-1],
      upper: [1],
    };
    expect(alongRidge(cliff, climbFrom(cliff, [0]))).toMatchObject({ value: 5, bounds: ['free'] });
  });
});
