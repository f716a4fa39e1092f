/**
 * What having bought an item says for the others: a table of weights from item to item. A customer's score for an item is the sum
 * of the weights that lead to it from what they bought, so each part of a score belongs to one item of their own.
 *
 * Item-kNN fills a sparse table: each item's neighbours. EASE says something of every two items, so its table is whole, each
 * weight a whole number of steps from −127 to 127, with a step of its own for each item led to: a byte a weight, and no ranking
 * that anybody could tell from the exact one, where cutting it to its strongest weights would cost a tenth.
 */

export interface SparseTable {
  readonly kind: 'sparse';
  /** Where each item's neighbours begin; one more than there are items. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float32Array | Float64Array;
}

export interface WholeTable {
  readonly kind: 'whole';
  /** In steps, row by row, n × n: the row is the item bought, the column the item led to. */
  readonly weights: Int8Array;
  /** By the item led to. */
  readonly steps: Float64Array;
}

export type NeighbourTable = SparseTable | WholeTable;

function addSparse({ starts, targets, weights }: SparseTable, item: number, scores: Float64Array): void {
  for (let place = starts[item] ?? 0; place < (starts[item + 1] ?? 0); place += 1) {
    const target = targets[place] ?? 0;
    scores[target] = (scores[target] ?? 0) + (weights[place] ?? 0);
  }
}

function addWhole({ weights, steps }: WholeTable, item: number, scores: Float64Array): void {
  const row = item * steps.length;
  for (let target = 0; target < steps.length; target += 1)
    scores[target] = (scores[target] ?? 0) + (weights[row + target] ?? 0) * (steps[target] ?? 0);
}

/** Adds to `scores` what the items bought say. */
export function addNeighbourScores(table: NeighbourTable, bought: Int32Array, scores: Float64Array): void {
  for (const item of bought) {
    if (table.kind === 'sparse') addSparse(table, item, scores);
    else addWhole(table, item, scores);
  }
}

/** The weight from one item to another; 0 where one says nothing of the other. O(neighbours) in a sparse table. */
export function weightBetween(table: NeighbourTable, item: number, target: number): number {
  if (table.kind === 'whole') {
    const { weights, steps } = table;
    return (weights[item * steps.length + target] ?? 0) * (steps[target] ?? 0);
  }
  const { starts, targets, weights } = table;
  for (let place = starts[item] ?? 0; place < (starts[item + 1] ?? 0); place += 1)
    if (targets[place] === target) return weights[place] ?? 0;
  return 0;
}

/** A sparse table from weights that were kept by the item they lead to. */
export function turnedAround(
  byTarget: readonly { readonly from: Int32Array; readonly weights: Float64Array }[],
): SparseTable {
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
  return { kind: 'sparse', starts, targets, weights };
}

const MOST_STEPS = 127;

/** A whole table from exact weights, n × n. */
export function inSteps(weights: Float64Array, n: number): WholeTable {
  const steps = new Float64Array(n);
  for (let place = 0; place < weights.length; place += 1) {
    const amount = Math.abs(weights[place] ?? 0) / MOST_STEPS;
    if (amount > (steps[place % n] ?? 0)) steps[place % n] = amount;
  }
  const rounded = Int8Array.from(weights, (weight, place) => {
    const step = steps[place % n] ?? 0;
    return step === 0 ? 0 : Math.round(weight / step);
  });
  return { kind: 'whole', weights: rounded, steps };
}
