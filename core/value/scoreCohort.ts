/**
 * Everything that is said of a customer by one purchase model and one spend model: the columns of `model score`. Where dropout
 * is not identified the hiatus rule stands in: the gone are expected to order nothing, and there is no P(alive).
 */
import { clvColumn } from './clvColumn.ts';
import { gammaGammaExpectedOrderValue, type GammaGammaParams } from './gammaGamma.ts';
import { type HiatusLimits, isGone } from './hiatus.ts';
import type { NbdParams } from './nbd.ts';
import type { FittedModel } from './purchaseModel.ts';
import type { WeekColumns } from './repeatSummary.ts';
import { scoreColumns } from './scoreColumns.ts';

/** What predicts orders: a model that can be believed, or where dropout is not identified NBD and the hiatus rule. */
export type OrderModel =
  | { readonly kind: 'model'; readonly fitted: FittedModel }
  | { readonly kind: 'hiatus'; readonly nbd: NbdParams; readonly limits: HiatusLimits };

export interface SpendSource {
  readonly params: GammaGammaParams;
  /** NaN for customers without one. */
  readonly meanSpend: ArrayLike<number>;
}

export interface ScoreTerms {
  /** In the unit of the columns. */
  readonly horizon: number;
  /** Continuous, per unit, above 0. */
  readonly rate: number;
}

/** In the sequence of the customers; NaN where something is not known. Null: not known of anybody. */
export interface CohortScores {
  readonly pAlive: Float64Array | null;
  readonly pActive: Float64Array;
  readonly expectedOrders: Float64Array;
  readonly orderValue: Float64Array | null;
  readonly clv: Float64Array | null;
  readonly dert: Float64Array;
}

/** Expected value of an order of each customer; NaN where repeat orders have no value. O(customers). */
export function orderValues({ params, meanSpend }: SpendSource, x: ArrayLike<number>): Float64Array {
  const values = new Float64Array(x.length);
  for (let row = 0; row < values.length; row += 1) {
    const [orders, mean] = [x[row] ?? 0, meanSpend[row] ?? Number.NaN];
    const isUnknown = orders > 0 && Number.isNaN(mean);
    values[row] = isUnknown ? Number.NaN : gammaGammaExpectedOrderValue(params, orders, mean);
  }
  return values;
}

function silenceGone(
  { x, tx, T }: WeekColumns,
  limits: HiatusLimits,
  columns: readonly Float64Array[],
): void {
  for (let row = 0; row < x.length; row += 1) {
    if (!isGone(limits, x[row] ?? 0, (T[row] ?? 0) - (tx[row] ?? 0))) continue;
    for (const column of columns) column[row] = 0;
  }
}

export function scoreCohort(
  model: OrderModel,
  spend: SpendSource | null,
  columns: WeekColumns,
  { horizon, rate }: ScoreTerms,
): CohortScores {
  const fitted: FittedModel = model.kind === 'model' ? model.fitted : { model: 'nbd', params: model.nbd };
  const {
    pAlive,
    pActive,
    expectedOrders,
    dert = new Float64Array(0),
  } = scoreColumns(fitted, columns, {
    horizon,
    discountRate: rate,
  });
  const orderValue = spend === null ? null : orderValues(spend, columns.x);
  const clv =
    orderValue === null
      ? null
      : clvColumn(fitted, { ...columns, expectedOrders, orderValue }, { horizon, rate });
  if (model.kind === 'hiatus')
    silenceGone(columns, model.limits, [pActive, expectedOrders, dert, ...(clv === null ? [] : [clv])]);
  const knowsDropout = model.kind === 'model' && model.fitted.model !== 'nbd';
  return { pAlive: knowsDropout ? pAlive : null, pActive, expectedOrders, orderValue, clv, dert };
}
