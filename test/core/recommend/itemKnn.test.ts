import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buyersOf, type Interactions, rowOf } from '../../../core/recommend/interactions.ts';
import { type Similarity, trainItemKnn } from '../../../core/recommend/itemKnn.ts';
import { addNeighbourScores, weightBetween } from '../../../core/recommend/neighbours.ts';
import { anyPurchases, basketTable, purchaseTable } from '../../support/purchaseTables.ts';

/** Customers of both items, counted one by one. */
function both(table: Interactions, a: number, b: number): number {
  return table.customerIds.filter((_, customer) => {
    const { items } = rowOf(table, customer);
    return items.includes(a) && items.includes(b);
  }).length;
}

describe('item-kNN', () => {
  // milk in 3 baskets, tea in 2, jam in 1; milk and tea together in 2.
  const table = basketTable('jam milk', 'milk tea', 'milk tea');
  const [jam, milk, tea] = [0, 1, 2];

  it.each([
    ['cosine', 0, 2 / Math.sqrt(6), 2 / Math.sqrt(6)],
    ['cosine', 10, 2 / (Math.sqrt(6) + 10), 2 / (Math.sqrt(6) + 10)],
    ['jaccard', 0, 2 / 3, 2 / 3],
    ['confidence', 0, 2 / 3, 1],
  ] as const)('weighs by %s with shrink %d', (similarity, shrink, milkToTea, teaToMilk) => {
    const neighbours = trainItemKnn(table, { similarity, shrink });
    expect(weightBetween(neighbours, milk, tea)).toBeCloseTo(milkToTea, 15);
    expect(weightBetween(neighbours, tea, milk)).toBeCloseTo(teaToMilk, 15);
    expect(weightBetween(neighbours, jam, tea)).toBe(0);
  });

  it('keeps for each item the K most alike, not for each item that speaks', () => {
    const neighbours = trainItemKnn(table, { neighbours: 1 });
    expect(weightBetween(neighbours, tea, milk)).toBeGreaterThan(0);
    expect(weightBetween(neighbours, jam, milk)).toBe(0);
    expect(weightBetween(neighbours, milk, jam)).toBeGreaterThan(0);
  });

  it('is what comparing every two items gives, and nothing stands beside itself', () => {
    const similarities = fc.constantFrom<Similarity>('cosine', 'jaccard', 'confidence');
    fc.assert(
      fc.property(anyPurchases, similarities, (bought, similarity) => {
        const all = purchaseTable(bought);
        const buyers = buyersOf(all);
        const neighbours = trainItemKnn(all, { neighbours: null, similarity });
        for (const a of all.itemIds.keys())
          for (const b of all.itemIds.keys()) {
            const [together, of, to] = [both(all, a, b), buyers[a] ?? 0, buyers[b] ?? 0];
            const below = { cosine: Math.sqrt(of * to), jaccard: of + to - together, confidence: of };
            const expected = a === b ? 0 : together / below[similarity];
            expect(weightBetween(neighbours, a, b)).toBeCloseTo(expected, 14);
          }
      }),
    );
  });

  it('scores by the sum over what was bought', () => {
    const neighbours = trainItemKnn(table);
    const scores = new Float64Array(3);
    addNeighbourScores(neighbours, Int32Array.of(jam, tea), scores);
    expect(scores[milk]).toBe(weightBetween(neighbours, jam, milk) + weightBetween(neighbours, tea, milk));
  });
});
