/**
 * How many customers bought two items, item by item: one row of the co-occurrence matrix at a time, so that memory grows with
 * the items and not with their square. O(Σ |items of a customer|²) for all rows.
 */
import type { Interactions } from './interactions.ts';

/** Customers of each item: those of item i from `starts[i]` to before `starts[i + 1]`. */
export interface ItemBuyers {
  readonly starts: Int32Array;
  readonly customers: Int32Array;
}

export function itemBuyers({ items, starts, itemIds }: Interactions): ItemBuyers {
  const ends = new Int32Array(itemIds.length + 1);
  for (const item of items) ends[item + 1] = (ends[item + 1] ?? 0) + 1;
  for (let i = 0; i < itemIds.length; i += 1) ends[i + 1] = (ends[i + 1] ?? 0) + (ends[i] ?? 0);
  const next = ends.slice();
  const customers = new Int32Array(items.length);
  for (let customer = 0; customer + 1 < starts.length; customer += 1)
    for (let cell = starts[customer] ?? 0; cell < (starts[customer + 1] ?? 0); cell += 1) {
      const item = items[cell] ?? 0;
      const place = next[item] ?? 0;
      customers[place] = customer;
      next[item] = place + 1;
    }
  return { starts: ends, customers };
}

export interface CoOccurrenceRow {
  readonly item: number;
  /** Items bought by a customer of `item`, itself among them, in no order. */
  readonly others: Int32Array;
  /** By item: customers who bought both. Valid while `visit` runs. */
  readonly counts: Int32Array;
}

/** Visits every item that somebody bought, ascending. */
export function forEachCoOccurrence(
  interactions: Interactions,
  visit: (row: CoOccurrenceRow) => void,
  { buyers = itemBuyers(interactions) }: { readonly buyers?: ItemBuyers } = {},
): void {
  const { items, starts, itemIds } = interactions;
  const counts = new Int32Array(itemIds.length);
  const touched = new Int32Array(itemIds.length);
  for (let item = 0; item < itemIds.length; item += 1) {
    let length = 0;
    for (let b = buyers.starts[item] ?? 0; b < (buyers.starts[item + 1] ?? 0); b += 1) {
      const customer = buyers.customers[b] ?? 0;
      for (let cell = starts[customer] ?? 0; cell < (starts[customer + 1] ?? 0); cell += 1) {
        const other = items[cell] ?? 0;
        if (counts[other] === 0) {
          touched[length] = other;
          length += 1;
        }
        counts[other] = (counts[other] ?? 0) + 1;
      }
    }
    const others = touched.subarray(0, length);
    visit({ item, others, counts });
    for (const other of others) counts[other] = 0;
  }
}
