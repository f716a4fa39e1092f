import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../../core/linear/symmetricEigen.ts';

const symmetric = fc
  .integer({ min: 1, max: 8 })
  .chain((n) =>
    fc
      .array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: n * n, maxLength: n * n })
      .map((cells) =>
        Array.from({ length: n }, (_, i) =>
          Array.from({ length: n }, (__, j) => cells[Math.min(i, j) * n + Math.max(i, j)] ?? 0),
        ),
      ),
  );

describe('eigenvalues of a symmetric matrix', () => {
  it('are 3 and 1 for [[2, 1], [1, 2]], with vectors along the diagonals', () => {
    const { values, vectors } = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
    expect(vectors[0]?.[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[0]?.[1]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('put the matrix together again, with vectors of length 1 at right angles', () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const { values, vectors } = symmetricEigen(matrix);
        const dot = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
        for (const [k, vector] of vectors.entries()) {
          for (const [l, other] of vectors.entries())
            expect(dot(vector, other)).toBeCloseTo(k === l ? 1 : 0, 9);
          for (const [i, row] of matrix.entries())
            expect(dot(row, vector)).toBeCloseTo((values[k] ?? 0) * (vector[i] ?? 0), 8);
        }
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }),
    );
  });

  it('refuses a matrix that is not square or not finite', () => {
    expect(() => symmetricEigen([[1, 2]])).toThrow(RangeError);
    expect(() => symmetricEigen([[Number.NaN]])).toThrow(RangeError);
    expect(symmetricEigen([])).toEqual({ values: [], vectors: [] });
  });
});
