import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { fastLinearAlgebra } from '../../../adapters/compute/fastLinearAlgebra.ts';
import { UPDATE_KERNEL } from '../../../adapters/compute/updateKernel.ts';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import { positiveDefinite } from '../../support/positiveDefinite.ts';

describe('linear algebra by WebAssembly and threads', () => {
  it.each([
    [1, 1],
    [7, 1],
    [129, 2],
    [300, 1],
    [602, 2],
    [602, 4],
  ])('inverts %i rows with %i threads to the same bits as plain TypeScript', async (n, threads) => {
    const matrix = positiveDefinite(n, 3);
    const plain = await plainLinearAlgebra.invertPositiveDefinite(matrix.slice(), n);
    const fast = await fastLinearAlgebra(threads).invertPositiveDefinite(matrix.slice(), n);
    expect(fast.findIndex((value, i) => value !== plain[i])).toBe(-1);
    expect(fast).toHaveLength(n * n);
  });

  it('says which row is not positive, and its threads end', async () => {
    const n = 600;
    const matrix = positiveDefinite(n);
    matrix[300 * n + 300] = -1;
    const inverted = fastLinearAlgebra(2).invertPositiveDefinite(matrix, n);
    await expect(inverted).rejects.toThrow('row 300: the matrix is not positive definite');
  });

  it('inverts several matrices at once', async () => {
    const { invertPositiveDefinite } = fastLinearAlgebra(2);
    const inverses = await Promise.all(
      [1, 2, 3].map((seed) => invertPositiveDefinite(positiveDefinite(520, seed), 520)),
    );
    const alone = await plainLinearAlgebra.invertPositiveDefinite(positiveDefinite(520, 3), 520);
    expect(inverses[2]?.every((value, i) => value === alone[i])).toBe(true);
  });

  it('is assembled from the text beside it', async () => {
    const text = readFileSync(new URL('../../../adapters/compute/kernel.wat', import.meta.url), 'utf8');
    const features = { simd: true, threads: true };
    const module = (await wabt()).parseWat('kernel.wat', text, features);
    expect(Buffer.from(module.toBinary({}).buffer)).toEqual(Buffer.from(UPDATE_KERNEL));
  });
});
