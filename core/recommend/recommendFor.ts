/**
 * What to show one person next, by the slot that asks: to discover, what goes with what they have and they have not; to
 * replenish, what they buy again, by how near its time is; for anything, both in the blend that foretold this shop best. Places
 * that are left, and all those of a newcomer, go to what most customers buy, but not in a slot that replenishes.
 *
 * Business rules keep items back whatever their score. Unless the call says how many, no category takes more than a third of the
 * list as long as others have something to show.
 */
import type { Instant } from '../time.ts';
import type { Basket } from './baskets.ts';
import { type Because, reasonsFor } from './because.ts';
import { type Blend, blendScores, habitVoice, type Voices } from './blend.ts';
import { type DropReason, dropReasonOf, type Wanted } from './businessRules.ts';
import type { CatalogueFacts } from './catalogue.ts';
import type { NeighboursBy } from './chooseBlend.ts';
import { chooseList } from './chooseList.ts';
import { rhythmOf } from './frequency.ts';
import type { HistoryRow } from './interactions.ts';
import { addNeighbourScores } from './neighbours.ts';
import { NOTHING_PERSONAL, type Personal, personalScores } from './personal.ts';
import { personHistory, type Places } from './personHistory.ts';
import type { ShopRecommender } from './shopRecommender.ts';
import type { Slot } from './slots.ts';
import { statedOn } from './stated.ts';
import { topItems } from './topItems.ts';

export interface RecommendRequest extends Wanted {
  readonly slot: Slot;
  /** 1 or more. */
  readonly k: number;
  /** At most so many of one category. */
  readonly perCategory?: number;
  /** What is known of the customer beside what they bought. Default: nothing. */
  readonly personal?: Personal;
  readonly now: Instant;
}

export interface Recommendation {
  readonly item: string;
  /** Comparable within one list. */
  readonly score: number;
  /** What most of the score is made of. */
  readonly method: NeighboursBy | 'reorder' | 'popularity' | 'chance';
  readonly because: readonly Because[];
}

export interface Dropped {
  readonly item: string;
  readonly why: DropReason;
}

export interface Recommended {
  /** Best first. */
  readonly items: readonly Recommendation[];
  /** What would have come before the last of the list, best first. */
  readonly dropped: readonly Dropped[];
}

/** What is known of the shop. */
export interface RecommendWith {
  readonly shop: ShopRecommender;
  readonly places: Places;
  readonly facts: CatalogueFacts;
}

const REPLENISH: Blend = { habit: 'rhythm', discover: 'neighbours', discoverShare: 0 };
/** Candidates that are put in order at first beyond what is asked for; the others only where these do not suffice. */
const SPARE = 50;

interface Ranked {
  /** Above 0, else the item is not a candidate. */
  readonly scores: Float64Array;
  /** What most customers bought, as it is ordered for this one. */
  readonly popularity: Float64Array;
  /** Who is passed over, marked with 1. */
  readonly skip: Uint8Array;
  readonly methodOf: (place: number) => Recommendation['method'];
}

function blendOf({ discover, anything }: ShopRecommender, slot: Slot): Blend {
  switch (slot) {
    case 'discover':
      return discover;
    case 'replenish':
      return REPLENISH;
    case 'anything':
      return anything;
  }
}

/** What a slot does not ask for: to discover what they have, to replenish all else and what nobody buys again. */
function passedOver(shop: ShopRecommender, row: HistoryRow, slot: Slot, now: Instant): Uint8Array {
  const skip = new Uint8Array(shop.itemIds.length).fill(slot === 'replenish' ? 1 : 0);
  for (const [n, item] of row.items.entries()) {
    const { gapDays } = rhythmOf(row, n, shop.gapDays[item] ?? Number.NaN, now);
    skip[item] = slot === 'discover' || gapDays === null ? 1 : 0;
  }
  return skip;
}

function neighbourVoice({ table }: ShopRecommender, { discover }: Blend): Voices['neighbours'] {
  return discover === 'popularity' ? null : (bought, into) => addNeighbourScores(table, bought, into);
}

