/**
 * How long a journey waits for the next purchase that would be usual: the shop's own gap or the customer's, counted from the
 * last purchase, so that two waits in a row end at P50 and at P80 and not at their sum.
 */
import type { OrderHistory } from '../../customer/order.ts';
import { type GapQuantile, ownGapDays, shopGapDays } from '../../lifecycle/gapQuantiles.ts';
import type { ShopRhythm } from '../../lifecycle/model.ts';
import type { UtcDay } from '../../time.ts';

export type GapKind = 'shop' | 'customer';

/** A gap of 60 days that its formula comes to as 60.00…1 is 60 days. */
const ROUNDING_DAYS = 1e-9;

/** Length of the gap in whole days, at least 1, as seen from the purchase days given. */
export function gapLengthDays(
  kind: GapKind,
  quantile: GapQuantile,
  rhythm: ShopRhythm,
  days: readonly UtcDay[],
): number {
  const gap =
    kind === 'shop' ? shopGapDays(days.length, quantile, rhythm) : ownGapDays(days, quantile, rhythm);
  return Math.max(1, Math.ceil(gap - ROUNDING_DAYS));
}

/**
 * Whole days from `from` until the gap since the last purchase has passed, 0 where it has. Purchases after `from` do not count;
 * without any the gap runs from `from`.
 */
export function gapWait(
  kind: GapKind,
  quantile: GapQuantile,
  rhythm: ShopRhythm,
  history: Pick<OrderHistory, 'days'>,
  from: UtcDay,
): number {
  const days =
    (history.days.at(-1) ?? from) <= from ? history.days : history.days.filter((day) => day <= from);
  const begins = days.at(-1) ?? from;
  return Math.max(0, begins + gapLengthDays(kind, quantile, rhythm, days) - from);
}
