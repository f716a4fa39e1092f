/**
 * The hiatus rule, for shops in which dropout cannot be identified: who has been silent for longer than nearly all gaps of the
 * shop counts as gone, everybody else orders at their own rate. It says nothing of P(alive).
 */
import { quantileSorted } from '../lifecycle/quantile.ts';

/** Silence beyond this counts as gone; in the unit of the gaps. */
export interface HiatusLimits {
  /** For customers with one order. */
  readonly first: number;
  readonly later: number;
}

/** The quantile of the gaps, the fewest gaps it is taken of, and days to use with fewer: the lifecycle's defaults. */
const LATE_QUANTILE = 0.9;
const FEWEST_GAPS = 10;
const FALLBACK_DAYS = 90;

/** From the gaps between orders, ascending. */
export function limitsOfGaps(
  gaps: { readonly first: ArrayLike<number>; readonly all: ArrayLike<number> },
  unitDays: number,
): HiatusLimits {
  const fallback = FALLBACK_DAYS / unitDays;
  if (gaps.all.length < FEWEST_GAPS) return { first: fallback, later: fallback };
  return {
    first: quantileSorted(gaps.first, LATE_QUANTILE) ?? fallback,
    later: quantileSorted(gaps.all, LATE_QUANTILE) ?? fallback,
  };
}

/**
 * Where only summaries are known: gaps are taken as exponential about the shop's mean gap t_x/x, as far as it is known, so the
 * limit is that mean times −ln(1 − 0.9).
 */
export function limitsOfSummaries(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  unitDays: number,
): HiatusLimits {
  let [gaps, time] = [0, 0];
  for (let row = 0; row < x.length; row += 1) {
    gaps += x[row] ?? 0;
    time += tx[row] ?? 0;
  }
  const limit = gaps < FEWEST_GAPS ? FALLBACK_DAYS / unitDays : (-Math.log(1 - LATE_QUANTILE) * time) / gaps;
  return { first: limit, later: limit };
}

export function isGone({ first, later }: HiatusLimits, x: number, silence: number): boolean {
  return silence > (x === 0 ? first : later);
}
