import { describe, expect, it } from 'vitest';
import type { Basket } from '../../../core/recommend/baskets.ts';
import { recommendFor, type RecommendRequest } from '../../../core/recommend/recommendFor.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import { aBasket, aRecommenderShop, aRefund, CATALOGUE, TODAY } from '../../support/aRecommenderShop.ts';

const shop = await aRecommenderShop();
const bare = { ...shop, facts: new Map() };

function ask(baskets: readonly Basket[], request: Partial<RecommendRequest> = {}, given = shop) {
  return recommendFor(given, baskets, { slot: 'anything', k: 10, now: TODAY, ...request });
}

function itemsOf(...asked: Parameters<typeof ask>): string[] {
  return ask(...asked).items.map(({ item }) => item);
}

const OF_TEA = [aBasket(70, ['leaves']), aBasket(40, ['leaves'])];

describe('to discover', () => {
  it('is what goes with what they have, and never that itself', () => {
    const best = itemsOf(OF_TEA, { slot: 'discover' }, bare).slice(0, 2);
    expect(best.sort()).toEqual(['pot', 'tea-cup']);
    expect(itemsOf(OF_TEA, { slot: 'discover' }, bare)).not.toContain('leaves');
  });

  it('says what of theirs speaks for it, by shares of a whole', () => {
    const { items } = ask([...OF_TEA, aBasket(30, ['pot'])], { slot: 'discover', k: 1 }, bare);
    expect(items[0]).toMatchObject({ item: 'tea-cup', method: 'ease' });
    const reasons = items[0]?.because ?? [];
    expect(reasons.map((one) => (one.kind === 'bought' ? one.item : one.kind)).sort()).toEqual([
      'leaves',
      'pot',
    ]);
    const shares = reasons.map((one) => (one.kind === 'bought' ? one.share : 0));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});

describe('to replenish', () => {
  it('is what they buy again, as far as its time has come', () => {
    const { items } = ask(OF_TEA, { slot: 'replenish' });
    expect(items).toMatchObject([{ item: 'leaves', method: 'reorder' }]);
    const [reason] = items[0]?.because ?? [];
    expect(reason).toMatchObject({ kind: 'again', orders: 2 });
    const everyDays = reason?.kind === 'again' ? (reason.gapDays ?? 0) : 0;
    expect(Math.abs(everyDays - 30)).toBeLessThan(2);
  });

  it('has nothing for who bought nothing, and nothing durable', () => {
    expect(itemsOf([], { slot: 'replenish' })).toEqual([]);
    const both = [aBasket(70, ['pot']), aBasket(40, ['pot'])];
    expect(ask(both, { slot: 'replenish' })).toEqual({
      items: [],
      dropped: [{ item: 'pot', why: 'durable-owned' }],
    });
  });

  it('leaves out what nobody buys again', () => {
    expect(itemsOf([aBasket(40, ['towel'])], { slot: 'replenish' })).toEqual([]);
  });
});

describe('for anything', () => {
  it('mixes what is due with what goes together', () => {
    const { items } = ask(OF_TEA, { k: 3 });
    expect(items[0]).toMatchObject({ item: 'leaves', method: 'reorder' });
    expect(items.map(({ item }) => item)).toContain('pot');
  });

  it('is what most customers buy for a newcomer', () => {
    const { items } = ask([], { k: 2 }, bare);
    expect(items.map(({ item }) => item)).toEqual(['beans', 'grinder']);
    for (const { method, because } of items) {
      expect(method).toBe('popularity');
      expect(because).toEqual([{ kind: 'popular', share: 0.5 }]);
    }
  });

  it('is the same for who bought only what the shop does not know', () => {
    expect(itemsOf([aBasket(3, ['new-arrival'])], { k: 2 }, bare)).toEqual(itemsOf([], { k: 2 }, bare));
  });

  it('forgets what was given back', () => {
    const returned = [aBasket(9, ['pot']), aRefund(5, ['pot'])];
    expect(itemsOf(returned, {}, bare).slice(0, 2)).toEqual(itemsOf([], {}, bare).slice(0, 2));
    expect(ask(returned).dropped).toContainEqual({ item: 'pot', why: 'recently-returned' });
  });
});

describe('business rules', () => {
  it('keep items back and say why', () => {
    const { items, dropped } = ask([], { maxPriceMinor: 4_000, minMargin: 0.5 });
    const why = Object.fromEntries(dropped.map((one) => [one.item, one.why]));
    expect(why).toMatchObject({
      'coffee-cup': 'out-of-stock',
      grinder: 'above-price-band',
      beans: 'margin-too-low',
    });
    expect(items.map(({ item }) => item).sort()).toEqual(['leaves', 'pot', 'tea-cup', 'towel']);
  });

  it('keep to a category', () => {
    expect(itemsOf(OF_TEA, { category: 'coffee' }).sort()).toEqual(['beans', 'grinder']);
  });

  it('let no category take more than it was given', () => {
    const { items, dropped } = ask([], { perCategory: 1 });
    const categories = items.map(({ item }) => shop.facts.get(item)?.category);
    expect(categories.filter((one) => one === 'tea')).toHaveLength(1);
    expect(dropped.filter(({ why }) => why === 'category-full').length).toBeGreaterThan(0);
  });

  it('never show an item twice, and no more than asked for', () => {
    for (const k of [1, 3, 7, 50]) {
      const items = itemsOf(OF_TEA, { k });
      expect(new Set(items).size).toBe(items.length);
      expect(items.length).toBeLessThanOrEqual(k);
    }
  });

  it('fill the list from any category before it stays short', () => {
    const onlyTea = { ...shop, facts: factsOf({ ...CATALOGUE, items: CATALOGUE.items.slice(0, 3) }) };
    expect(itemsOf([], { k: 3, category: 'tea' }, onlyTea)).toHaveLength(3);
  });
});
