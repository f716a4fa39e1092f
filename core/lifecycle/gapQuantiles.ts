/**
 * The usual and the long gap between purchases, of a shop and of one customer: P50 and P80. Little evidence leans on what is
 * known from more: a person's gaps on the shop's, and a shop of few gaps on its lateness limit.
 */
import { gapsBetween } from '../customer/order.ts';
import type { UtcDay } from '../time.ts';
import type { ShopRhythm } from './model.ts';
import { quantileSorted } from './quantile.ts';

export type GapQuantile = 0.5 | 0.8;

/** What every model has held from the first: the lateness limits and what they rest on. */
export type LatenessLimits = Pick<ShopRhythm, 'firstGapDays' | 'gapDays' | 'gaps'>;

/** The `p` quantile of exponential gaps whose `limitQuantile` is `limitDays`: limit · ln(1 − p)/ln(1 − q). */
function exponentialDays(p: GapQuantile, limitDays: number, limitQuantile: number): number {
  return (limitDays * Math.log(1 - p)) / Math.log(1 - limitQuantile);
}

/**
 * A rhythm of which only the limits are known, as of a shop with few gaps: its P50 and P80 are those of exponential gaps with
 * these limits, 30 % and 70 % of a P90.
 */
export function rhythmFromLimits(limits: LatenessLimits, lateQuantile: number): ShopRhythm {
  return {
    ...limits,
    p50Days: exponentialDays(0.5, limits.gapDays, lateQuantile),
    p80Days: exponentialDays(0.8, limits.gapDays, lateQuantile),
    firstP50Days: exponentialDays(0.5, limits.firstGapDays, lateQuantile),
    firstP80Days: exponentialDays(0.8, limits.firstGapDays, lateQuantile),
  };
}

/**
 * A person's own quantile drawn towards the shop's: exp((n·ln own + w·ln shop)/(n + w)) over n own gaps, w the weight of the
 * shop in gaps. Both quantiles are at least one day.
 */
export function leaningOnShopDays(ownDays: number, shopDays: number, n: number, shopWeight: number): number {
  const shop = Math.max(1, shopDays);
  if (n + shopWeight === 0) return shop;
  return Math.exp((n * Math.log(Math.max(1, ownDays)) + shopWeight * Math.log(shop)) / (n + shopWeight));
}

/** The shop's gap that somebody with this many purchase days waits for: up to the second purchase, the first-to-second one. */
export function shopGapDays(orderDays: number, quantile: GapQuantile, rhythm: ShopRhythm): number {
  if (orderDays < 2) return quantile === 0.5 ? rhythm.firstP50Days : rhythm.firstP80Days;
  return quantile === 0.5 ? rhythm.p50Days : rhythm.p80Days;
}

/** How many own gaps the shop's weigh as much as. */
const SHOP_WEIGHT_GAPS = 3;

/** A customer's own gap in days, at least 1, from purchase days ascending; without a gap of their own the shop's. O(n log n). */
export function ownGapDays(
  days: readonly UtcDay[],
  quantile: GapQuantile,
  rhythm: ShopRhythm,
  shopWeightGaps: number = SHOP_WEIGHT_GAPS,
): number {
  const gaps = gapsBetween(days).sort((a, b) => a - b);
  const own = quantileSorted(gaps, quantile) ?? 1;
  return leaningOnShopDays(own, shopGapDays(days.length, quantile, rhythm), gaps.length, shopWeightGaps);
}
