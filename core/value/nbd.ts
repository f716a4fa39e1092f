/**
 * The negative binomial model of repeat orders (Ehrenberg 1959; Schmittlein, Morrison & Colombo 1987, section 2):
 * every customer orders at a steady rate that differs between customers by a gamma distribution, and nobody ever
 * leaves. It is the purchase half of the models with dropout, which add their own terms to the sums here, and the
 * yardstick that tells whether a history shows any dropout at all.
 *
 * Only the number of orders and the length of observation matter, so the likelihood is a sum over distinct order
 * counts plus a sum over distinct lengths, each worked out once from the groups.
 */
import { digammaDifference, logGammaRatio } from './logGamma.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

/** Order rates a week follow Gamma(shape r, rate alpha weeks). */
export interface NbdParams {
  readonly r: number;
  readonly alpha: number;
}

export interface NbdLikelihood {
  readonly value: number;
  /** Derivatives by r and by alpha. */
  readonly gradient: NbdParams;
}

/** A stretch of order numbers `from ≤ j < to` and how many customers made order j + 1. */
export interface Survivors {
  readonly from: number;
  readonly to: number;
  readonly customers: number;
}

/** What the NBD likelihood needs of the groups: sufficient, and small. */
export interface OrderMargins {
  /** Ascending, without gaps between neighbours. */
  readonly survivors: readonly Survivors[];
  /** The lengths of observation that occur, in weeks, with their customers and the repeat orders of those. */
  readonly lengths: Float64Array;
  readonly customersAt: Float64Array;
  readonly ordersAt: Float64Array;
}

/** Stretches up to this length are summed term by term; longer ones by the gamma function. */
const SHORT_STRETCH = 32;

export function orderMargins(grouped: GroupedSummaries): OrderMargins {
  const { count, x, TAt, weight, times, customers } = grouped;
  const customersAt = new Float64Array(times.length);
  const ordersAt = new Float64Array(times.length);
  const survivors: Survivors[] = [];
  let left = customers;
  let reached = 0;
  for (let g = 0; g < count; g += 1) {
    const orders = x[g] ?? 0;
    const share = weight[g] ?? 0;
    const at = TAt[g] ?? 0;
    customersAt[at] = (customersAt[at] ?? 0) + share;
    ordersAt[at] = (ordersAt[at] ?? 0) + share * orders;
    if (orders > reached) {
      survivors.push({ from: reached, to: orders, customers: left });
      reached = orders;
    }
    left -= share;
  }
  const occurs = (_: number, at: number): boolean => (customersAt[at] ?? 0) > 0;
  return {
    survivors,
    lengths: times.filter(occurs),
    customersAt: customersAt.filter(occurs),
    ordersAt: ordersAt.filter(occurs),
  };
}

/** The margins of k stages an order: what the models of regular orders count. */
export function stagesOf(margins: OrderMargins, k: number): OrderMargins {
  if (k === 1) return margins;
  const survivors = margins.survivors.map(({ from, to, customers }) => ({
    from: k * from,
    to: k * to,
    customers,
  }));
  return { ...margins, survivors, ordersAt: margins.ordersAt.map((orders) => k * orders) };
}

/** Sum over from ≤ j < to of ln((shape + j)/scale). */
function logRising(shape: number, scale: number, from: number, to: number): number {
  if (to - from > SHORT_STRETCH)
    return logGammaRatio(shape + from, to - from) - (to - from) * Math.log(scale);
  let sum = 0;
  for (let j = from; j < to; j += 1) sum += Math.log((shape + j) / scale);
  return sum;
}

/** Sum over from ≤ j < to of 1/(shape + j). */
export function reciprocalRising(shape: number, from: number, to: number): number {
  if (to - from > SHORT_STRETCH) return digammaDifference(shape + from, to - from);
  let sum = 0;
  for (let j = from; j < to; j += 1) sum += 1 / (shape + j);
  return sum;
}

/**
 * Log-likelihood Σ w·[ln Γ(r + x) − ln Γ(r) + r ln α − (r + x) ln(α + T)] from the margins: the times of the orders
 * are taken as given, so no factor 1/x! enters and values compare with the models that use t_x.
 */
export function nbdFromMargins({ r, alpha }: NbdParams, margins: OrderMargins): NbdLikelihood {
  let value = 0;
  let byR = 0;
  let byAlpha = 0;
  for (const { from, to, customers } of margins.survivors) {
    value += customers * logRising(r, alpha, from, to);
    byR += customers * reciprocalRising(r, from, to);
    byAlpha -= (customers * (to - from)) / alpha;
  }
  const { lengths, customersAt, ordersAt } = margins;
  for (let at = 0; at < lengths.length; at += 1) {
    const T = lengths[at] ?? 0;
    const observed = customersAt[at] ?? 0;
    const growth = Math.log1p(T / alpha);
    const exponent = r * observed + (ordersAt[at] ?? 0);
    value -= exponent * growth;
    byR -= observed * growth;
    byAlpha += (exponent * T) / (alpha * (alpha + T));
  }
  return { value, gradient: { r: byR, alpha: byAlpha } };
}

/** Log-likelihood of the groups and its gradient. */
export function nbdLogLikelihood(params: NbdParams, grouped: GroupedSummaries): NbdLikelihood {
  return nbdFromMargins(params, orderMargins(grouped));
}

/** Expected orders in the `horizonWeeks` after T, given x repeat orders in T weeks and no dropout. */
export function nbdExpectedOrders(
  { r, alpha }: NbdParams,
  x: number,
  T: number,
  horizonWeeks: number,
): number {
  return ((r + x) / (alpha + T)) * horizonWeeks;
}
