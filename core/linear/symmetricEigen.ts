/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's method: rotations that make one pair of off-diagonal elements
 * zero at a time, sweep by sweep, until nothing is left beside the diagonal. Golub & Van Loan, Matrix Computations, 8.5. Slow
 * for large matrices (O(n³) a sweep, six to ten sweeps) and as exact as the matrix allows for small ones.
 */

export interface Eigen {
  /** Descending. */
  readonly values: readonly number[];
  /** `vectors[k]` belongs to `values[k]`: of length 1, with a sum of 0 or more. */
  readonly vectors: readonly (readonly number[])[];
}

const MOST_SWEEPS = 100;

type Rows = Float64Array[];

function at(rows: Rows, i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

function offDiagonal(rows: Rows): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i += 1)
    for (let j = i + 1; j < rows.length; j += 1) sum += at(rows, i, j) ** 2;
  return sum;
}

function scaleOf(rows: Rows): number {
  let sum = 0;
  for (const row of rows) for (const value of row) sum += value * value;
  return sum;
}

/** Columns p and q of every row turned by the angle. */
function turnColumns(rows: Rows, p: number, q: number, cos: number, sin: number): void {
  for (const row of rows) {
    const [left, right] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = cos * left - sin * right;
    row[q] = sin * left + cos * right;
  }
}

function turnRows(rows: Rows, p: number, q: number, cos: number, sin: number): void {
  const [upper, lower] = [rows[p], rows[q]];
  if (upper === undefined || lower === undefined) return;
  for (let k = 0; k < rows.length; k += 1) {
    const [above, below] = [upper[k] ?? 0, lower[k] ?? 0];
    upper[k] = cos * above - sin * below;
    lower[k] = sin * above + cos * below;
  }
}

/** Turns the pair (p, q) so that their element vanishes. */
function annihilate(rows: Rows, vectors: Rows, p: number, q: number): void {
  const element = at(rows, p, q);
  if (element === 0) return;
  const theta = (at(rows, q, q) - at(rows, p, p)) / (2 * element);
  const tan = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(1, theta));
  const cos = 1 / Math.hypot(1, tan);
  const sin = tan * cos;
  turnColumns(rows, p, q, cos, sin);
  turnRows(rows, p, q, cos, sin);
  turnColumns(vectors, p, q, cos, sin);
}

function oriented(vector: readonly number[]): readonly number[] {
  const sum = vector.reduce((total, value) => total + value, 0);
  return sum < 0 ? vector.map((value) => 0 - value) : vector;
}

/** Of a square symmetric matrix; only that it is square and finite is looked at. Throws `RangeError` where it is not. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  if (matrix.some((row) => row.length !== n || !row.every(Number.isFinite)))
    throw new RangeError(`a matrix of ${n} rows is not square, or not finite`);
  const rows = matrix.map((row) => Float64Array.from(row));
  const vectors = matrix.map((_, i) => Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  const small = scaleOf(rows) * Number.EPSILON ** 2;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(rows) > small; sweep += 1)
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) annihilate(rows, vectors, p, q);
  const order = rows.map((_, k) => k).sort((a, b) => at(rows, b, b) - at(rows, a, a));
  return {
    values: order.map((k) => at(rows, k, k)),
    vectors: order.map((k) => oriented(vectors.map((row) => row[k] ?? 0))),
  };
}
