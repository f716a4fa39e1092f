/**
 * The Groceries baskets (Hahsler et al., arules), which lie beside the project and are no part of it, and the split into baskets
 * to train on and baskets of which one item is hidden that the reference results were made with.
 */
import { existsSync, readFileSync } from 'node:fs';
import { collectPurchases, type Interactions } from '../../core/recommend/interactions.ts';
import type { RankingCase } from '../../core/recommend/evaluateRankings.ts';
import { undatedHistory } from './purchaseTables.ts';

const shared = new URL('../../../shared/', import.meta.url);
export const GROCERIES = new URL('data/groceries_baskets.csv', shared);
export const GROCERIES_GOLD = new URL('gold/recs_groceries.json', shared);
export const HAS_GROCERIES = existsSync(GROCERIES) && existsSync(GROCERIES_GOLD);

/** The reference's hash of two numbers, in 32 bits. */
export function splitHash(u: number, v: number): number {
  let h = Math.imul(u, 2_654_435_761) ^ Math.imul(v, 2_246_822_519) ^ 20_240_601;
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  h ^= h >>> 16;
  return h >>> 0;
}

function isTest(basket: number): boolean {
  return splitHash(basket, 1) % 5 === 0;
}

export function groceryBaskets(): readonly (readonly string[])[] {
  const lines = readFileSync(GROCERIES, 'utf8').trim().split('\n');
  return lines.map((line) => [...new Set(line.split(','))]);
}

export function groceryTable(isWanted: (basket: number) => boolean = () => true): Interactions {
  const purchases = collectPurchases();
  for (const [basket, items] of groceryBaskets().entries())
    if (isWanted(basket)) for (const item of items) purchases.add(String(basket), item, null);
  return purchases.finish();
}

export interface GrocerySplit {
  readonly train: Interactions;
  /** Baskets of two items or more, one of them hidden. */
  readonly cases: readonly RankingCase[];
}

export function grocerySplit(): GrocerySplit {
  const train = groceryTable((basket) => !isTest(basket));
  const places = new Map(train.itemIds.map((item, place) => [item, place]));
  const cases = [...groceryBaskets().entries()].flatMap(([basket, items]) => {
    if (!isTest(basket) || items.length < 2) return [];
    const own = items.map((item) => places.get(item) ?? -1).sort((a, b) => a - b);
    const hidden = own[splitHash(basket, 7) % own.length] ?? -1;
    const history = undatedHistory(own.filter((item) => item !== hidden));
    return [{ history, wanted: new Set([hidden]), wantedElsewhere: 0, now: Number.NaN }];
  });
  return { train, cases };
}
