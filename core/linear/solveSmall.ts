/**
 * Solves a small positive definite system in place by Cholesky's method; the vector becomes the solution. Of the matrix,
 * row by row, the lower half is read and overwritten. Pivots are held above 0, so a singular matrix gives a long vector
 * rather than none.
 */
export function solveSmall(matrix: Float64Array, vector: Float64Array): void {
  const n = vector.length;
  const at = (i: number, j: number): number => matrix[i * n + j] ?? 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(i, j);
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k);
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j);
    }
  }
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) vector[i] = (vector[i] ?? 0) - at(i, k) * (vector[k] ?? 0);
    vector[i] = (vector[i] ?? 0) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) vector[i] = (vector[i] ?? 0) - at(k, i) * (vector[k] ?? 0);
    vector[i] = (vector[i] ?? 0) / at(i, i);
  }
}