function rank({ shop, facts }: RecommendWith, row: HistoryRow, request: RecommendRequest): Ranked {
  const { slot, now, personal = NOTHING_PERSONAL } = request;
  const size = shop.itemIds.length;
  const habit = new Float64Array(size);
  const scores = new Float64Array(size);
  const blend = blendOf(shop, slot);
  const voices = {
    habit: habitVoice(blend.habit, shop.gapDays),
    neighbours: neighbourVoice(shop, blend),
    popularity: shop.popularity,
  };
  const scales = blendScores(voices, blend, row, { now, scores, habit });
  const methodOf = (place: number) => {
    const [score, ownHabit] = [scores[place] ?? 0, scales.habit * (habit[place] ?? 0)];
    if (ownHabit > score / 2) return 'reorder';
    const popular = scales.popularity * (shop.popularity[place] ?? 0);
    return popular > score / 2 ? 'popularity' : shop.method;
  };
  const { itemIds } = shop;
  return {
    scores: personalScores(scores, { itemIds, facts, methodOf }, personal),
    popularity: personalScores(shop.popularity, { itemIds, facts, methodOf: () => 'popularity' }, personal),
    skip: passedOver(shop, row, slot, now),
    methodOf,
  };
}

/** Candidates best first; all of them are put in order only where the first do not suffice. */
function* inOrder({ scores, skip }: Pick<Ranked, 'scores' | 'skip'>, k: number): Generator<number> {
  const first = topItems(scores, k + SPARE, { skip });
  yield* first;
  if (first.length < k + SPARE) return;
  const seen = new Set(first);
  const rest = Int32Array.from(scores.keys()).filter((place) => skip[place] === 0 && !seen.has(place));
  yield* rest.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

/** Candidates that something speaks for, then what most customers buy. */
function* candidates(ranked: Ranked, { slot, k }: RecommendRequest): Generator<number> {
  const taken = new Set<number>();
  for (const place of inOrder(ranked, k)) {
    if (!((ranked.scores[place] ?? 0) > 0)) break;
    taken.add(place);
    yield place;
  }
  if (slot === 'replenish') return;
  for (const place of inOrder({ scores: ranked.popularity, skip: ranked.skip }, k))
    if (!taken.has(place)) yield place;
}

/** Pure; at most a millisecond. `baskets` of the person come oldest first. */
export function recommendFor(
  given: RecommendWith,
  baskets: readonly Basket[],
  request: RecommendRequest,
): Recommended {
  const { shop, places, facts } = given;
  const { now, k, personal = NOTHING_PERSONAL } = request;
  const { owned, row } = personHistory(baskets, places);
  const ranked = rank(given, row, request);
  const idOf = (place: number) => shop.itemIds[place] ?? '';
  const saidOf = (place: number) => statedOn(idOf(place), facts.get(idOf(place)) ?? {}, personal.stated);
  const { chosen, dropped } = chooseList(candidates(ranked, request), {
    k,
    perCategory: request.perCategory ?? null,
    categoryOf: (place) => {
      // Of what they asked for themselves there may be any number.
      const isFree = request.category !== undefined || saidOf(place)?.says === 'likes';
      return isFree ? undefined : facts.get(idOf(place))?.category;
    },
    dropReasonOf: (place) =>
      saidOf(place)?.says === 'dislikes'
        ? 'disliked'
        : dropReasonOf(idOf(place), facts, request, { owned: owned.get(idOf(place)), now }),
  });
  const reasons = reasonsFor(shop, row, chosen, now);
  return {
    items: chosen.map((place) => {
      const score = ranked.scores[place] ?? 0;
      const speaks = score > 0;
      const said = saidOf(place);
      const stated: Because[] =
        said === null || said.says === 'dislikes' ? [] : [{ kind: 'stated', by: said.by, what: said.what }];
      return {
        item: idOf(place),
        score: speaks ? score : (ranked.popularity[place] ?? 0),
        method: speaks ? ranked.methodOf(place) : 'popularity',
        because: [...stated, ...(reasons.get(place) ?? [])],
      };
    }),
    dropped: dropped.map(({ place, why }) => ({ item: idOf(place), why })),
  };
}
