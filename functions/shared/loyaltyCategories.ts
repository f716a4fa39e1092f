/**
 * Which category an item is of, for a loyalty programme that multiplies some: out of the shop's catalogue, as far as this process
 * can read it. Where it cannot, an order's own word decides, and events are applied all the same.
 */
import { loyaltyIn } from '../../core/loyalty/definition.ts';
import type { CategoryOf } from '../../core/loyalty/orderPoints.ts';
import type { Programme } from '../../core/programme/programme.ts';
import type { Catalogue } from '../../core/recommend/catalogue.ts';
import { type DocumentBlobs, type DocumentPlace, readDocument } from '../../core/versionedDocument.ts';

interface Shelf {
  readonly store: DocumentPlace['store'];
  /** Undefined where the process reads none. */
  readonly documents?: DocumentBlobs;
  readonly report?: (failure: unknown) => void;
}

/** Null where the programme asks for no category, or there is no catalogue at hand. */
export async function loyaltyCategories(
  { store, documents, report }: Shelf,
  programme: Pick<Programme, 'loyalty'>,
): Promise<CategoryOf | null> {
  const multiplied = loyaltyIn(programme)?.definition.earn.order.categories ?? [];
  if (documents === undefined || multiplied.length === 0) return null;
  const wanted = new Set(multiplied.map(({ category }) => category));
  try {
    const found = await readDocument({ store, blobs: documents, name: 'catalogue' });
    if (found === null) return null;
    const { items }: Catalogue = JSON.parse(new TextDecoder().decode(found.content));
    const known = new Map<string, string>();
    for (const { item, category } of items)
      if (category !== undefined && wanted.has(category)) known.set(item, category);
    return (item) => known.get(item) ?? null;
  } catch (failure) {
    report?.(failure);
    return null;
  }
}
