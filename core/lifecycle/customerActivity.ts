/**
 * The probability that a customer buys within the quarter to come, as of an evaluation day; computed whenever read. It is the
 * shop's activity score, and until the shop has a past to learn one from, what its purchase model says. Never P(alive), which
 * for a one-time buyer may be 1 however long ago that was.
 */
import { activityScore } from '../value/activity.ts';
import { utcDay, WEEK_DAYS } from '../time.ts';
import type { PurchaseStatistics } from './lifecycle.ts';
import type { ShopModel } from './model.ts';
import { chanceToBuy } from './outlook.ts';
import { QUARTER_DAYS } from './pastSample.ts';
import { repeatDays } from './statistics.ts';

/** Null without an order, and where neither a score nor a model with dropout is there to tell. */
export function customerActivity(
  statistics: PurchaseStatistics,
  evaluatedAt: number,
  { purchase, activity }: Pick<ShopModel, 'purchase' | 'activity'>,
): number | null {
  const repeat = repeatDays(statistics, utcDay(evaluatedAt));
  if (repeat === null || (activity === null && purchase.kind === 'hiatus')) return null;
  const { x, txDays, TDays } = repeat;
  const pActive = chanceToBuy(purchase, repeat, QUARTER_DAYS / WEEK_DAYS);
  if (activity === null) return pActive;
  const columns = { x: [x], txDays: [txDays], TDays: [TDays], pActive: [pActive] };
  return activityScore(activity.params, columns)[0] ?? null;
}
