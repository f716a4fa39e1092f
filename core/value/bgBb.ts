/**
 * BG/BB, the model of orders at fixed opportunities (Fader, Hardie & Shang 2010, "Customer-Base Analysis in a
 * Discrete-Time Noncontractual Setting"): at the start of every period a living customer leaves with probability
 * θ ~ Beta(γ, δ), and otherwise orders in it with probability p ~ Beta(α, β).
 *
 * Here is what a fitted model says of a customer with orders in x of T periods, the last in period t_x ≥ x. Given the
 * history and being alive in period T, p ~ Beta(α + x, β + T − x) and θ ~ Beta(γ, δ + T); everything follows from that.
 * A part of a period counts for its share. Parameters are taken as positive and finite.
 */
import { leaveBeforeOrder } from './leaveBeforeOrder.ts';
import { digammaDifference, logGammaRatio } from './logGamma.ts';
import type { BgBbParams, PurchaseHistory, PurchaseKernel } from './purchaseModel.ts';

const SCALE_DOWN = 1e-200;
const SHORT = 256;

/**
 * Chance of being alive in period T, without leaving being asked about in period T + 1. Sums, period by period back to
 * t_x, how much likelier it is that the customer left after that period.
 */
export function bgBbAliveAtEnd(
  { alpha, beta, gamma, delta }: BgBbParams,
  { x, tx, T }: PurchaseHistory,
): number {
  let scale = 1;
  let term = gamma / (gamma + delta + T);
  let sum = 1;
  for (let last = T - 1; last >= tx; last -= 1) {
    term *= ((alpha + beta + last) / (beta + last - x)) * ((gamma + delta + last + 1) / (delta + last));
    sum += term;
    if (sum * SCALE_DOWN > 1) {
      sum *= SCALE_DOWN;
      term *= SCALE_DOWN;
      scale *= SCALE_DOWN;
    }
  }
  return scale / sum;
}

/** Σ_{k = 1}^{periods} of the chance to outlive k periods more, (d)_k/(γ + d)_k, d = δ + T; for whole periods. */
function outlived(gamma: number, d: number, periods: number): number {
  if (periods <= SHORT) {
    let [chance, sum] = [1, 0];
    for (let k = 0; k < periods; k += 1) {
      chance *= (d + k) / (gamma + d + k);
      sum += chance;
    }
    return sum;
  }
  const excess = gamma - 1;
  if (excess === 0) return d * digammaDifference(d + 1, periods);
  const low = d + Math.min(1, gamma);
  const width = Math.abs(excess);
  const fall = Math.sign(excess) * (logGammaRatio(low + periods, width) - logGammaRatio(low, width));
  return (-d * Math.expm1(-fall)) / excess;
}

/** A function of whole periods at any number of them. */
function throughPart(periods: number, atWhole: (whole: number) => number): number {
  const whole = Math.floor(periods);
  const part = periods - whole;
  const value = atWhole(whole);
  return part === 0 ? value : value + part * (atWhole(whole + 1) - value);
}

function livingPeriods({ gamma, delta }: BgBbParams, T: number, horizon: number): number {
  return throughPart(horizon, (periods) => outlived(gamma, delta + T, periods));
}

/** Chance that the first order of a customer alive in period T is in one of the `periods` after it. */
function orderWithin(
  { alpha, beta, gamma, delta }: BgBbParams,
  x: number,
  T: number,
  periods: number,
): number {
  const misses = beta + T - x;
  const both = alpha + beta + T;
  const d = delta + T;
  let [first, sum] = [((alpha + x) / both) * (d / (gamma + d)), 0];
  for (let k = 1; k <= periods; k += 1) {
    sum += first;
    if (first * (periods - k) <= 1e-17 * sum) break;
    first *= ((misses + k - 1) / (both + k)) * ((d + k) / (gamma + d + k));
  }
  return sum;
}

function orderChance({ alpha, beta }: BgBbParams, { x, T }: PurchaseHistory): number {
  return (alpha + x) / (alpha + beta + T);
}

/** Equations (7) to (14) of the paper. */
export const bgBbKernel: PurchaseKernel<BgBbParams> = {
  /** At T + 1, as in the paper: alive after having had the chance to leave at the start of period T + 1. */
  pAlive(params, history) {
    const { gamma, delta } = params;
    return (bgBbAliveAtEnd(params, history) * (delta + history.T)) / (gamma + delta + history.T);
  },
  expectedOrders(params, history, horizon) {
    const living = livingPeriods(params, history.T, horizon);
    return bgBbAliveAtEnd(params, history) * orderChance(params, history) * living;
  },
  pActive(params, history, horizon) {
    const { x, T } = history;
    const within = throughPart(horizon, (periods) => orderWithin(params, x, T, periods));
    return bgBbAliveAtEnd(params, history) * within;
  },
  /** An order in period T + k is discounted by e^(−k·rate): the paper's annual rate d is e^rate − 1. */
  dert(params, history, rate) {
    const { gamma, delta } = params;
    const periods = leaveBeforeOrder(gamma, delta + history.T, -1 / Math.expm1(-rate)) / Math.expm1(rate);
    return bgBbAliveAtEnd(params, history) * orderChance(params, history) * periods;
  },
  expectedOfNew(params, horizon) {
    return (params.alpha / (params.alpha + params.beta)) * livingPeriods(params, 0, horizon);
  },
};
