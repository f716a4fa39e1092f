/** One person's purchases as the kernels take them: a row of places in the shop's list of items, with what is not listed left out. */
import { utcDay } from '../time.ts';
import type { Basket } from './baskets.ts';
import type { HistoryRow } from './interactions.ts';
import { type Owned, ownedItems, purchasesIn } from './owned.ts';

/** Number of each item of a shop. */
export type Places = ReadonlyMap<string, number>;

export interface PersonHistory {
  /** By item, what they bought and gave back, listed or not. */
  readonly owned: ReadonlyMap<string, Owned>;
  /** What they have, as the shop's model knows it. */
  readonly row: HistoryRow;
}

/** Orders of each item, oldest first. */
function timesByItem(purchases: readonly Basket[], places: Places): [place: number, times: number[]][] {
  const times = new Map<number, number[]>();
  for (const { at, lines } of purchases)
    for (const item of new Set(lines.map((line) => line.item))) {
      const place = places.get(item);
      if (place === undefined) continue;
      const known = times.get(place);
      if (known === undefined) times.set(place, [at]);
      else known.push(at);
    }
  return [...times].sort(([a], [b]) => a - b);
}

/** Of baskets that come oldest first. */
export function personHistory(baskets: readonly Basket[], places: Places): PersonHistory {
  const owned = ownedItems(baskets);
  const cells = timesByItem(purchasesIn(baskets, owned), places);
  return {
    owned,
    row: {
      items: Int32Array.from(cells, ([place]) => place),
      counts: Int32Array.from(cells, ([, times]) => times.length),
      days: Int32Array.from(cells, ([, times]) => new Set(times.map(utcDay)).size),
      firstAt: Float64Array.from(cells, ([, times]) => times[0] ?? Number.NaN),
      lastAt: Float64Array.from(cells, ([, times]) => times.at(-1) ?? Number.NaN),
    },
  };
}
