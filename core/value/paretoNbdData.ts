/**
 * The groups of a shop laid out for Pareto/NBD. Its likelihood needs one special function at (x, t_x) and at (x, T) of
 * every group; many groups share those, and at one moment the values for neighbouring x follow from each other. So
 * the distinct pairs (x, moment) are numbered here once a fit, moment by moment and ascending in x, and cut into
 * stretches in which one evaluation serves all. Nothing here depends on the parameters.
 */
import { type OrderMargins, orderMargins } from './nbd.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface ParetoNbdData {
  readonly grouped: GroupedSummaries;
  readonly margins: OrderMargins;
  readonly pairs: number;
  /** Order count of each pair. */
  readonly pairX: Int32Array;
  /** For each group, the numbers of its pairs (x, t_x) and (x, T). */
  readonly txPair: Int32Array;
  readonly TPair: Int32Array;
  /** Pairs `stretchFrom[k]` to `stretchFrom[k + 1]` belong to moment `stretchAt[k]` and have close x. */
  readonly stretchFrom: Int32Array;
  readonly stretchAt: Int32Array;
  /** The longest range of x within a stretch. */
  readonly longestRange: number;
}

/** Over a gap in x of more than this, a new evaluation costs less than the steps. */
const WIDEST_GAP = 12;

interface Numbering {
  readonly txPair: Int32Array;
  readonly TPair: Int32Array;
  readonly x: number[];
  readonly at: number[];
}

/** Numbers the pairs as the groups come: ascending in x, in any order of moments. */
function numberPairs({ count, x, txAt, TAt, times }: GroupedSummaries): Numbering {
  const txPair = new Int32Array(count);
  const TPair = new Int32Array(count);
  const numbering: Numbering = { txPair, TPair, x: [], at: [] };
  const known = new Int32Array(times.length).fill(-1);
  const seenAt = new Int32Array(times.length).fill(-1);
  const pairOf = (orders: number, at: number): number => {
    if (seenAt[at] === orders) return known[at] ?? 0;
    seenAt[at] = orders;
    known[at] = numbering.x.length;
    numbering.at.push(at);
    return numbering.x.push(orders) - 1;
  };
  for (let g = 0; g < count; g += 1) {
    txPair[g] = pairOf(x[g] ?? 0, txAt[g] ?? 0);
    TPair[g] = pairOf(x[g] ?? 0, TAt[g] ?? 0);
  }
  return numbering;
}

/** Where each pair goes when pairs are put in order of their moments, staying ascending in x. */
function placesByMoment(at: readonly number[], moments: number): Int32Array {
  const next = new Int32Array(moments + 1);
  for (const moment of at) next[moment + 1] = (next[moment + 1] ?? 0) + 1;
  for (let moment = 0; moment < moments; moment += 1) {
    next[moment + 1] = (next[moment + 1] ?? 0) + (next[moment] ?? 0);
  }
  return Int32Array.from(at, (moment) => {
    const place = next[moment] ?? 0;
    next[moment] = place + 1;
    return place;
  });
}

/** Where stretches begin: at every new moment, and after every wide gap in x. */
function stretchesOf(pairX: Int32Array, pairAt: Int32Array) {
  const from: number[] = [];
  let longestRange = 0;
  for (let pair = 0; pair < pairX.length; pair += 1) {
    const isSameMoment = pair > 0 && pairAt[pair] === pairAt[pair - 1];
    const gap = (pairX[pair] ?? 0) - (pairX[pair - 1] ?? 0);
    if (!isSameMoment || gap > WIDEST_GAP) from.push(pair);
    longestRange = Math.max(longestRange, (pairX[pair] ?? 0) - (pairX[from.at(-1) ?? 0] ?? 0));
  }
  const stretchAt = Int32Array.from(from, (pair) => pairAt[pair] ?? 0);
  return { stretchFrom: Int32Array.from([...from, pairX.length]), stretchAt, longestRange };
}

export function paretoNbdData(grouped: GroupedSummaries): ParetoNbdData {
  const { txPair, TPair, x, at } = numberPairs(grouped);
  const place = placesByMoment(at, grouped.times.length);
  const pairX = new Int32Array(place.length);
  const pairAt = new Int32Array(place.length);
  for (let pair = 0; pair < place.length; pair += 1) {
    pairX[place[pair] ?? 0] = x[pair] ?? 0;
    pairAt[place[pair] ?? 0] = at[pair] ?? 0;
  }
  return {
    grouped,
    margins: orderMargins(grouped),
    pairs: place.length,
    pairX,
    txPair: txPair.map((pair) => place[pair] ?? 0),
    TPair: TPair.map((pair) => place[pair] ?? 0),
    ...stretchesOf(pairX, pairAt),
  };
}
