/** Scores many customers under one fitted model. */
import { predict } from './kernelOf.ts';
import type { FittedModel } from './purchaseModel.ts';
import type { WeekColumns } from './repeatSummary.ts';

export interface ScoreOptions {
  readonly horizon: number;
  /** Continuous, per unit of time, above 0; without it there is no `dert`. */
  readonly discountRate?: number;
}

/** In the order of the customers given. */
export interface ColumnScores {
  readonly pAlive: Float64Array;
  readonly pActive: Float64Array;
  readonly expectedOrders: Float64Array;
  readonly dert?: Float64Array;
}

export function scoreColumns(
  fitted: FittedModel,
  { x, tx, T }: WeekColumns,
  { horizon, discountRate }: ScoreOptions,
): ColumnScores {
  const count = Math.min(x.length, tx.length, T.length);
  const model = predict(fitted);
  const pAlive = new Float64Array(count);
  const pActive = new Float64Array(count);
  const expectedOrders = new Float64Array(count);
  const dert = new Float64Array(discountRate === undefined ? 0 : count);
  for (let i = 0; i < count; i += 1) {
    const history = { x: x[i] ?? 0, tx: tx[i] ?? 0, T: T[i] ?? 0 };
    pAlive[i] = model.pAlive(history);
    pActive[i] = model.pActive(history, horizon);
    expectedOrders[i] = model.expectedOrders(history, horizon);
    if (discountRate !== undefined) dert[i] = model.dert(history, discountRate);
  }
  const scores = { pAlive, pActive, expectedOrders };
  return discountRate === undefined ? scores : { ...scores, dert };
}
