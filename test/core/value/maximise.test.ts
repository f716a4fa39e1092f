import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Climb, maximise, type Objective } from '../../../core/value/maximise.ts';

const wide = { lower: [-50, -50], upper: [50, 50] } as const;

/** Minus the valley of Rosenbrock, with its top of 0 at (1, 1). */
const ridge: Objective = (at, gradient) => {
  const [x = 0, y = 0] = at;
  gradient[0] = 2 * (1 - x) + 400 * x * (y - x * x);
  gradient[1] = -200 * (y - x * x);
  return -((1 - x) ** 2) - 100 * (y - x * x) ** 2;
};

/** A dome with its top of 0 at `top`; `stretch` makes it long and narrow. */
const dome =
  (top: readonly number[], stretch: number): Objective =>
  (at, gradient) => {
    let value = 0;
    for (const [i, entry] of at.entries()) {
      const weight = i === 0 ? stretch : 1;
      const away = entry - (top[i] ?? 0);
      value -= weight * away * away;
      gradient[i] = -2 * weight * away;
    }
    return value;
  };

describe('maximise', () => {
  it.each([[[-1.2, 1]], [[5, -20]], [[0, 0]]])('follows a curved ridge to its top from %j', (start) => {
    const summit = maximise({ ...wide, objective: ridge, starts: [start], maxIterations: 500 });
    expect(summit.converged).toBe(true);
    expect(summit.value).toBeGreaterThan(-1e-7);
    expect(summit.at[0]).toBeCloseTo(1, 3);
  });

  it('finds the top of any dome inside the box, and the nearest corner or edge of one outside', () => {
    const coordinate = fc.double({ min: -8, max: 8, noNaN: true });
    const stretch = fc.double({ min: 1e-2, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(coordinate, coordinate),
        fc.tuple(coordinate, coordinate),
        stretch,
        (top, start, narrow) => {
          const climb: Climb = {
            objective: dome(top, narrow),
            starts: [start],
            lower: [-4, -4],
            upper: [4, 4],
          };
          const summit = maximise({ ...climb, gainTolerance: 1e-12 });
          expect(summit.converged).toBe(true);
          for (const [i, entry] of summit.at.entries()) {
            expect(entry).toBeCloseTo(Math.min(4, Math.max(-4, top[i] ?? 0)), 4);
          }
        },
      ),
    );
  });

  it('says which bounds the top lies on', () => {
    const summit = maximise({
      objective: dome([9, -9, 0.5], 3),
      starts: [[0, 0, 0]],
      lower: [-1, -1, -1],
      upper: [1, 1, 1],
    });
    expect(summit.bounds).toEqual(['upper', 'lower', 'free']);
    expect(summit.converged).toBe(true);
  });

  it('leaves a bound again when the gradient turns', () => {
    const summit = maximise({
      objective: ridge,
      starts: [[-2, 4]],
      lower: [-2, -2],
      upper: [2, 2],
      maxIterations: 500,
    });
    expect(summit.bounds).toEqual(['free', 'free']);
    expect(summit.at[1]).toBeCloseTo(1, 3);
  });

  it('stops where it stands when the start is the top', () => {
    const summit = maximise({ ...wide, objective: dome([1, 2], 1), starts: [[1, 2]] });
    expect(summit).toMatchObject({ converged: true, value: 0, evaluations: 1 });
  });

  it('steps back from where the function is not a number', () => {
    const logarithm: Objective = (at, gradient) => {
      const [x = 0] = at;
      gradient[0] = 1 / x - 1;
      return Math.log(x) - x;
    };
    const summit = maximise({ objective: logarithm, starts: [[0.01]], lower: [-5], upper: [50] });
    expect(summit.converged).toBe(true);
    expect(summit.at[0]).toBeCloseTo(1, 3);
  });

  it('answers minus infinity, not converged, where nothing is a number', () => {
    const summit = maximise({
      ...wide,
      objective: () => Number.NaN,
      starts: [
        [0, 0],
        [1, 1],
      ],
    });
    expect(summit).toMatchObject({ converged: false, value: Number.NEGATIVE_INFINITY, evaluations: 2 });
  });

  it('ends on a slope without a top', () => {
    const endless: Objective = (at, gradient) => {
      gradient[0] = 1;
      return at[0] ?? 0;
    };
    const noBounds = { lower: [Number.NEGATIVE_INFINITY], upper: [Number.POSITIVE_INFINITY] };
    const summit = maximise({ ...noBounds, objective: endless, starts: [[0]], maxIterations: 30 });
    expect(summit).toMatchObject({ converged: false, iterations: 30 });
  });

  it('is not misled by a gradient that lies: it ends and says so', () => {
    const liar: Objective = (at, gradient) => {
      gradient[0] = -1000;
      return at[0] ?? 0;
    };
    expect(maximise({ objective: liar, starts: [[0]], lower: [-9], upper: [9] })).toMatchObject({
      converged: false,
      value: 0,
    });
  });

  it('ends, converged, at a point that the caller takes for a top', () => {
    const climb: Climb = { ...wide, objective: ridge, starts: [[-1.2, 1]] };
    const summit = maximise({ ...climb, isArrived: (_, value) => value > -2 });
    expect(summit.converged).toBe(true);
    expect(summit.value).toBeGreaterThan(-2);
    expect(summit.iterations).toBeLessThan(maximise(climb).iterations);
  });

  describe('with several starts', () => {
    /** Two tops: −1 at x = −3 and 0 at x = 3, either side of a pass at x = 0. */
    const twoTops: Objective = (at, gradient) => {
      const [x = 0] = at;
      const side = x < 0 ? -3 : 3;
      gradient[0] = -2 * (x - side);
      return -((x - side) ** 2) - (x < 0 ? 1 : 0);
    };
    const box = { lower: [-9], upper: [9] } as const;

    it('keeps the first top that converged unless more is asked', () => {
      expect(maximise({ ...box, objective: twoTops, starts: [[-4], [4]] }).value).toBeCloseTo(-1, 6);
    });

    it('takes the highest when all are to be climbed', () => {
      const summit = maximise({
        ...box,
        objective: twoTops,
        starts: [[-4], [4], [-2]],
        isEnough: () => false,
      });
      expect(summit.value).toBeCloseTo(0, 6);
      expect(summit.converged).toBe(true);
    });

    it('breaks off a climb that comes to the same top', () => {
      const alone = maximise({ ...wide, objective: ridge, starts: [[-1.2, 1]] });
      const twice = maximise({
        ...wide,
        objective: ridge,
        starts: [
          [-1.2, 1],
          [-1.2, 1],
        ],
        isEnough: () => false,
      });
      expect(twice.value).toBe(alone.value);
      expect(twice.evaluations).toBeLessThan(2 * alone.evaluations);
    });
  });
});
