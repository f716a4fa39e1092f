import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { plainLinearAlgebra } from '../../../core/linear/plainLinearAlgebra.ts';
import { recommendFor } from '../../../core/recommend/recommendFor.ts';
import { packRecommender, unpackRecommender } from '../../../core/recommend/recommenderFile.ts';
import { collectPurchasesOf, trainShop } from '../../../core/recommend/shopRecommender.ts';
import type { PersonBaskets } from '../../../core/recommend/baskets.ts';
import { aBasket, aRecommenderShop, aRefund, SHOPPERS, TODAY } from '../../support/aRecommenderShop.ts';

async function* pagesOf(people: readonly PersonBaskets[], size: number) {
  for (let at = 0; at < people.length; at += size) yield people.slice(at, at + size);
}

function train(people: readonly PersonBaskets[], size = 7) {
  return collectPurchasesOf(pagesOf(people, size)).then(({ byCustomer }) =>
    trainShop(byCustomer, { at: TODAY, linear: plainLinearAlgebra }),
  );
}

describe('the purchases of a shop', () => {
  it('are one a customer and item, and one an order and item', async () => {
    const baskets = [aBasket(9, ['tea', 'cup', 'tea']), aBasket(3, ['tea'])];
    const people = [{ customerId: customerId('ann'), baskets }];
    const { byCustomer, byOrder } = await collectPurchasesOf(pagesOf(people, 1));
    expect([byCustomer.itemIds, [...byCustomer.counts]]).toEqual([
      ['cup', 'tea'],
      [1, 2],
    ]);
    expect(byOrder.customerIds).toEqual(['order-3', 'order-9']);
  });

  it('leave out what was given back', async () => {
    const baskets = [aBasket(9, ['tea', 'pan']), aRefund(5, ['pan'])];
    const people = [{ customerId: customerId('ann'), baskets }];
    expect((await collectPurchasesOf(pagesOf(people, 1))).byCustomer.itemIds).toEqual(['tea']);
  });
});

describe('a shop that is trained', () => {
  it('names nobody, and counts what it learned from', async () => {
    const shop = await train(SHOPPERS);
    expect(shop).toMatchObject({ at: TODAY, method: 'ease', customers: 80 });
    expect(shop.itemIds).toEqual(['beans', 'coffee-cup', 'grinder', 'leaves', 'pot', 'tea-cup', 'towel']);
    expect(JSON.stringify(shop)).not.toMatch(/p0\d\d/);
  });

  it('is the same whatever pages it was read in', async () => {
    expect(await train(SHOPPERS, 80)).toEqual(await train(SHOPPERS.toReversed(), 3));
  });

  it('says how good it is on what was hidden from it', async () => {
    const { quality } = await train(SHOPPERS);
    expect(quality?.discover.users).toBeGreaterThan(30);
    expect(quality?.discover.recallAtK).toBeGreaterThan(0.9);
  });

  it.each([1, 2, 5])('can be made of %d customers, and says that they are too few to judge', async (n) => {
    const shop = await train(SHOPPERS.slice(0, n));
    expect(shop.quality).toBeNull();
    const places = new Map(shop.itemIds.map((item, place) => [item, place]));
    const request = { slot: 'anything' as const, k: 5, now: TODAY };
    const { items } = recommendFor({ shop, places, facts: new Map() }, [], request);
    expect(items.length).toBeGreaterThan(0);
    for (const { score } of items) expect(Number.isFinite(score)).toBe(true);
  });
});

describe('a kept recommender', () => {
  it('recommends what it did before', async () => {
    const { shop, places, facts } = await aRecommenderShop();
    const kept = unpackRecommender(packRecommender(shop));
    expect({ ...kept, table: null }).toEqual({ ...shop, table: null });
    const request = { slot: 'anything' as const, k: 5, now: TODAY };
    const baskets = [aBasket(40, ['leaves', 'pot'])];
    const before = recommendFor({ shop, places, facts }, baskets, request);
    const after = recommendFor({ shop: kept, places, facts }, baskets, request);
    expect(after.items.map(({ item }) => item)).toEqual(before.items.map(({ item }) => item));
    for (const [n, { score }] of after.items.entries())
      expect(score).toBeCloseTo(before.items[n]?.score ?? Number.NaN, 6);
  });
});
