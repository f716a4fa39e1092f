/**
 * MBG/NBD, the house model of repeat orders (Batislam, Denizel & Filiztekin 2007, Int. J. of Research in Marketing
 * 24, 201-209; Hoppe & Wagner 2007): a customer orders at a steady rate λ ~ Gamma(r, α) until leaving, and after
 * every order, the first included, leaves for good with probability p ~ Beta(a, b).
 *
 * Here is what a fitted model says of a customer; all of it in weeks. Parameters are taken as positive and finite.
 * Whether P(alive) means anything for a shop is for the fit to say: see `fitPurchases`.
 */
import type { NbdParams } from './nbd.ts';
import { ordersWhileAlive } from './ordersWhileAlive.ts';
import type { DayColumns } from './repeatSummary.ts';

/** Order rates a week follow Gamma(shape r, rate alpha weeks), dropout probabilities Beta(a, b). */
export interface MbgNbdParams extends NbdParams {
  readonly a: number;
  readonly b: number;
}

/** Scores in the order of the customers given. */
export interface MbgNbdScores {
  readonly pAlive: Float64Array;
  readonly expectedOrders: Float64Array;
}

const DAYS_PER_WEEK = 7;

/**
 * Probability that a customer with x repeat orders, the last t_x weeks after the first, has not left T weeks after
 * it. Between orders it only falls.
 */
export function mbgNbdPAlive({ r, alpha, a, b }: MbgNbdParams, x: number, tx: number, T: number): number {
  const exponent = Math.log(a / (b + x)) + (r + x) * Math.log1p((T - tx) / (alpha + tx));
  return 1 / (1 + Math.exp(exponent));
}

/** Orders expected in the `horizonWeeks` after T of a customer known not to have left. */
export function ordersOfTheLiving(
  { r, alpha, a, b }: MbgNbdParams,
  x: number,
  T: number,
  horizonWeeks: number,
): number {
  return ordersWhileAlive({ shape: r + x, horizon: horizonWeeks / (alpha + T), a, B: b + x + 1 });
}

/** Orders expected in the `horizonWeeks` after T given the history; x = t_x = T = 0 is a customer just won. */
export function mbgNbdExpectedOrders(
  params: MbgNbdParams,
  x: number,
  tx: number,
  T: number,
  horizonWeeks: number,
): number {
  return mbgNbdPAlive(params, x, tx, T) * ordersOfTheLiving(params, x, T, horizonWeeks);
}

/** Probability of one order or more in the `horizonWeeks` after T given the history. */
export function mbgNbdPActive(
  params: MbgNbdParams,
  x: number,
  tx: number,
  T: number,
  horizonWeeks: number,
): number {
  const { r, alpha } = params;
  const silence = (r + x) * Math.log1p(horizonWeeks / (alpha + T));
  return -mbgNbdPAlive(params, x, tx, T) * Math.expm1(-silence);
}

/**
 * Scores many customers at once. The costly part depends on x and T alone, so it is worked out once for each pair
 * that occurs; 100,000 customers take about 30 ms.
 */
export function scoreMbgNbd(
  params: MbgNbdParams,
  { x, txDays, TDays }: DayColumns,
  horizonWeeks: number,
): MbgNbdScores {
  const length = Math.min(x.length, txDays.length, TDays.length);
  const pAlive = new Float64Array(length);
  const expectedOrders = new Float64Array(length);
  const ordersByDay = new Map<number, Map<number, number>>();
  for (let i = 0; i < length; i += 1) {
    const count = x[i] ?? 0;
    const days = TDays[i] ?? 0;
    const byDay = ordersByDay.get(count) ?? new Map<number, number>();
    ordersByDay.set(count, byDay);
    let orders = byDay.get(days);
    if (orders === undefined) {
      orders = ordersOfTheLiving(params, count, days / DAYS_PER_WEEK, horizonWeeks);
      byDay.set(days, orders);
    }
    const alive = mbgNbdPAlive(params, count, (txDays[i] ?? 0) / DAYS_PER_WEEK, days / DAYS_PER_WEEK);
    pAlive[i] = alive;
    expectedOrders[i] = alive * orders;
  }
  return { pAlive, expectedOrders };
}
