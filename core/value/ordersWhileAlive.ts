/**
 * Expected orders over a horizon of a customer who has not left, for models where orders come at a gamma-distributed
 * rate and each may be the last with a beta-distributed probability (BG/NBD, MBG/NBD, MBG/CNBD-k).
 *
 * The papers give it by Gauss's 2F1 with factors that cancel near a = 1 and for short horizons. Here it is summed in
 * another order in which every term is positive: without dropout the horizon would hold N ~ NegBin orders, and the
 * order after j others happens when the customer outlived those j, so
 *   E = Σ_{j≥0} P(N > j)·E[(1 − p)^j] = Σ_{k≥1} P(N = k)·D_k,  D_k = Σ_{j<k} (B)_j/(a + B)_j.
 * The sum is equal to the closed form for every a > 0 and tends to the NBD expectation as a → 0. Where an order takes K
 * stages, d of which have ended, N counts stages and D_⌊(k + d)/K⌋ takes the place of D_k. Where the sum would need
 * too many terms, the mean of (1 − (1 + p·u)^−n)/p over p is taken by the trapezoidal rule in the log-odds of p, which
 * converges exponentially there (Trefethen & Weideman 2014). Both are good to 1e-10 relative, except that a series is
 * cut at a million terms where B < 0.3, too near 0 for the rule.
 */
import { logGammaRatio, logGamma } from './logGamma.ts';

export interface AliveCustomer {
  /** Shape of the order rate given the history: r + x. */
  readonly shape: number;
  /** Horizon over (α + T). */
  readonly horizon: number;
  /** Dropout probability at each order to come: Beta(a, B). */
  readonly a: number;
  readonly B: number;
  /** Stages of an interval between orders, and how many of the present one have ended. Default: 1 and 0. */
  readonly stages?: { readonly each: number; readonly ended: number };
}

const SERIES_PRECISION = 1e-14;
/** A series this long takes as much time as the trapezoidal rule. */
const LONG_SERIES = 4_000;
const MOST_TERMS = 1_000_000;
const ONE_STAGE = { each: 1, ended: 0 } as const;
const SCALE_DOWN = 1e-200;
/** Below this, the beta density has a tail in log-odds too long for the trapezoidal rule. */
const LONG_TAIL = 0.3;

function bySeries({ shape, horizon, a, B, stages = ONE_STAGE }: AliveCustomer): number {
  const share = horizon / (1 + horizon);
  let logScale = -shape * Math.log1p(horizon);
  let chance = 1;
  let survival = 1;
  let counted = 0;
  let sum = 0;
  let stagesLeft = stages.each - stages.ended;
  for (let k = 0, orders = 0; k < MOST_TERMS; k += 1) {
    const growth = ((shape + k) / (k + 1)) * share;
    chance *= growth;
    stagesLeft -= 1;
    if (stagesLeft === 0) {
      counted += survival;
      survival *= (B + orders) / (a + B + orders);
      orders += 1;
      stagesLeft = stages.each;
    }
    sum += chance * counted;
    const ratio = Math.max(growth, share);
    const fall = 1 - ratio;
    if (fall > 0 && chance * ratio * (counted * fall + 1) <= SERIES_PRECISION * sum * fall * fall) break;
    if (sum > 1 / SCALE_DOWN) {
      sum *= SCALE_DOWN;
      chance *= SCALE_DOWN;
      logScale -= Math.log(SCALE_DOWN);
    }
  }
  return sum * Math.exp(logScale);
}

/** ln(1 + e^y) without overflow. */
function softplus(y: number): number {
  return Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));
}

/** The distance from `centre`, in direction `side`, at which `height` has fallen by `drop`. */
function reach(
  height: (y: number) => number,
  centre: number,
  side: 1 | -1,
  width: number,
  drop: number,
): number {
  const floor = height(centre) - drop;
  let distance = width;
  while (height(centre + side * distance) > floor) distance *= 1.5;
  return distance;
}

function byTrapezoids({ shape, horizon, a, B }: AliveCustomer): number {
  const logBeta = logGamma(Math.min(a, B)) - logGammaRatio(Math.max(a, B), Math.min(a, B));
  const height = (y: number): number => -a * softplus(-y) - B * softplus(y) - logBeta;
  const most = shape * horizon;
  const orders = (p: number): number => -Math.expm1(-shape * Math.log1p(p * horizon)) / p;
  const centre = Math.log(a / B);
  const width = Math.sqrt(1 / a + 1 / B);
  const drop = 40 + Math.log1p(most);
  const step = Math.min(0.2, width / 4);
  const isHeavyAtZero = a < LONG_TAIL;
  const lowest = isHeavyAtZero
    ? -drop - Math.log1p(horizon)
    : centre - reach(height, centre, -1, width, drop);
  const highest = centre + reach(height, centre, 1, width, drop);
  let sum = 0;
  for (let y = lowest; y <= highest; y += step) {
    const p = Math.exp(-softplus(-y));
    sum += Math.exp(height(y)) * (isHeavyAtZero ? most - orders(p) : orders(p));
  }
  return isHeavyAtZero ? most - step * sum : step * sum;
}

/** Orders expected over the horizon; 0 for a horizon of 0. */
export function ordersWhileAlive(customer: AliveCustomer): number {
  const { shape, horizon, B, stages = ONE_STAGE } = customer;
  if (!(horizon > 0)) return 0;
  const spread = Math.sqrt(shape * horizon * (1 + horizon));
  const terms = shape * horizon + 8 * spread + 32 * (1 + horizon);
  return terms < LONG_SERIES || B < LONG_TAIL || stages.each > 1
    ? bySeries(customer)
    : byTrapezoids(customer);
}
