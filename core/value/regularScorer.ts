/**
 * The scorer of MBG/CNBD-k. P(alive), the chance to be active and DERT are exact and equal those of the kernel: a mean
 * over the stages that may have ended, of functions of x and T alone.
 *
 * Expected orders follow the definition of the method's authors instead, so that they compare with figures published by
 * it (Reutterer, Platzer & Schröder 2021, and their R package): the expression of MBG/NBD with kα in place of α, which
 * does not ask how long a customer has been silent, and for 100 customers or more scaled so that they add up to what a
 * cohort of that age is expected to order. That is an approximation. Over simulated cohorts the kernel's exact figure is
 * nearer to what happens, by 1 to 5 % of the mean absolute error. For k = 1 both are MBG/NBD's.
 */
import { mbgCnbdKKernel } from './betaDropoutKernel.ts';
import { chanceAlive, chanceOfOrder, overStages } from './betaDropoutLiving.ts';
import type { ColumnScores, RowScorer, ScoreOptions } from './columnScores.ts';
import { dertWhileAlive } from './dertWhileAlive.ts';
import { chancesToLeave, regularProcess } from './orderProcess.ts';
import { ordersWhileAlive } from './ordersWhileAlive.ts';
import type { MbgCnbdKParams } from './purchaseModel.ts';
import type { WeekColumns } from './repeatSummary.ts';
import { timeCurves, type TimeCurves, type TimeSpans, timeSpans } from './timeCurves.ts';

/** From this many customers on they are taken for a cohort. */
const COHORT = 100;

/** DERT of the living, one curve for each number of stages that may have ended. */
function worthByStage(
  { k, r, alpha, a, b }: MbgCnbdKParams,
  discount: number,
  spans: TimeSpans,
): readonly TimeCurves[] {
  return Array.from({ length: k }, (_, ended) =>
    timeCurves(
      (x, T) => {
        const B = b + chancesToLeave(regularProcess(k), x);
        const stages = { each: k, ended };
        return dertWhileAlive({ shape: r + k * x + ended, rate: alpha + T, a, B, discount, stages });
      },
      alpha,
      spans,
    ),
  );
}

export function regularScorer(
  params: MbgCnbdKParams,
  spans: TimeSpans,
  { horizon, discountRate }: ScoreOptions,
): RowScorer {
  const { k, r, alpha, a, b } = params;
  const process = regularProcess(k);
  const orders = timeCurves(
    (x, T) => {
      const B = b + chancesToLeave(process, x);
      return ordersWhileAlive({ shape: r + x, horizon: horizon / (k * alpha + T), a, B });
    },
    alpha,
    spans,
  );
  const worth = discountRate === undefined ? [] : worthByStage(params, discountRate, spans);
  return {
    scale: alpha,
    pAlive: (history) => chanceAlive(process, params, history),
    pActive: (history) => chanceOfOrder(process, params, history, horizon),
    expectedOrders: ({ x, T }, logTime) => orders(x, T, logTime),
    dert: (history, logTime) =>
      overStages(
        process,
        params,
        history,
        (_, ended) => worth[ended]?.(history.x, history.T, logTime) ?? Number.NaN,
      ),
  };
}

/** What customers of these ages are expected to order in the horizon to come, whatever they have ordered. */
function ordersOfCohort(params: MbgCnbdKParams, ages: Float64Array, horizon: number): number {
  const increment = (_: number, T: number): number =>
    mbgCnbdKKernel.expectedOfNew(params, T + horizon) - mbgCnbdKKernel.expectedOfNew(params, T);
  const spans = timeSpans(new Int32Array(ages.length), ages);
  const ahead = timeCurves(increment, params.alpha, spans);
  return ages.reduce((sum, T) => sum + ahead(0, T, Math.log(params.alpha + T)), 0);
}

/** Expected orders scaled to what the cohort is expected to order, where the customers are many enough to be one. */
export function scaledToCohort(
  params: MbgCnbdKParams,
  { T }: WeekColumns,
  scores: ColumnScores,
  { horizon }: ScoreOptions,
): ColumnScores {
  const scored = scores.expectedOrders.filter((orders) => !Number.isNaN(orders));
  if (params.k === 1 || scored.length < COHORT) return scores;
  const ages = Float64Array.from(T).filter((_, i) => !Number.isNaN(scores.expectedOrders[i] ?? Number.NaN));
  const total = scored.reduce((sum, orders) => sum + orders, 0);
  const factor = total > 0 ? ordersOfCohort(params, ages, horizon) / total : 1;
  return { ...scores, expectedOrders: scores.expectedOrders.map((orders) => orders * factor) };
}
