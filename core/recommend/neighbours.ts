/**
 * What having bought an item says for the others: a sparse table from an item to its neighbours with weights. A customer's
 * score for an item is the sum of the weights that lead to it from what they bought, so each part of a score belongs to one item
 * of their own. Item-kNN fills the table, and so does EASE, cut to its strongest weights.
 */

export interface NeighbourTable {
  /** Where each item's neighbours begin; one more than there are items. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array | Float64Array;
}

/** Adds to `scores` what the items bought say. */
export function addNeighbourScores(
  { starts, targets, weights }: NeighbourTable,
  bought: Int32Array,
  scores: Float64Array,
): void {
  for (const item of bought)
    for (let place = starts[item] ?? 0; place < (starts[item + 1] ?? 0); place += 1) {
      const target = targets[place] ?? 0;
      scores[target] = (scores[target] ?? 0) + (weights[place] ?? 0);
    }
}

/** The weight from one item to another; 0 where they are no neighbours. */
export function weightBetween(
  { starts, targets, weights }: NeighbourTable,
  item: number,
  target: number,
): number {
  for (let place = starts[item] ?? 0; place < (starts[item + 1] ?? 0); place += 1)
    if (targets[place] === target) return weights[place] ?? 0;
  return 0;
}

/** A table from weights that were kept by the item they lead to. */
export function turnedAround(
  byTarget: readonly { readonly from: Int32Array; readonly weights: Float64Array }[],
): NeighbourTable {
  const starts = new Int32Array(byTarget.length + 1);
  for (const { from } of byTarget) for (const item of from) starts[item + 1] = (starts[item + 1] ?? 0) + 1;
  for (let i = 0; i < byTarget.length; i += 1) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const next = starts.slice();
  const size = starts[byTarget.length] ?? 0;
  const targets = new Int32Array(size);
  const weights = new Float64Array(size);
  for (const [target, kept] of byTarget.entries())
    for (const [n, item] of kept.from.entries()) {
      const place = next[item] ?? 0;
      targets[place] = target;
      weights[place] = kept.weights[n] ?? 0;
      next[item] = place + 1;
    }
  return { starts, targets, weights };
}
