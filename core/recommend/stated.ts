/**
 * What a customer said they like and do not like: items, brands, categories, as the traits `likes` and `dislikes` (a list, or a text
 * with commas) and `profiling` tell. What is stated outranks what is inferred: what they like comes first, what they do not like
 * never. The narrower statement holds, the item before its brand and that before its category; on one level a dislike does.
 */
import type { Json, JsonObject } from '../json.ts';
import type { CatalogueItem } from './catalogue.ts';

export interface Stated {
  /** In lower case. */
  readonly likes: ReadonlySet<string>;
  readonly dislikes: ReadonlySet<string>;
}

export const NOTHING_STATED: Stated = { likes: new Set(), dislikes: new Set() };

const MOST_STATED = 200;

function plain(text: string): string {
  return text.trim().toLowerCase();
}

function textsOf(value: Json | undefined): Set<string> {
  const parts = typeof value === 'string' ? value.split(/[,，、]/u) : Array.isArray(value) ? value : [];
  const texts = parts.filter((one) => typeof one === 'string').map(plain);
  return new Set(texts.filter((one) => one !== '').slice(0, MOST_STATED));
}

export function statedIn(traits: JsonObject): Stated {
  return { likes: textsOf(traits['likes']), dislikes: textsOf(traits['dislikes']) };
}

/** False where the customer does not want what they buy and look at to choose for them. */
export function allowsProfile(traits: JsonObject): boolean {
  const { profiling } = traits;
  return !(profiling === false || profiling === 'false' || profiling === 'off');
}

export const STATED_BY = ['item', 'brand', 'category'] as const;

export interface Statement {
  readonly says: 'likes' | 'dislikes';
  readonly by: (typeof STATED_BY)[number];
  /** As the catalogue spells it. */
  readonly what: string;
}

function levelsOf(item: string, { name, nameZh, brand, category }: Partial<CatalogueItem>) {
  return [
    { by: 'item', what: item, names: [item, name, nameZh] },
    { by: 'brand', what: brand ?? '', names: [brand] },
    { by: 'category', what: category ?? '', names: [category] },
  ] as const;
}

/** What they said that holds for an item; null where nothing does. */
export function statedOn(item: string, fact: Partial<CatalogueItem>, stated: Stated): Statement | null {
  const { likes, dislikes } = stated;
  if (likes.size === 0 && dislikes.size === 0) return null;
  for (const { by, what, names } of levelsOf(item, fact)) {
    const isIn = (said: ReadonlySet<string>) =>
      names.some((name) => name !== undefined && said.has(plain(name)));
    if (isIn(dislikes)) return { says: 'dislikes', by, what };
    if (isIn(likes)) return { says: 'likes', by, what };
  }
  return null;
}
