/** Small tables of purchases, written as people would say them. */
import fc from 'fast-check';
import { collectPurchases, type HistoryRow, type Interactions } from '../../core/recommend/interactions.ts';
import { DAY_MS } from '../../core/time.ts';

/** `['ann', 'tea', 3]` is tea bought by Ann on day 3; without a day, some time. */
export type Bought = readonly [customer: string, item: string, day?: number];

export function purchaseTable(bought: readonly Bought[]): Interactions {
  const purchases = collectPurchases();
  for (const [customer, item, day] of bought)
    purchases.add(customer, item, day === undefined ? null : day * DAY_MS);
  return purchases.finish();
}

/** A basket a text, its items with blanks between: `tea milk`. */
export function basketTable(...baskets: readonly string[]): Interactions {
  const width = String(baskets.length).length;
  return purchaseTable(
    baskets.flatMap((basket, n) =>
      basket.split(' ').map((item): Bought => [String(n).padStart(width, '0'), item]),
    ),
  );
}

/** A history of items bought once each, without dates. */
export function undatedHistory(items: readonly number[]): HistoryRow {
  const none = Float64Array.from(items, () => Number.NaN);
  return {
    items: Int32Array.from(items),
    counts: Int32Array.from(items, () => 1),
    days: new Int32Array(items.length),
    firstAt: none,
    lastAt: none,
  };
}

/** Tables of up to 12 customers and 8 items, some bought again, some with days. */
export const anyPurchases = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 11 }).map((n) => `c${n}`),
      fc.integer({ min: 0, max: 7 }).map((n) => `i${n}`),
      fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((bought): Bought[] =>
    bought.map(([customer, item, day]) => (day === undefined ? [customer, item] : [customer, item, day])),
  );
