/**
 * What the shop says of what it sells, as far as it says it: the facts business rules look at. Whatever is not told is not known,
 * and forbids nothing.
 */
import type { JsonObject } from '../json.ts';

export interface CatalogueItem {
  /** As orders name it. */
  readonly item: string;
  readonly name?: string;
  /** In simplified Chinese, where it is another. */
  readonly nameZh?: string;
  readonly category?: string;
  readonly brand?: string;
  /** Where it can be bought and seen. Addresses of the web. */
  readonly url?: string;
  readonly image?: string;
  /** Both in minor units of the catalogue's currency. */
  readonly priceMinor?: number;
  readonly costMinor?: number;
  /** Pieces left. */
  readonly stock?: number;
  /** Bought once: a pan, not its oil. */
  readonly durable?: boolean;
  /** Days one piece lasts. */
  readonly replenishDays?: number;
}

export interface Catalogue {
  readonly currency: string | null;
  readonly items: readonly CatalogueItem[];
}

/** Facts by item. */
export type CatalogueFacts = ReadonlyMap<string, CatalogueItem>;

/** Most items of a catalogue: what one request holds. */
export const MOST_CATALOGUE_ITEMS = 20_000;

export function factsOf({ items }: Catalogue): CatalogueFacts {
  return new Map(items.map((item) => [item.item, item]));
}

/** Share of the price that is left after the cost of goods; null where either is not known. */
export function marginOf({ priceMinor, costMinor }: CatalogueItem): number | null {
  if (priceMinor === undefined || costMinor === undefined || priceMinor <= 0) return null;
  return (priceMinor - costMinor) / priceMinor;
}

/** What is said of the catalogue as a whole: how many items, and of how many each fact is known. */
export function catalogueCounts({ items }: Catalogue): JsonObject {
  const known = (fact: keyof CatalogueItem) => items.filter((one) => one[fact] !== undefined).length;
  return {
    items: items.length,
    priced: known('priceMinor'),
    costed: known('costMinor'),
    stocked: known('stock'),
    categorised: known('category'),
    durable: items.filter(({ durable }) => durable === true).length,
    pictured: known('image'),
    replenished: known('replenishDays'),
  };
}
