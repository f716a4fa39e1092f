/**
 * How well scores put things in the order of what came to pass. Equal scores share their mean rank, so no measure depends
 * on the sequence of the rows. Scores and outcomes run in parallel, to the shorter of the two; O(n log n).
 */

/** Row numbers by ascending value; equal values keep their sequence. Infinite values sort to the ends, NaN before all. */
function ascending(values: ArrayLike<number>, length: number): Uint32Array {
  const key = (row: number): number => {
    const value = values[row] ?? 0;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  return Uint32Array.from({ length }, (_, row) => row).sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return a - b;
    return left < right ? -1 : 1;
  });
}

/** Ranks from 1, the mean of their places for equal values. */
export function meanRanks(values: ArrayLike<number>): Float64Array {
  const { length } = values;
  const order = ascending(values, length);
  const ranks = new Float64Array(length);
  for (let from = 0; from < length; ) {
    const value = values[order[from] ?? 0];
    let to = from + 1;
    while (to < length && values[order[to] ?? 0] === value) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/**
 * Area under the ROC curve: the chance that of an active and an inactive row the active one scores higher, equal scores
 * counting half (Hanley & McNeil 1982). Null where all rows are active or none is.
 */
export function rocArea(scores: ArrayLike<number>, active: ArrayLike<number>): number | null {
  const ranks = meanRanks(scores);
  let [hits, sum] = [0, 0];
  for (let row = 0; row < ranks.length; row += 1) {
    if (active[row] !== 1) continue;
    hits += 1;
    sum += ranks[row] ?? 0;
  }
  const misses = ranks.length - hits;
  return hits === 0 || misses === 0 ? null : (sum - (hits * (hits + 1)) / 2) / (hits * misses);
}

/** Pearson's correlation; null where either column does not vary. */
export function correlation(left: ArrayLike<number>, right: ArrayLike<number>): number | null {
  const length = Math.min(left.length, right.length);
  let [meanLeft, meanRight] = [0, 0];
  for (let row = 0; row < length; row += 1) {
    meanLeft += (left[row] ?? 0) / length;
    meanRight += (right[row] ?? 0) / length;
  }
  let [both, squaresLeft, squaresRight] = [0, 0, 0];
  for (let row = 0; row < length; row += 1) {
    const [a, b] = [(left[row] ?? 0) - meanLeft, (right[row] ?? 0) - meanRight];
    both += a * b;
    squaresLeft += a * a;
    squaresRight += b * b;
  }
  const negligible = (squares: number, mean: number): boolean =>
    squares <= 1e-24 * length * (1 + mean * mean);
  if (negligible(squaresLeft, meanLeft) || negligible(squaresRight, meanRight)) return null;
  return both / Math.sqrt(squaresLeft * squaresRight);
}

/** Spearman's rank correlation; null where either column does not vary. */
export function rankCorrelation(left: ArrayLike<number>, right: ArrayLike<number>): number | null {
  return correlation(meanRanks(left), meanRanks(right));
}
