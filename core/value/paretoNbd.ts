/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987, "Counting Your Customers"; Fader & Hardie 2005, "A Note on Deriving
 * the Pareto/NBD Model"): a customer orders at a steady rate λ ~ Gamma(r, α) until leaving, unseen, after an exponential
 * lifetime with rate μ ~ Gamma(s, β).
 *
 * Here is what a fitted model says of a customer, in one unit of time throughout. Parameters are taken as positive and
 * finite. Everything follows from the posterior: given the history and being alive at T, rates are again gamma,
 * λ ~ Gamma(r + x, α + T) and μ ~ Gamma(s, β + T).
 */
import { expScaledIntegral } from './expScaledIntegral.ts';
import { leaveBeforeOrder } from './leaveBeforeOrder.ts';
import type { ParetoNbdParams, PurchaseHistory, PurchaseKernel } from './purchaseModel.ts';

/** E^−1 of the silence from `from` to `to`: how much less likely it is for one alive throughout. */
function silence({ r, alpha, s, beta }: ParetoNbdParams, x: number, from: number, to: number): number {
  return (r + x) * Math.log1p((to - from) / (alpha + from)) + s * Math.log1p((to - from) / (beta + from));
}

/** Chance of leaving before the next order, of a customer alive at t with x repeat orders until then. */
function leavesFirst({ r, alpha, s, beta }: ParetoNbdParams, x: number, t: number): number {
  return leaveBeforeOrder(r + x, s, (beta + t) / (alpha + t));
}

/** Schmittlein et al. 1987, equations 11 to 13, in the form of `paretoNbdLikelihood`. */
export function paretoNbdAlive(params: ParetoNbdParams, { x, tx, T }: PurchaseHistory): number {
  if (tx >= T) return 1;
  const exponent = silence(params, x, tx, T);
  const fade = Math.exp(-exponent);
  const gone = leavesFirst(params, x, tx) - leavesFirst(params, x, T) * fade;
  return fade / (fade + Math.max(0, gone));
}

/** ∫_0^horizon ((β + t)/(β + t + u))^s du: time to come in which a customer alive at t is expected to be alive. */
function livingTime({ s, beta }: ParetoNbdParams, t: number, horizon: number): number {
  const growth = Math.log1p(horizon / (beta + t));
  const fall = (s - 1) * growth;
  return (beta + t) * growth * (fall === 0 ? 1 : -Math.expm1(-fall) / fall);
}

/** Chance of one order or more in the `horizon` after T of a customer alive at T: an order first, but not after it. */
function ordersWithin(params: ParetoNbdParams, x: number, T: number, horizon: number): number {
  const later = Math.exp(-silence(params, x, T, T + horizon));
  return 1 - leavesFirst(params, x, T) - later * (1 - leavesFirst(params, x, T + horizon));
}

/** Orders expected in the `horizon` after T of a customer alive at T; they depend on (x, T) only, as all of these do. */
export function paretoNbdOrders(params: ParetoNbdParams, x: number, T: number, horizon: number): number {
  return ((params.r + x) / (params.alpha + T)) * livingTime(params, T, horizon);
}

/** Chance of one order or more in the `horizon` after T of a customer alive at T. */
export function paretoNbdActive(params: ParetoNbdParams, x: number, T: number, horizon: number): number {
  return horizon > 0 ? Math.max(0, ordersWithin(params, x, T, horizon)) : 0;
}

export const paretoNbdOfTheLiving = {
  expectedOrders: paretoNbdOrders,
  pActive: paretoNbdActive,
  dert(params: ParetoNbdParams, x: number, T: number, rate: number): number {
    const { r, alpha, s, beta } = params;
    return ((r + x) / (alpha + T)) * (beta + T) * expScaledIntegral(s, rate * (beta + T));
  },
} as const;

/** Expected orders: Schmittlein et al. 1987, equation 22; DERT: Fader, Hardie & Lee 2005, equation 2. */
export const paretoNbdKernel: PurchaseKernel<ParetoNbdParams> = {
  pAlive: paretoNbdAlive,
  expectedOrders(params, history, horizon) {
    return (
      paretoNbdAlive(params, history) *
      paretoNbdOfTheLiving.expectedOrders(params, history.x, history.T, horizon)
    );
  },
  pActive(params, history, horizon) {
    return (
      paretoNbdAlive(params, history) * paretoNbdOfTheLiving.pActive(params, history.x, history.T, horizon)
    );
  },
  dert(params, history, rate) {
    return paretoNbdAlive(params, history) * paretoNbdOfTheLiving.dert(params, history.x, history.T, rate);
  },
  expectedOfNew(params, horizon) {
    return (params.r / params.alpha) * livingTime(params, 0, horizon);
  },
};
