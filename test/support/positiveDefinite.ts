/** Symmetric positive definite matrices from a seed: random correlations, and enough on the diagonal to outweigh them. */
import { createRandom } from '../../local/demo/random.ts';

export function positiveDefinite(n: number, seed = 1): Float64Array {
  const random = createRandom(seed);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const value = random.next() - 0.5;
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
    matrix[i * n + i] = 0.6 * n + random.next();
  }
  return matrix;
}

/** The largest entry of `left · right − I`, both n × n. */
export function distanceFromIdentity(left: Float64Array, right: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      let sum = i === j ? -1 : 0;
      for (let k = 0; k < n; k += 1) sum += (left[i * n + k] ?? 0) * (right[k * n + j] ?? 0);
      most = Math.max(most, Math.abs(sum));
    }
  return most;
}
