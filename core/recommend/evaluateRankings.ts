/**
 * How good a ranking is at what customers went on to buy. All items of the catalogue are ranked, best first, of equal scores the
 * lower item. Recall is hits / min(k, wanted items); NDCG is binary with 1 / log2(rank + 1), over its ideal for min(k, wanted
 * items); hit rate is the share of customers with a hit; coverage the share of the catalogue that anybody is recommended. Means
 * are over the customers handed in. What a customer went on to buy that is not in the catalogue, or that they have already where
 * that is left out, is wanted like anything else and cannot be hit.
 */
import type { Instant } from '../time.ts';
import { type HistoryRow, type Interactions, lastDate, rowOf } from './interactions.ts';
import { topItems } from './topItems.ts';

/** Adds every item's score for a customer to `scores`, which hold zeros; `now` is NaN where no purchase has a date. */
export type Scorer = (history: HistoryRow, scores: Float64Array, now: Instant) => void;

export interface RankingCase {
  readonly history: HistoryRow;
  /** Distinct items of the catalogue bought later, by place. */
  readonly wanted: ReadonlySet<number>;
  /** Distinct items bought later that are not in the catalogue. */
  readonly wantedElsewhere: number;
  /** When the ranking is made; NaN where no purchase has a date. */
  readonly now: Instant;
}

export interface RankingOptions {
  readonly k: number;
  /** Leaves out what a customer has already. */
  readonly excludeSeen: boolean;
  /** Items of the catalogue. */
  readonly items: number;
  /** Is told every list made. The list is valid during the call. */
  readonly onList?: (list: Int32Array) => void;
}

export interface RankingQuality {
  /** 0 where nobody is judged; every figure is 0 then. */
  readonly users: number;
  readonly recallAtK: number;
  readonly ndcgAtK: number;
  readonly hitRateAtK: number;
  readonly coverageAtK: number;
}

/** What a hit at a rank from 0 is worth. */
function gain(rank: number): number {
  return 1 / Math.log2(rank + 2);
}

/** The gains of the first `count` ranks. */
function idealGain(count: number): number {
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) sum += gain(rank);
  return sum;
}

function judge(list: Int32Array, wanted: ReadonlySet<number>): { hits: number; gained: number } {
  let hits = 0;
  let gained = 0;
  for (const [rank, item] of list.entries())
    if (wanted.has(item)) {
      hits += 1;
      gained += gain(rank);
    }
  return { hits, gained };
}

/** A share of a whole; 0 of nothing. */
function over(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Customers without a wanted item are passed over. O(customers · items). */
export function evaluateRankings(
  cases: Iterable<RankingCase>,
  score: Scorer,
  { k, excludeSeen, items, onList }: RankingOptions,
): RankingQuality {
  const scores = new Float64Array(items);
  const skip = new Uint8Array(items);
  const recommended = new Uint8Array(items);
  let [users, recall, ndcg, hitters] = [0, 0, 0, 0];
  for (const { history, wanted, wantedElsewhere, now } of cases) {
    const reach = Math.min(k, wanted.size + wantedElsewhere);
    if (reach === 0) continue;
    scores.fill(0);
    score(history, scores, now);
    if (excludeSeen) for (const item of history.items) skip[item] = 1;
    const list = topItems(scores, k, { skip });
    for (const item of history.items) skip[item] = 0;
    for (const item of list) recommended[item] = 1;
    const { hits, gained } = judge(list, wanted);
    users += 1;
    recall += hits / reach;
    ndcg += gained / idealGain(reach);
    hitters += hits > 0 ? 1 : 0;
    onList?.(list);
  }
  const reached = recommended.reduce((sum, one) => sum + one, 0);
  return {
    users,
    recallAtK: over(recall, users),
    ndcgAtK: over(ndcg, users),
    hitRateAtK: over(hitters, users),
    coverageAtK: over(reached, items),
  };
}

/** A case for every customer of `train` who is in `test` as well, in the order of `train`. */
export function* rankingCases(train: Interactions, test: Interactions): Generator<RankingCase> {
  const places = new Map(train.itemIds.map((item, place) => [item, place]));
  const inTrain = new Map(train.customerIds.map((customer, place) => [customer, place]));
  const now = lastDate(train) ?? Number.NaN;
  for (const [place, customer] of test.customerIds.entries()) {
    const trained = inTrain.get(customer);
    if (trained === undefined) continue;
    const { items } = rowOf(test, place);
    const wanted = new Set<number>();
    for (const item of items) {
      const known = places.get(test.itemIds[item] ?? '');
      if (known !== undefined) wanted.add(known);
    }
    yield { history: rowOf(train, trained), wanted, wantedElsewhere: items.length - wanted.size, now };
  }
}
