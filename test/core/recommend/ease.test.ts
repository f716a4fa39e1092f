import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLinearAlgebra as linear } from '../../../core/linear/plainLinearAlgebra.ts';
import { addEaseScores, easeGram, easeTable, mostBought, trainEase } from '../../../core/recommend/ease.ts';
import { type Interactions, rowOf } from '../../../core/recommend/interactions.ts';
import { addNeighbourScores, weightBetween } from '../../../core/recommend/neighbours.ts';
import { anyPurchases, basketTable, purchaseTable } from '../../support/purchaseTables.ts';

/** Regularised squared error of weights: ‖X − XB‖² + λ‖B‖². */
function loss(table: Interactions, weights: Float64Array, lambda: number): number {
  const size = table.itemIds.length;
  let sum = 0;
  for (const customer of table.customerIds.keys()) {
    const { items } = rowOf(table, customer);
    for (let j = 0; j < size; j += 1) {
      let score = 0;
      for (const i of items) score += weights[i * size + j] ?? 0;
      sum += ((items.includes(j) ? 1 : 0) - score) ** 2;
    }
  }
  return sum + lambda * weights.reduce((all, weight) => all + weight ** 2, 0);
}

describe('EASE', () => {
  it('of two items is worked out by hand', async () => {
    // XᵀX + λI = [[3 + 1, 2], [2, 2 + 1]]; B[a][b] = −P_ab / P_bb = 2 / 4, B[b][a] = 2 / 3.
    const { weights } = await trainEase(basketTable('a', 'a b', 'a b'), { lambda: 1, linear });
    expect([...weights]).toEqual([0, 2 / 4, 2 / 3, 0].map((weight) => expect.closeTo(weight, 14)));
  });

  it('lets nothing speak for itself, and no other weights fit the purchases better', async () => {
    const nudges = fc.record({ at: fc.nat(63), by: fc.constantFrom(-0.05, -1e-3, 1e-3, 0.05) });
    await fc.assert(
      fc.asyncProperty(
        anyPurchases,
        fc.constantFrom(0.1, 1, 100),
        fc.array(nudges, { minLength: 1, maxLength: 5 }),
        async (bought, lambda, changes) => {
          const table = purchaseTable(bought);
          const size = table.itemIds.length;
          const { weights } = await trainEase(table, { lambda, linear });
          for (let i = 0; i < size; i += 1) expect(weights[i * size + i]).toBe(0);
          const other = weights.slice();
          for (const { at, by } of changes) {
            const place = at % (size * size);
            if (place % (size + 1) !== 0) other[place] = (other[place] ?? 0) + by;
          }
          expect(loss(table, other, lambda)).toBeGreaterThanOrEqual(loss(table, weights, lambda) - 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('turns towards counts of co-occurrence over λ as λ grows', async () => {
    const table = basketTable('a b', 'a b c', 'a c');
    const lambda = 1e9;
    const { weights } = await trainEase(table, { lambda, linear });
    expect((weights[1] ?? 0) * lambda).toBeCloseTo(2, 6);
    expect((weights[5] ?? 0) * lambda).toBeCloseTo(1, 6);
  });

  it('gives the same weights from a gram matrix made beforehand, and leaves that alone', async () => {
    const table = basketTable('a b', 'a b c', 'a c', 'b');
    const gram = easeGram(table);
    const before = gram.slice();
    const given = await trainEase(table, { lambda: 2, linear }, gram);
    expect(given).toEqual(await trainEase(table, { lambda: 2, linear }));
    expect(gram).toEqual(before);
  });

  it('takes the most bought items where there are too many; the others score nothing', async () => {
    const table = basketTable('a c d', 'a c', 'b c d', 'd');
    expect([...mostBought(table, 2)]).toEqual([2, 3]);
    const ease = await trainEase(table, { lambda: 1, linear, mostItems: 2 });
    expect([...ease.placeOf]).toEqual([-1, -1, 0, 1]);
    const scores = new Float64Array(4);
    addEaseScores(ease, Int32Array.of(0, 2), scores);
    expect(scores[3]).toBeGreaterThan(0);
    expect([scores[0], scores[1], scores[2]]).toEqual([0, 0, 0]);
  });

  it('has no weights for a shop without items', async () => {
    const ease = await trainEase(purchaseTable([]), { lambda: 1, linear });
    expect([ease.weights.length, easeTable(ease).steps.length]).toEqual([0, 0]);
  });

  it('as a table of bytes says of every weight what it is, to half a step', async () => {
    const table = basketTable('a b', 'a b c', 'a c', 'b d', 'd', 'c d');
    const ease = await trainEase(table, { lambda: 1, linear });
    const bytes = easeTable(ease);
    for (let item = 0; item < 4; item += 1)
      for (let target = 0; target < 4; target += 1) {
        const error = weightBetween(bytes, item, target) - (ease.weights[item * 4 + target] ?? 0);
        expect(Math.abs(error)).toBeLessThanOrEqual((bytes.steps[target] ?? 0) * (0.5 + 1e-9));
      }
    expect(weightBetween(bytes, 2, 2)).toBe(0);
    const scores = new Float64Array(4);
    addNeighbourScores(bytes, Int32Array.of(0, 3), scores);
    expect(scores[1]).toBeCloseTo(weightBetween(bytes, 0, 1) + weightBetween(bytes, 3, 1), 15);
  });

  it('is no table where not every item takes part', async () => {
    const ease = await trainEase(basketTable('a b', 'a'), { lambda: 1, linear, mostItems: 1 });
    expect(() => easeTable(ease)).toThrow(new RangeError('only 1 of 2 items take part in EASE'));
  });
});
