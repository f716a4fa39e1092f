/**
 * Takes a list out of candidates that come best first: what a rule keeps back is left out, and no category takes more than its share.
 * A share that was asked for is kept to; the one that is usual gives way before the list stays short.
 */
import type { DropReason } from './businessRules.ts';

export interface Choosing {
  readonly k: number;
  /** At most so many of one category; null for the usual share, a third. */
  readonly perCategory: number | null;
  /** Undefined where it is not known, or does not matter. */
  readonly categoryOf: (place: number) => string | undefined;
  readonly dropReasonOf: (place: number) => DropReason | null;
}

export interface Chosen {
  /** Best first. */
  readonly chosen: readonly number[];
  readonly dropped: readonly { readonly place: number; readonly why: DropReason }[];
}

const FEWEST_USUAL = 2;
/** So many are looked at in vain for other categories before the usual share gives way. */
const MOST_SET_ASIDE = 200;

export function chooseList(candidates: Iterable<number>, choosing: Choosing): Chosen {
  const { k, perCategory, categoryOf, dropReasonOf } = choosing;
  const share = perCategory ?? Math.max(FEWEST_USUAL, Math.ceil(k / 3));
  const ranks = new Map<number, number>();
  const chosen: number[] = [];
  const aside: number[] = [];
  const dropped: { place: number; why: DropReason }[] = [];
  const taken = new Map<string, number>();
  for (const place of candidates) {
    ranks.set(place, ranks.size);
    const why = dropReasonOf(place);
    if (why !== null) {
      dropped.push({ place, why });
      continue;
    }
    const category = categoryOf(place);
    const ofCategory = category === undefined ? 0 : (taken.get(category) ?? 0);
    if (category !== undefined && ofCategory >= share) aside.push(place);
    else {
      if (category !== undefined) taken.set(category, ofCategory + 1);
      chosen.push(place);
    }
    if (chosen.length === k || aside.length === MOST_SET_ASIDE) break;
  }
  const filled = perCategory === null ? aside.splice(0, k - chosen.length) : [];
  const full = aside.map((place) => ({ place, why: 'category-full' as const }));
  const byRank = (a: number, b: number) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0);
  return {
    chosen: [...chosen, ...filled].sort(byRank),
    dropped: [...dropped, ...full].sort((a, b) => byRank(a.place, b.place)),
  };
}
