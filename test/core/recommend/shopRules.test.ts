import { describe, expect, it } from 'vitest';
import { collectPurchases } from '../../../core/recommend/interactions.ts';
import { rulesWanted, type RuleFilter, shopRules } from '../../../core/recommend/shopRules.ts';

/** Of 20 orders ten hold a and b, five of them c as well; the others hold d. */
function orders() {
  const collected = collectPurchases();
  for (let n = 0; n < 20; n += 1) {
    const items = n < 5 ? ['a', 'b', 'c'] : n < 10 ? ['a', 'b'] : ['d'];
    for (const item of items) collected.add(`o${n}`, item, null);
  }
  return collected.finish();
}

const found = shopRules(orders());
const ALL: RuleFilter = { minSupport: 0, minConfidence: 0, minLift: 0, mostAntecedents: 2, top: 99 };

function said(filter: Partial<RuleFilter>): string[] {
  return rulesWanted(found, { ...ALL, ...filter }).map(
    ({ antecedent, consequent }) => `${antecedent.join('+')}>${consequent}`,
  );
}

describe('the rules of a shop', () => {
  it('hold in five orders at least', () => {
    expect(found).toMatchObject({ baskets: 20, items: 4 });
    expect(found.rules.every(({ baskets }) => baskets >= 5)).toBe(true);
    expect(said({})).toEqual(expect.arrayContaining(['a>b', 'a+b>c', 'c>a']));
    expect(said({}).some((rule) => rule.includes('d'))).toBe(false);
  });

  it('are asked for by support, confidence, lift, size and item', () => {
    expect(said({ minSupport: 0.5 })).toEqual(['a>b', 'b>a']);
    expect(said({ minConfidence: 0.99, mostAntecedents: 1 }).sort()).toEqual(['a>b', 'b>a', 'c>a', 'c>b']);
    expect(said({ item: 'c', mostAntecedents: 1 }).every((rule) => rule.includes('c'))).toBe(true);
    expect(said({ minLift: 2.01 })).toEqual([]);
    expect(said({ top: 1 })).toHaveLength(1);
  });

  it('are none of no orders', () => {
    expect(shopRules(collectPurchases().finish())).toMatchObject({ baskets: 0, found: 0, rules: [] });
  });
});
