/**
 * What BG/NBD, MBG/NBD and MBG/CNBD-k say of a customer. All of it is the chance to be alive times something of the
 * living, whose order rate is Gamma(r + kx + j, α + T) when j stages of the present interval have ended, and whose
 * dropout probability is Beta(a, b + n) after n orders that could have been the last.
 *
 * For BG/NBD P(alive) is 1 for everyone without a repeat order, because nobody leaves at the first: it must never serve
 * as a churn score. For MBG/CNBD-k everything here is exact: the mean over the stages that may have ended.
 */
import { dertWhileAlive } from './dertWhileAlive.ts';
import { BG_NBD, chancesToLeave, MBG_NBD, type OrderProcess, regularProcess } from './orderProcess.ts';
import { ordersWhileAlive } from './ordersWhileAlive.ts';
import type { MbgCnbdKParams, MbgNbdParams, PurchaseHistory, PurchaseKernel } from './purchaseModel.ts';
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

/** Probability of an order in the `horizon` after T, for the living. */
export function chanceOfOrder(
  { k }: OrderProcess,
  { r, alpha }: MbgNbdParams,
  { x, tx, T }: PurchaseHistory,
  horizon: number,
): number {
  const shape = r + k * x;
  const silence = shape * Math.log1p(horizon / (alpha + T));
  if (k === 1) return -Math.expm1(-silence);
  const now = stagesSum(shape, (T - tx) / (alpha + T), k);
  const then = stagesSum(shape, (T + horizon - tx) / (alpha + T + horizon), k);
  return Math.max(0, -Math.expm1(Math.log(then / now) - silence));
}

const NEWCOMER: PurchaseHistory = { x: 0, tx: 0, T: 0 };

function betaDropoutKernel<Params extends MbgNbdParams>(
  processOf: (params: Params) => OrderProcess,
): PurchaseKernel<Params> {
  const expectedOrders = (params: Params, history: PurchaseHistory, horizon: number): number => {
    const process = processOf(params);
    const { alpha, a, b } = params;
    const B = b + chancesToLeave(process, history.x);
    const ahead = horizon / (alpha + history.T);
    const alive = chanceAlive(process, params, history);
    const orders = overStages(process, params, history, (shape, ended) =>
      ordersWhileAlive({ shape, horizon: ahead, a, B, stages: { each: process.k, ended } }),
    );
    return alive * orders;
  };
  return {
    pAlive: (params, history) => chanceAlive(processOf(params), params, history),
    expectedOrders,
    pActive: (params, history, horizon) => {
      const process = processOf(params);
      return chanceAlive(process, params, history) * chanceOfOrder(process, params, history, horizon);
    },
    dert: (params, history, discount) => {
      const process = processOf(params);
      const { alpha, a, b } = params;
      const B = b + chancesToLeave(process, history.x);
      const rate = alpha + history.T;
      const value = overStages(process, params, history, (shape, ended) =>
        dertWhileAlive({ shape, rate, a, B, discount, stages: { each: process.k, ended } }),
      );
      return chanceAlive(process, params, history) * value;
    },
    expectedOfNew: (params, horizon) => expectedOrders(params, NEWCOMER, horizon),
  };
}

export const bgNbdKernel: PurchaseKernel<MbgNbdParams> = betaDropoutKernel(() => BG_NBD);
export const mbgNbdKernel: PurchaseKernel<MbgNbdParams> = betaDropoutKernel(() => MBG_NBD);
export const mbgCnbdKKernel: PurchaseKernel<MbgCnbdKParams> = betaDropoutKernel(({ k }) => regularProcess(k));
