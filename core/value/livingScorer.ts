/**
 * Scorers of the models in which what the living do depends on x and T alone: NBD, BG/NBD, MBG/NBD and Pareto/NBD. Those
 * functions are read from `timeCurves`, so that a million customers cost little more than their P(alive).
 */
import { chanceAlive } from './betaDropoutLiving.ts';
import type { RowScorer, ScoreOptions } from './columnScores.ts';
import { dertWhileAlive } from './dertWhileAlive.ts';
import type { NbdParams } from './nbd.ts';
import { nbdKernel } from './nbdKernel.ts';
import { chancesToLeave, type OrderProcess } from './orderProcess.ts';
import { ordersWhileAlive } from './ordersWhileAlive.ts';
import { paretoNbdKernel, paretoNbdOfTheLiving } from './paretoNbd.ts';
import type { MbgNbdParams, ParetoNbdParams, PurchaseHistory } from './purchaseModel.ts';
import { timeCurves, type TimeSpans } from './timeCurves.ts';

export interface LivingModel {
  /** A time over which what the living do changes: α, for instance. */
  readonly scale: number;
  readonly pAlive: (history: PurchaseHistory) => number;
  readonly expectedOrders: (x: number, T: number, horizon: number) => number;
  readonly pActive: (x: number, T: number, horizon: number) => number;
  readonly dert: (x: number, T: number, rate: number) => number;
}

export function livingNbd(params: NbdParams): LivingModel {
  return {
    scale: params.alpha,
    pAlive: () => 1,
    expectedOrders: (x, T, horizon) => nbdKernel.expectedOrders(params, { x, tx: 0, T }, horizon),
    pActive: (x, T, horizon) => nbdKernel.pActive(params, { x, tx: 0, T }, horizon),
    dert: (x, T, rate) => nbdKernel.dert(params, { x, tx: 0, T }, rate),
  };
}

/** BG/NBD or MBG/NBD. */
export function livingBeta(process: OrderProcess, params: MbgNbdParams): LivingModel {
  const { r, alpha, a, b } = params;
  const leaving = (x: number) => ({ shape: r + x, a, B: b + chancesToLeave(process, x) });
  return {
    scale: alpha,
    pAlive: (history) => chanceAlive(process, params, history),
    expectedOrders: (x, T, horizon) => ordersWhileAlive({ ...leaving(x), horizon: horizon / (alpha + T) }),
    pActive: (x, T, horizon) => -Math.expm1(-(r + x) * Math.log1p(horizon / (alpha + T))),
    dert: (x, T, discount) => dertWhileAlive({ ...leaving(x), rate: alpha + T, discount }),
  };
}

export function livingPareto(params: ParetoNbdParams): LivingModel {
  const living = paretoNbdOfTheLiving;
  return {
    scale: Math.min(params.alpha, params.beta),
    pAlive: (history) => paretoNbdKernel.pAlive(params, history),
    expectedOrders: (x, T, horizon) => living.expectedOrders(params, x, T, horizon),
    pActive: (x, T, horizon) => living.pActive(params, x, T, horizon),
    dert: (x, T, rate) => living.dert(params, x, T, rate),
  };
}

export function livingScorer(
  living: LivingModel,
  spans: TimeSpans,
  { horizon, discountRate }: ScoreOptions,
): RowScorer {
  const { scale, pAlive } = living;
  const active = timeCurves((x, T) => living.pActive(x, T, horizon), scale, spans);
  const orders = timeCurves((x, T) => living.expectedOrders(x, T, horizon), scale, spans);
  const worth =
    discountRate === undefined
      ? () => Number.NaN
      : timeCurves((x, T) => living.dert(x, T, discountRate), scale, spans);
  return {
    scale,
    pAlive,
    pActive: ({ x, T }, logTime) => active(x, T, logTime),
    expectedOrders: ({ x, T }, logTime) => orders(x, T, logTime),
    dert: ({ x, T }, logTime) => worth(x, T, logTime),
  };
}
