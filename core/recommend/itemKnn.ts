/**
 * Item-based nearest neighbours (Sarwar et al. 2001; Deshpande & Karypis 2004) over who bought what: an item is scored by its
 * similarity to the items a customer has, counting for each item only the K most similar to it. The matrix is never laid
 * out: one item's row at a time, so 50,000 items need memory for their neighbours only, O(n · K), and time
 * O(Σ |items of a customer|²).
 */
import { forEachCoOccurrence } from './coOccurrence.ts';
import { buyersOf, type Interactions } from './interactions.ts';
import { type SparseTable, turnedAround } from './neighbours.ts';
import { topItems } from './topItems.ts';

/** `confidence`: share of the buyers of the item a customer has who bought the other one as well. */
export type Similarity = 'cosine' | 'jaccard' | 'confidence';

export interface ItemKnnOptions {
  /** K; null keeps every neighbour. Default 100. */
  readonly neighbours?: number | null;
  readonly similarity?: Similarity;
  /** Added to the denominator: 10 trusts a pair less the fewer have bought it. Default 0. */
  readonly shrink?: number;
}

/** `both` of the `has` buyers of an item a customer has also bought the item to be scored, which `scored` bought. */
function denominator(similarity: Similarity, both: number, has: number, scored: number): number {
  switch (similarity) {
    case 'cosine':
      return Math.sqrt(has * scored);
    case 'jaccard':
      return has + scored - both;
    case 'confidence':
      return has;
  }
}

export function trainItemKnn(
  interactions: Interactions,
  { neighbours = 100, similarity = 'cosine', shrink = 0 }: ItemKnnOptions = {},
): SparseTable {
  const buyers = buyersOf(interactions);
  const size = interactions.itemIds.length;
  const alike = new Float64Array(size);
  const byTarget = Array.from({ length: size }, () => ({
    from: new Int32Array(0),
    weights: new Float64Array(0),
  }));
  forEachCoOccurrence(interactions, ({ item, others, counts }) => {
    for (const other of others) {
      const both = counts[other] ?? 0;
      const below = denominator(similarity, both, buyers[other] ?? 0, buyers[item] ?? 0);
      alike[other] = both / (below + shrink);
    }
    const candidates = others.filter((other) => other !== item);
    const from = topItems(alike, neighbours ?? candidates.length, { candidates }).slice();
    byTarget[item] = { from, weights: Float64Array.from(from, (other) => alike[other] ?? 0) };
  });
  return turnedAround(byTarget);
}
