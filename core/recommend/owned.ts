/** What a person has: what they bought, less what they gave back. */
import type { Instant } from '../time.ts';
import { type Basket, isReturned } from './baskets.ts';

/** What one person has of an item. */
export interface Owned {
  /** Orders with it, refunds aside. */
  readonly orders: number;
  /** Pieces that were bought and not given back. */
  readonly kept: number;
  readonly lastAt: Instant;
  readonly returnedAt: Instant | null;
}

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

/**
 * The orders of a person without what was given back: no refunds, no lines of an item of which nothing is left, and no order
 * that is left without lines.
 */
export function purchasesIn(baskets: readonly Basket[], owned = ownedItems(baskets)): Basket[] {
  const isKept = (item: string) => (owned.get(item)?.kept ?? 0) > 0;
  return baskets
    .filter(({ amountMinor }) => amountMinor >= 0)
    .map((basket) => ({
      ...basket,
      lines: basket.lines.filter((line) => !isReturned(basket, line) && isKept(line.item)),
    }))
    .filter(({ lines }) => lines.length > 0);
}
