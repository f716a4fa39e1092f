/**
 * Solves A·X = B for small dense systems by elimination with partial pivoting (Golub & Van Loan, Matrix Computations,
 * 4th ed., 3.4): the chains of stages here have a few dozen states at most.
 */

export type Matrix = readonly (readonly number[])[];

/** The row from `column` on with the largest entry there. */
function pivotRow(rows: readonly number[][], column: number): number {
  let best = column;
  for (let i = column + 1; i < rows.length; i += 1) {
    if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = i;
  }
  return best;
}

function clear(target: number[], pivot: readonly number[], column: number): void {
  const factor = (target[column] ?? 0) / (pivot[column] ?? 1);
  if (factor === 0) return;
  for (let j = column; j < target.length; j += 1) target[j] = (target[j] ?? 0) - factor * (pivot[j] ?? 0);
}

/** X, with a row for each column of A; undefined where A is singular. A is square, B has as many rows. */
export function solveLinear(A: Matrix, B: Matrix): number[][] | undefined {
  const rows = A.map((row, i) => [...row, ...(B[i] ?? [])]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const from = pivotRow(rows, column);
    const pivot = rows[from];
    const here = rows[column];
    if (pivot === undefined || here === undefined || !(Math.abs(pivot[column] ?? 0) > 0)) return undefined;
    rows[from] = here;
    rows[column] = pivot;
    for (const [i, row] of rows.entries()) if (i !== column) clear(row, pivot, column);
  }
  return rows.map((row, i) => row.slice(size).map((entry) => entry / (row[i] ?? 1)));
}

/** The identity less a multiple of `matrix`. */
export function identityLess(matrix: Matrix, factor = 1): number[][] {
  return matrix.map((row, i) => row.map((entry, j) => (i === j ? 1 : 0) - factor * entry));
}
