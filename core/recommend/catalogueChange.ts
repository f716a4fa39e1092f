/**
 * Changes of a catalogue: what a partial update makes of it, and which differences between two versions are news to customers. An
 * item comes back where its stock was 0 and is not; a price falls where both are known and it is less by the share that was
 * asked for. An item that appears or disappears is neither.
 */
import type { Catalogue, CatalogueFacts, CatalogueItem } from './catalogue.ts';

type Fact = Exclude<keyof CatalogueItem, 'item'>;

/** Of one item what is told anew; null takes a fact away, what is left out stays. */
export type ItemPatch = Pick<CatalogueItem, 'item'> & {
  readonly [Name in Fact]?: CatalogueItem[Name] | null;
};

/** The item with what was told. Throws nothing: what is not a fact was refused before. */
function patched(before: CatalogueItem, patch: ItemPatch): CatalogueItem {
  const told = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null);
  const { item } = patch;
  return { ...Object.fromEntries(told), item };
}

/** The catalogue with items changed or added, in the order in which they became known. */
export function withItems({ currency, items }: Catalogue, patches: readonly ItemPatch[]): Catalogue {
  const known = new Map(items.map((one) => [one.item, one]));
  for (const patch of patches)
    known.set(patch.item, patched(known.get(patch.item) ?? { item: patch.item }, patch));
  return { currency, items: [...known.values()] };
}

export type CatalogueChange =
  | { readonly kind: 'back-in-stock'; readonly item: string; readonly stock: number }
  | {
      readonly kind: 'price-drop';
      readonly item: string;
      readonly oldMinor: number;
      readonly newMinor: number;
    };

/** Between two versions, by item; of an item both may be true. */
export function catalogueChanges(
  before: CatalogueFacts,
  { items }: Catalogue,
  { priceDropShare }: { readonly priceDropShare: number },
): CatalogueChange[] {
  const changes: CatalogueChange[] = [];
  for (const { item, stock, priceMinor } of items) {
    const was = before.get(item);
    if (was === undefined) continue;
    if (was.stock === 0 && stock !== undefined && stock > 0)
      changes.push({ kind: 'back-in-stock', item, stock });
    const { priceMinor: oldMinor } = was;
    if (oldMinor === undefined || priceMinor === undefined) continue;
    if (priceMinor < oldMinor && oldMinor - priceMinor >= oldMinor * priceDropShare)
      changes.push({ kind: 'price-drop', item, oldMinor, newMinor: priceMinor });
  }
  return changes;
}
