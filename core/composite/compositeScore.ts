/**
 * One score out of several indicators: each scaled to 0 … 1 over the rows, the best 1, and summed by weights. The weights come
 * from entropy, CRITIC, principal components, AHP or a hand; they are taken as shares of their sum.
 */
import { type Columns, minMaxScaled, sumOf } from './columns.ts';

/** Weights set by hand, as shares of their sum. Throws `RangeError` for one below 0, and where all are 0. */
export function handWeights(weights: readonly number[]): number[] {
  const sum = sumOf(weights);
  if (!weights.every((weight) => weight >= 0) || !(sum > 0 && sum < Number.POSITIVE_INFINITY))
    throw new RangeError('weights are 0 and more, and not all 0');
  return weights.map((weight) => weight / sum);
}

/** The score of each row, 0 to 1. `isCost` marks columns of which less is better. Throws `RangeError` as `handWeights` does. */
export function compositeScores(
  columns: Columns,
  weights: readonly number[],
  isCost: readonly boolean[] = [],
): number[] {
  const shares = handWeights(weights);
  const scaled = columns.map((values, j) => minMaxScaled(values, isCost[j]));
  const rows = columns[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, i) =>
    sumOf(scaled.map((values, j) => (shares[j] ?? 0) * (values[i] ?? 0))),
  );
}
