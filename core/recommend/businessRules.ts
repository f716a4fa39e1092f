/**
 * What a shop does not want recommended, whatever the scores say. Facts that are not told forbid nothing: an item whose stock is
 * unknown may be in stock. Each item that is kept back has one reason, the first that holds.
 */
import { DAY_MS, type Instant } from '../time.ts';
import { type CatalogueFacts, type CatalogueItem, marginOf } from './catalogue.ts';
import type { Owned } from './owned.ts';

export const DROP_REASONS = [
  'out-of-stock',
  'other-category',
  'below-price-band',
  'above-price-band',
  'margin-too-low',
  'durable-owned',
  'recently-returned',
  'category-full',
  'disliked',
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

/** Something given back is not shown again for so long. */
export const RETURNED_FOR_MS = 90 * DAY_MS;

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
