/**
 * A customer of BG/NBD, MBG/NBD or MBG/CNBD-k: the chance to be alive, and what the living do, whose order rate is
 * Gamma(r + kx + j, α + T) when j stages of the present interval have ended, and whose dropout probability is
 * Beta(a, b + n) after n orders that could have been the last. For k = 1 the living are told by x and T alone.
 */
import { chancesToLeave, type OrderProcess } from './orderProcess.ts';
import { ordersWhileAlive } from './ordersWhileAlive.ts';
import type { MbgNbdParams, PurchaseHistory } from './purchaseModel.ts';
import { stagesSum } from './silentStages.ts';

/** Probability of not having left by T. */
export function chanceAlive(process: OrderProcess, params: MbgNbdParams, history: PurchaseHistory): number {
  const { r, alpha, a, b } = params;
  const { x, tx, T } = history;
  const chances = chancesToLeave(process, x);
  if (chances === 0) return 1;
  const shape = r + process.k * x;
  const silence = shape * Math.log1p((T - tx) / (alpha + tx));
  const logOdds = Math.log(a / (b + chances - 1)) + silence;
  if (process.k === 1) return 1 / (1 + Math.exp(logOdds));
  return 1 / (1 + Math.exp(logOdds - Math.log(stagesSum(shape, (T - tx) / (alpha + T), process.k))));
}

/** The mean of `ofStages` over the stages of the present interval that may have ended by T, for the living. */
export function overStages(
  { k }: OrderProcess,
  { r, alpha }: MbgNbdParams,
  { x, tx, T }: PurchaseHistory,
  ofStages: (shape: number, ended: number) => number,
): number {
  const shape = r + k * x;
  const share = (T - tx) / (alpha + T);
  let chance = 1;
  let chances = 0;
  let sum = 0;
  for (let ended = 0; ended < k && chance > 0; ended += 1) {
    chances += chance;
    sum += chance * ofStages(shape + ended, ended);
    chance *= ((shape + ended) / (ended + 1)) * share;
  }
  return sum / chances;
}

/** Below this chance of an order one minus the chance of silence has lost digits that the sum of what may end keeps. */
const RARE = 1e-4;

/** Probability of an order in the `horizon` after T, for the living. */
export function chanceOfOrder(
  process: OrderProcess,
  params: MbgNbdParams,
  history: PurchaseHistory,
  horizon: number,
): number {
  const { k } = process;
  const { tx, T } = history;
  const ahead = horizon / (params.alpha + T);
  const shape = params.r + k * history.x;
  const silence = shape * Math.log1p(ahead);
  if (k === 1) return -Math.expm1(-silence);
  const now = stagesSum(shape, (T - tx) / (params.alpha + T), k);
  const then = stagesSum(shape, (T + horizon - tx) / (params.alpha + T + horizon), k);
  const chance = -Math.expm1(Math.log(then / now) - silence);
  if (chance > RARE) return chance;
  return overStages(process, params, history, (shapeNow, ended) =>
    chanceOfStages(shapeNow, k - ended, ahead / (1 + ahead)),
  );
}

/**
 * Probability that at least `count` stages end in a time of which `share` is the part in all time seen by its end: the
 * upper tail of the negative binomial with `shape`, summed from its first term. For shares that make it rare.
 */
function chanceOfStages(shape: number, count: number, share: number): number {
  let term = Math.exp(shape * Math.log1p(-share));
  for (let ended = 0; ended < count; ended += 1) term *= ((shape + ended) / (ended + 1)) * share;
  let sum = 0;
  for (let ended = count; sum + term > sum; ended += 1) {
    sum += term;
    term *= ((shape + ended) / (ended + 1)) * share;
  }
  return sum;
}

/** Orders expected in the `horizon` after T, of the living. */
export function ordersOfLiving(
  process: OrderProcess,
  params: MbgNbdParams,
  history: PurchaseHistory,
  horizon: number,
): number {
  const { alpha, a, b } = params;
  const B = b + chancesToLeave(process, history.x);
  const ahead = horizon / (alpha + history.T);
  return overStages(process, params, history, (shape, ended) =>
    ordersWhileAlive({ shape, horizon: ahead, a, B, stages: { each: process.k, ended } }),
  );
}
