import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssociationRule, associationRules } from '../../../core/recommend/associationRules.ts';
import { type Interactions, rowOf } from '../../../core/recommend/interactions.ts';
import { anyPurchases, basketTable, purchaseTable } from '../../support/purchaseTables.ts';

/** Every rule of up to three items, by looking into every basket. */
function byLooking(table: Interactions, minSupport: number, minConfidence: number): string[] {
  const baskets = table.customerIds.map((_, n) => new Set(rowOf(table, n).items));
  const holding = (...items: readonly number[]) =>
    baskets.filter((basket) => items.every((item) => basket.has(item))).length;
  const found: string[] = [];
  const offer = (antecedent: readonly number[], consequent: number) => {
    const [all, has] = [holding(...antecedent, consequent), holding(...antecedent)];
    if (all === 0 || all / baskets.length < minSupport - 1e-12 || all / has < minConfidence) return;
    found.push(
      `${antecedent.map((item) => table.itemIds[item]).join('+')}>${table.itemIds[consequent]} ${all}`,
    );
  };
  const items = [...table.itemIds.keys()];
  for (const a of items)
    for (const c of items) {
      if (a === c) continue;
      offer([a], c);
      for (const b of items) if (b > a && b !== c) offer([a, b], c);
    }
  return found.sort();
}

function said({ antecedent, consequent, baskets }: AssociationRule): string {
  return `${antecedent.join('+')}>${consequent} ${baskets}`;
}

describe('association rules', () => {
  const table = basketTable('bread butter', 'bread butter jam', 'bread', 'jam');

  it('have support, confidence, lift and leverage as defined', () => {
    const { rules } = associationRules(table, { minSupport: 0, minConfidence: 0, mostAntecedents: 1 });
    expect(rules.find(({ antecedent }) => antecedent[0] === 'butter')).toEqual({
      antecedent: ['butter'],
      consequent: 'bread',
      baskets: 2,
      support: 2 / 4,
      confidence: 1,
      lift: 4 / 3,
      leverage: expect.closeTo(2 / 4 - (2 / 4) * (3 / 4), 15),
    });
  });

  it('have two items before the arrow as well', () => {
    const { rules } = associationRules(table, { minSupport: 0.25, minConfidence: 1 });
    expect(rules.map(said)).toEqual(['bread+jam>butter 1', 'butter>bread 2', 'butter+jam>bread 1']);
  });

  it('are exactly those that looking into every basket finds', () => {
    const thresholds = fc.record({
      minSupport: fc.constantFrom(0, 0.1, 0.3),
      minConfidence: fc.constantFrom(0, 0.4, 1),
    });
    fc.assert(
      fc.property(anyPurchases, thresholds, (bought, { minSupport, minConfidence }) => {
        const all = purchaseTable(bought);
        const { rules, found } = associationRules(all, { minSupport, minConfidence });
        expect(rules.map(said).sort()).toEqual(byLooking(all, minSupport, minConfidence));
        expect(found).toBe(rules.length);
      }),
    );
  });

  it('come by lift; the first of them are the same when fewer are asked for', () => {
    fc.assert(
      fc.property(anyPurchases, fc.integer({ min: 1, max: 9 }), (bought, top) => {
        const all = purchaseTable(bought);
        const { rules } = associationRules(all, { minSupport: 0, minConfidence: 0 });
        const lifts = rules.map(({ lift }) => lift);
        expect(lifts).toEqual(lifts.toSorted((a, b) => b - a));
        const few = associationRules(all, { minSupport: 0, minConfidence: 0, top });
        expect(few.rules).toEqual(rules.slice(0, top));
        expect(few.found).toBe(rules.length);
      }),
    );
  });

  it('are none where there are no baskets', () => {
    const nothing = { baskets: 0, items: 0, found: 0, rules: [], pairsOnly: false };
    expect(associationRules(purchaseTable([]), { minSupport: 0.01, minConfidence: 0.1 })).toEqual(nothing);
  });

  it('are of pairs only where counting threes would take hours', () => {
    const item = (n: number) => `i${String(n).padStart(4, '0')}`;
    const wide = Array.from({ length: 1_300 }, (_, n) => item(n)).join(' ');
    const found = associationRules(basketTable(wide), { minSupport: 1, minConfidence: 1, top: 1 });
    expect(found).toMatchObject({ pairsOnly: true, found: 1_300 * 1_299 });
  });
});
