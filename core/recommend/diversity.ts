/**
 * What lists of recommendations do to a shop beside being right: whether one list holds different things, whether it tells people
 * something new, and whether all of the catalogue has a part or a few items take it all.
 *
 * Intra-list diversity is the mean of 1 − cosine over the pairs of a list (Ziegler et al. 2005), cosine being that of item-kNN;
 * novelty the mean self-information −log2(share of customers who bought the item) in bits (Zhou et al. 2010); Gini that of how often
 * each item of the catalogue is shown, 0 for all alike and near 1 for one alone.
 */
import { itemBuyers } from './coOccurrence.ts';
import type { Interactions } from './interactions.ts';

export interface Diversity {
  /** 0 to 1; null where no list has two items. Over the first `MOST_LISTS` lists. */
  readonly intraListDiversity: number | null;
  /** Null where nothing was recommended. */
  readonly noveltyBits: number | null;
  readonly gini: number | null;
}

export interface DiversityMeter {
  /** Takes a list of distinct items by place. */
  take(list: Int32Array): void;
  result(): Diversity;
}

const MOST_LISTS = 500;

/** How many stand in both of two ascending lists. */
function shared(left: Int32Array, right: Int32Array): number {
  let [both, i, j] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference === 0) both += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return both;
}

/** Cosine of two items over who bought them, each pair reckoned once. */
function cosines(interactions: Interactions): (a: number, b: number) => number {
  const { starts, customers } = itemBuyers(interactions);
  const buyersOf = (item: number) => customers.subarray(starts[item] ?? 0, starts[item + 1] ?? 0);
  const known = new Map<number, number>();
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair = low * interactions.itemIds.length + high;
    const before = known.get(pair);
    if (before !== undefined) return before;
    const [left, right] = [buyersOf(low), buyersOf(high)];
    const size = Math.sqrt(left.length * right.length);
    const cosine = size === 0 ? 0 : shared(left, right) / size;
    known.set(pair, cosine);
    return cosine;
  };
}

/** Gini coefficient of counts of 0 and more; null where all are 0. */
export function gini(counts: Int32Array): number | null {
  const ascending = counts.slice().sort();
  let [sum, ranked] = [0, 0];
  for (const [rank, count] of ascending.entries()) {
    sum += count;
    ranked += (rank + 1) * count;
  }
  const n = ascending.length;
  return sum === 0 ? null : (2 * ranked) / (n * sum) - (n + 1) / n;
}

function dissimilarity(list: Int32Array, cosine: (a: number, b: number) => number): number {
  let sum = 0;
  for (let i = 0; i < list.length; i += 1)
    for (let j = 0; j < i; j += 1) sum += 1 - cosine(list[i] ?? 0, list[j] ?? 0);
  return sum / ((list.length * (list.length - 1)) / 2);
}

export function diversityMeter(interactions: Interactions): DiversityMeter {
  const cosine = cosines(interactions);
  const { starts } = itemBuyers(interactions);
  const customers = Math.max(1, interactions.customerIds.length);
  const shown = new Int32Array(interactions.itemIds.length);
  let [lists, different, items, bits] = [0, 0, 0, 0];
  return {
    take(list) {
      for (const item of list) {
        const buyers = (starts[item + 1] ?? 0) - (starts[item] ?? 0);
        shown[item] = (shown[item] ?? 0) + 1;
        items += 1;
        bits -= Math.log2(Math.max(1, buyers) / customers);
      }
      if (list.length < 2 || lists === MOST_LISTS) return;
      lists += 1;
      different += dissimilarity(list, cosine);
    },
    result: () => ({
      intraListDiversity: lists === 0 ? null : different / lists,
      noveltyBits: items === 0 ? null : bits / items,
      gini: gini(shown),
    }),
  };
}
