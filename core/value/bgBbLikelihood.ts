/**
 * The likelihood of BG/BB (Fader, Hardie & Shang 2010, equation 5) over grouped customers, with its gradient. It is
 * written as the likelihood of a customer alive through all T periods times a sum of positive terms, one for each period
 * after which the customer may have left:
 *   Σ w·[ ln B(α + x, β + T − x)/B(α, β) − Σ_{j<T} ln(1 + γ/(δ + j)) + ln(1 + Σ_{t_x ≤ τ < T} term(τ)) ].
 * The terms do not depend on t_x, so customers with equal x and T share one walk back through the periods. Histories no
 * customer can have here, with more orders than periods up to the last or with times that are not whole, are left out
 * and counted in `rejected`.
 */
import type { BgBbParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

/** Customers with equal x and T; `tx` descending, with their number beside it. */
interface Walk {
  readonly x: number;
  readonly T: number;
  readonly tx: readonly number[];
  readonly weight: readonly number[];
}

interface OpenWalk extends Walk {
  readonly tx: number[];
  readonly weight: number[];
}

export interface BgBbData {
  readonly walks: readonly Walk[];
  /** Customers with more than j orders, more than j periods without, and more than j periods. */
  readonly ordersBeyond: Float64Array;
  readonly missesBeyond: Float64Array;
  readonly periodsBeyond: Float64Array;
  readonly customers: number;
  readonly orders: number;
  readonly periods: number;
  readonly rejected: number;
}

/** More periods than days in a hundred years are a broken row. */
const MOST_PERIODS = 40_000;

function isPossible(x: number, tx: number, T: number): boolean {
  return Number.isInteger(tx) && Number.isInteger(T) && x <= tx && tx <= T && T <= MOST_PERIODS;
}

/** From how many have exactly j to how many have more than j, in place. */
function toBeyond(exactly: Float64Array): Float64Array {
  let beyond = 0;
  for (let j = exactly.length - 1; j >= 0; j -= 1) {
    const here = exactly[j] ?? 0;
    exactly[j] = beyond;
    beyond += here;
  }
  return exactly;
}

function add(to: Float64Array, at: number, amount: number): void {
  to[at] = (to[at] ?? 0) + amount;
}

/** Puts a customer group, which comes descending by (x, T, t_x), into the walk it belongs to. */
function joinWalk(walks: OpenWalk[], x: number, tx: number, T: number, weight: number): void {
  const open = walks.at(-1);
  if (open?.x === x && open.T === T) {
    open.tx.push(tx);
    open.weight.push(weight);
  } else walks.push({ x, T, tx: [tx], weight: [weight] });
}

/** Lays the groups out for the fit. */
export function bgBbData({ count, x, tx, T, weight, rejected }: GroupedSummaries): BgBbData {
  const longest = T.reduce((most, seen) => (seen <= MOST_PERIODS ? Math.max(most, seen) : most), 0);
  const room = Math.floor(longest) + 1;
  const [ordersAt, missesAt, periodsAt] = [
    new Float64Array(room),
    new Float64Array(room),
    new Float64Array(room),
  ];
  const walks: OpenWalk[] = [];
  let [customers, orders, periods, left] = [0, 0, 0, 0];
  for (let g = count - 1; g >= 0; g -= 1) {
    const [made, last, seen, share] = [x[g] ?? 0, tx[g] ?? 0, T[g] ?? 0, weight[g] ?? 0];
    if (!isPossible(made, last, seen)) {
      left += share;
      continue;
    }
    joinWalk(walks, made, last, seen, share);
    add(ordersAt, made, share);
    add(missesAt, seen - made, share);
    add(periodsAt, seen, share);
    customers += share;
    orders += share * made;
    periods += share * seen;
  }
  return {
    walks,
    ordersBeyond: toBeyond(ordersAt),
    missesBeyond: toBeyond(missesAt),
    periodsBeyond: toBeyond(periodsAt),
    customers,
    orders,
    periods,
    rejected: rejected + left,
  };
}

/** Σ w·ln B(α + x, β + T − x)/B(α, β), its slopes by α and β added to the first two of `slopes`. */
export function betaBinomial(alpha: number, beta: number, data: BgBbData, slopes: Float64Array): number {
  const { ordersBeyond, missesBeyond, periodsBeyond } = data;
  let [value, byAlpha, byBeta, byBoth] = [0, 0, 0, 0];
  for (let j = 0; j < periodsBeyond.length; j += 1) {
    const [made, missed, seen] = [ordersBeyond[j] ?? 0, missesBeyond[j] ?? 0, periodsBeyond[j] ?? 0];
    const both = alpha + beta + j;
    value += made * Math.log((alpha + j) / both) + missed * Math.log((beta + j) / both);
    value += (made + missed - seen) * Math.log(both);
    byAlpha += made / (alpha + j);
    byBeta += missed / (beta + j);
    byBoth -= seen / both;
  }
  add(slopes, 0, byAlpha + byBoth);
  add(slopes, 1, byBeta + byBoth);
  return value;
}

/** −Σ w·Σ_{j<T} ln(1 + γ/(δ + j)), the chance of staying throughout. */
function staying({ gamma, delta }: BgBbParams, { periodsBeyond }: BgBbData, slopes: Float64Array): number {
  let value = 0;
  for (let j = 0; j < periodsBeyond.length; j += 1) {
    const seen = periodsBeyond[j] ?? 0;
    value -= seen * Math.log1p(gamma / (delta + j));
    add(slopes, 2, -seen / (gamma + delta + j));
    add(slopes, 3, (seen * gamma) / ((delta + j) * (gamma + delta + j)));
  }
  return value;
}

const SCALE_DOWN = 1e-200;

/** On the way back from T: the sum of the terms so far, with its slopes and those of the last term's logarithm. */
interface Backwards {
  logScale: number;
  term: number;
  sum: number;
  readonly sumBy: Slopes;
  readonly termBy: Slopes;
}

interface Slopes {
  alpha: number;
  beta: number;
  gamma: number;
  delta: number;
}

function fromEnd({ gamma, delta }: BgBbParams, T: number): Backwards {
  const all = gamma + delta + T;
  return {
    logScale: 0,
    term: gamma / all,
    sum: 1,
    sumBy: { alpha: 0, beta: 0, gamma: 0, delta: 0 },
    termBy: { alpha: 0, beta: 0, gamma: 1 / gamma - 1 / all, delta: -1 / all },
  };
}

function scaleDown(back: Backwards): void {
  const { sumBy } = back;
  back.logScale -= Math.log(SCALE_DOWN);
  back.sum *= SCALE_DOWN;
  back.term *= SCALE_DOWN;
  sumBy.alpha *= SCALE_DOWN;
  sumBy.beta *= SCALE_DOWN;
  sumBy.gamma *= SCALE_DOWN;
  sumBy.delta *= SCALE_DOWN;
}

/** Takes in the chance of having left after period `last`. */
function stepBack(back: Backwards, { alpha, beta, gamma, delta }: BgBbParams, x: number, last: number): void {
  const { sumBy, termBy } = back;
  const both = alpha + beta + last;
  const missed = beta + last - x;
  const all = gamma + delta + last + 1;
  const stayed = delta + last;
  back.term *= (both / missed) * (all / stayed);
  termBy.alpha += 1 / both;
  termBy.beta += 1 / both - 1 / missed;
  termBy.gamma += 1 / all;
  termBy.delta += 1 / all - 1 / stayed;
  back.sum += back.term;
  sumBy.alpha += back.term * termBy.alpha;
  sumBy.beta += back.term * termBy.beta;
  sumBy.gamma += back.term * termBy.gamma;
  sumBy.delta += back.term * termBy.delta;
  if (back.sum * SCALE_DOWN > 1) scaleDown(back);
}

/** Σ w·ln(1 + Σ term(τ)) over the customers of a walk, its slopes added. */
function walkBack({ x, T, tx, weight }: Walk, params: BgBbParams, slopes: Float64Array): number {
  const back = fromEnd(params, T);
  let value = 0;
  let last = T;
  for (let k = 0; k < tx.length; k += 1) {
    while (last > (tx[k] ?? 0)) {
      last -= 1;
      stepBack(back, params, x, last);
    }
    const share = (weight[k] ?? 0) / back.sum;
    value += (weight[k] ?? 0) * (back.logScale + Math.log(back.sum));
    add(slopes, 0, share * back.sumBy.alpha);
    add(slopes, 1, share * back.sumBy.beta);
    add(slopes, 2, share * back.sumBy.gamma);
    add(slopes, 3, share * back.sumBy.delta);
  }
  return value;
}

/** Writes the gradient by (ln α, ln β, ln γ, ln δ) and returns the log-likelihood. */
export function bgBbInLogs(params: BgBbParams, data: BgBbData, gradient: Float64Array): number {
  const { alpha, beta, gamma, delta } = params;
  gradient.fill(0);
  let value = betaBinomial(alpha, beta, data, gradient) + staying(params, data, gradient);
  for (const walk of data.walks) value += walkBack(walk, params, gradient);
  for (const [i, scale] of [alpha, beta, gamma, delta].entries()) gradient[i] = scale * (gradient[i] ?? 0);
  return value;
}

/** Log-likelihood of the groups; which of the periods held the orders is taken as given, so no binomial factor enters. */
export function bgBbLogLikelihood(params: BgBbParams, grouped: GroupedSummaries): number {
  return bgBbInLogs(params, bgBbData(grouped), new Float64Array(4));
}
