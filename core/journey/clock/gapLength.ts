/** How long a journey waits for the next purchase where it waits a usual gap: the shop's, or the customer's own. */
import { type GapQuantile, ownGapDays, shopGapDays } from '../../lifecycle/gapQuantiles.ts';
import type { ShopRhythm } from '../../lifecycle/model.ts';
import type { UtcDay } from '../../time.ts';

export type GapKind = 'shop' | 'customer';

/** A gap of 60 days that its formula comes to as 60.00…1 is 60 days. */
const ROUNDING_DAYS = 1e-9;

/**
 * Length of the gap in whole days, at least 1, as seen from the purchase days given; `shopWeightGaps` as in the settings.
 */
export function gapLengthDays(
  kind: GapKind,
  quantile: GapQuantile,
  rhythm: ShopRhythm,
  days: readonly UtcDay[],
  shopWeightGaps?: number,
): number {
  const gap =
    kind === 'shop'
      ? shopGapDays(days.length, quantile, rhythm)
      : ownGapDays(days, quantile, rhythm, shopWeightGaps);
  return Math.max(1, Math.ceil(gap - ROUNDING_DAYS));
}
