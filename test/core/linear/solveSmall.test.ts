import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveSmall } from '../../../core/linear/solveSmall.ts';

const entry = fc.double({ min: -3, max: 3, noNaN: true });

describe('solveSmall', () => {
  it('solves what a positive definite matrix made of its solution', () => {
    const system = fc.integer({ min: 1, max: 5 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        root: fc.array(entry, { minLength: n * n, maxLength: n * n }),
        solution: fc.array(entry, { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(system, ({ n, root, solution }) => {
        const at = (i: number, j: number): number =>
          Array.from({ length: n }, (_, k) => (root[i * n + k] ?? 0) * (root[j * n + k] ?? 0)).reduce(
            (sum, product) => sum + product,
            i === j ? 1 : 0,
          );
        const matrix = Float64Array.from({ length: n * n }, (_, cell) => at(Math.floor(cell / n), cell % n));
        const vector = Float64Array.from({ length: n }, (_, i) =>
          solution.reduce((sum, x, j) => sum + at(i, j) * x, 0),
        );
        solveSmall(matrix, vector);
        for (const [i, x] of solution.entries()) expect(vector[i]).toBeCloseTo(x, 8);
      }),
    );
  });

  it('answers a singular system with numbers', () => {
    const vector = Float64Array.of(1, 1);
    solveSmall(Float64Array.of(1, 1, 1, 1), vector);
    expect(vector.every(Number.isFinite)).toBe(true);
  });
});
