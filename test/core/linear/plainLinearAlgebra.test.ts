import { describe, expect, it } from 'vitest';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import { BLOCK } from '../../../core/linear/sweep.ts';
import { distanceFromIdentity, positiveDefinite } from '../../support/positiveDefinite.ts';

const { invertPositiveDefinite } = plainLinearAlgebra;

describe('the inverse of a symmetric positive definite matrix', () => {
  it.each([1, 2, 3, 4, 5, 31, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 6])(
    'of %i rows undoes it',
    async (n) => {
      const matrix = positiveDefinite(n, n);
      const inverse = await invertPositiveDefinite(matrix.slice(), n);
      expect(distanceFromIdentity(matrix, inverse, n)).toBeLessThan(1e-12);
    },
  );

  it('is known for [[4, 1], [1, 3]]', async () => {
    const inverse = await invertPositiveDefinite(Float64Array.of(4, 1, 1, 3), 2);
    expect([...inverse]).toEqual(
      [3 / 11, -1 / 11, -1 / 11, 4 / 11].map((value) => expect.closeTo(value, 15)),
    );
  });

  it('is symmetric to the last bit', async () => {
    const n = 150;
    const inverse = await invertPositiveDefinite(positiveDefinite(n), n);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < i; j += 1) expect(inverse[i * n + j]).toBe(inverse[j * n + i]);
  });

  it('of no rows is empty', async () => {
    expect(await invertPositiveDefinite(new Float64Array(0), 0)).toHaveLength(0);
  });

  it.each([
    ['a negative diagonal', [-1, 0, 0, 1], 'row 0'],
    ['correlations stronger than the diagonal', [1, 2, 2, 1], 'row 1'],
    ['what is no number', [1, 0, 0, Number.NaN], 'row 1'],
  ])('does not exist for %s: the row is named', async (_, values, row) => {
    const inverted = invertPositiveDefinite(Float64Array.from(values), 2);
    await expect(inverted).rejects.toThrow(`${row}: the matrix is not positive definite`);
  });
});
