/**
 * What BG/NBD, MBG/NBD and MBG/CNBD-k say of a customer. All of it is the chance to be alive times something of the
 * living (`betaDropoutLiving`).
 *
 * For BG/NBD P(alive) is 1 for everyone without a repeat order, because nobody leaves at the first: it must never serve
 * as a churn score. For MBG/CNBD-k everything here is exact: the mean over the stages that may have ended.
 */
import { chanceAlive, chanceOfOrder, ordersOfLiving, overStages } from './betaDropoutLiving.ts';
import { dertWhileAlive } from './dertWhileAlive.ts';
import { BG_NBD, chancesToLeave, MBG_NBD, type OrderProcess, regularProcess } from './orderProcess.ts';
import type { MbgCnbdKParams, MbgNbdParams, PurchaseHistory, PurchaseKernel } from './purchaseModel.ts';

const NEWCOMER: PurchaseHistory = { x: 0, tx: 0, T: 0 };

function betaDropoutKernel<Params extends MbgNbdParams>(
  processOf: (params: Params) => OrderProcess,
): PurchaseKernel<Params> {
  const expectedOrders = (params: Params, history: PurchaseHistory, horizon: number): number => {
    const process = processOf(params);
    return chanceAlive(process, params, history) * ordersOfLiving(process, params, history, horizon);
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
