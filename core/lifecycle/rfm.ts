/**
 * RFM scores and the named groups they fold into. Scores are 1 to 5 with ties kept together:
 * 1 + floor(5 · customers strictly worse / customers); frozen as cuts, so equal customers score equally all week.
 * M is the average order value, since total spend moves with frequency. 125 cells fold into a few groups to act on.
 */
import type { PurchaseStatistics, RfmGroup, RfmScores } from './lifecycle.ts';
import type { RfmCuts } from './model.ts';

const SCORES = 5;

/**
 * Cuts of ascending values: the k-th is the smallest value with at least k/5 of all values strictly below it;
 * `Number.MAX_VALUE` where there is none.
 */
export function quintileCuts(sorted: ArrayLike<number>): number[] {
  const cuts: number[] = [];
  for (let k = 1; k < SCORES; k += 1) cuts.push(firstWithBelow(sorted, (k * sorted.length) / SCORES));
  return cuts;
}

/** Smallest value that has at least `below` values strictly smaller than it. */
function firstWithBelow(sorted: ArrayLike<number>, below: number): number {
  let place = Math.ceil(below);
  while (place > 0 && place < sorted.length && sorted[place] === sorted[place - 1]) place += 1;
  return sorted[place] ?? Number.MAX_VALUE;
}

/** Scores are relative to the shop. Before its first fit nobody is long gone who is not late, and all else is in the middle. */
const UNFITTED = { recency: 5, frequency: 3, monetary: 3 } as const;

function score(value: number, cuts: readonly number[], unfitted: number): number {
  if (cuts.length === 0) return unfitted;
  let reached = 0;
  while (reached < cuts.length && value >= (cuts[reached] ?? Number.POSITIVE_INFINITY)) reached += 1;
  return 1 + reached;
}

/** Average order value in minor units; 0 without orders. */
export function averageOrderMinor(statistics: PurchaseStatistics): number {
  return statistics.orders === 0 ? 0 : statistics.spendMinor / statistics.orders;
}

/** Scores as of the evaluation day; null for people without an order. */
export function rfmScores(
  statistics: PurchaseStatistics,
  evaluationDay: number,
  cuts: RfmCuts,
): RfmScores | null {
  if (statistics.lastDay === null) return null;
  return {
    recency: score(statistics.lastDay - evaluationDay, cuts.recency, UNFITTED.recency),
    frequency: score(statistics.orderDays, cuts.frequency, UNFITTED.frequency),
    monetary: score(averageOrderMinor(statistics), cuts.averageMinor, UNFITTED.monetary),
  };
}

/** Recency is relative: in a shop where most have left, someone long gone still scores high. Nobody in decline does here. */
const HIGHEST_RECENCY_IN_DECLINE = 2;

/** The named group of a customer: first rule that fits. */
export function rfmGroup(scores: RfmScores | null, orderDays: number, inDecline: boolean): RfmGroup {
  if (scores === null) return 'prospects';
  const { frequency, monetary } = scores;
  const recency = inDecline ? Math.min(scores.recency, HIGHEST_RECENCY_IN_DECLINE) : scores.recency;
  if (recency >= 4) {
    if (orderDays === 1) return 'new';
    if (frequency >= 4) return monetary >= 3 ? 'champions' : 'loyal';
    return 'promising';
  }
  if (recency === 3) return frequency >= 4 ? 'loyal' : 'needs-attention';
  if (frequency >= 4) return monetary >= 4 ? 'cannot-lose' : 'at-risk';
  return orderDays > 1 && frequency >= 3 ? 'at-risk' : 'hibernating';
}
