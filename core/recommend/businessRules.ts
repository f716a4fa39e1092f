/**
 * What a shop does not want recommended, whatever the scores say. Facts that are not told forbid nothing: an item whose stock is
 * unknown may be in stock. Each item that is kept back has one reason, the first that holds.
 */
import { DAY_MS, type Instant } from '../time.ts';
import { type Basket, isReturned } from './baskets.ts';
import { type CatalogueFacts, type CatalogueItem, marginOf } from './catalogue.ts';

export const DROP_REASONS = [
  'out-of-stock',
  'other-category',
  'below-price-band',
  'above-price-band',
  'margin-too-low',
  'durable-owned',
  'recently-returned',
  'category-full',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** What one call asks for beside the shop's rules. Amounts in minor units. */
export interface Wanted {
  readonly category?: string;
  readonly minPriceMinor?: number;
  readonly maxPriceMinor?: number;
  /** 0 to 1; items whose margin is known to be less are kept back. */
  readonly minMargin?: number;
}

/** What one person has of an item, from their baskets. */
export interface Owned {
  /** Orders with it, refunds aside. */
  readonly orders: number;
  /** Pieces that were bought and not given back. */
  readonly kept: number;
  readonly lastAt: Instant;
  readonly returnedAt: Instant | null;
}

/** Something given back is not shown again for so long. */
export const RETURNED_FOR_MS = 90 * DAY_MS;

/** By item, what a person bought and gave back. A refund that tells no quantity gives back one piece. O(lines). */
export function ownedItems(baskets: readonly Basket[]): ReadonlyMap<string, Owned> {
  const owned = new Map<string, Owned>();
  for (const basket of baskets) {
    const { at } = basket;
    for (const [item, lines] of Map.groupBy(basket.lines, (line) => line.item)) {
      const before = owned.get(item) ?? { orders: 0, kept: 0, lastAt: at, returnedAt: null };
      const pieces = lines.reduce(
        (sum, line) => sum + (isReturned(basket, line) ? -1 : 1) * Math.abs(line.quantity),
        0,
      );
      const isReturn = lines.every((line) => isReturned(basket, line));
      owned.set(item, {
        orders: before.orders + (isReturn ? 0 : 1),
        kept: Math.max(0, before.kept + pieces),
        lastAt: isReturn ? before.lastAt : at,
        returnedAt: isReturn ? at : before.returnedAt,
      });
    }
  }
  return owned;
}

function unwantedBy(fact: CatalogueItem, wanted: Wanted): DropReason | null {
  const { category, minPriceMinor = 0, maxPriceMinor = Number.POSITIVE_INFINITY, minMargin } = wanted;
  const margin = marginOf(fact);
  if (fact.stock !== undefined && fact.stock <= 0) return 'out-of-stock';
  if (category !== undefined && fact.category !== category) return 'other-category';
  if (fact.priceMinor !== undefined && fact.priceMinor < minPriceMinor) return 'below-price-band';
  if (fact.priceMinor !== undefined && fact.priceMinor > maxPriceMinor) return 'above-price-band';
  if (minMargin !== undefined && margin !== null && margin < minMargin) return 'margin-too-low';
  return null;
}

/** Why an item is kept from this person now; null where it is not. Who asks for a category gets none of unknown category. */
export function dropReasonOf(
  item: string,
  facts: CatalogueFacts,
  wanted: Wanted,
  { owned, now }: { readonly owned: Owned | undefined; readonly now: Instant },
): DropReason | null {
  const fact = facts.get(item) ?? { item };
  const unwanted = unwantedBy(fact, wanted);
  if (unwanted !== null) return unwanted;
  if (owned === undefined) return null;
  if (fact.durable === true && owned.kept > 0) return 'durable-owned';
  const { returnedAt } = owned;
  return returnedAt !== null && now - returnedAt < RETURNED_FOR_MS ? 'recently-returned' : null;
}
