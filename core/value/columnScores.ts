/** Scores of many customers side by side, filled row by row by what a model says of one. */
import type { PurchaseHistory } from './purchaseModel.ts';
import type { WeekColumns } from './repeatSummary.ts';
import { isScorable } from './timeCurves.ts';

export interface ScoreOptions {
  readonly horizon: number;
  /** Continuous, per unit of time, above 0; without it there is no `dert`. */
  readonly discountRate?: number;
}

/** In the order of the customers given; NaN for a customer whose x or T no history has. */
export interface ColumnScores {
  readonly pAlive: Float64Array;
  readonly pActive: Float64Array;
  readonly expectedOrders: Float64Array;
  readonly dert?: Float64Array;
}

/** The chance to be alive, and the other figures for the living: each is multiplied by that chance. */
export interface RowScorer {
  /** What is added to T before its logarithm is taken, which the functions below are handed. */
  readonly scale: number;
  pAlive(history: PurchaseHistory): number;
  pActive(history: PurchaseHistory, logTime: number): number;
  expectedOrders(history: PurchaseHistory, logTime: number): number;
  dert(history: PurchaseHistory, logTime: number): number;
}

export function scoreRows(
  scorer: RowScorer,
  { x, tx, T }: WeekColumns,
  { discountRate }: ScoreOptions,
): ColumnScores {
  const count = Math.min(x.length, tx.length, T.length);
  const pAlive = new Float64Array(count).fill(Number.NaN);
  const pActive = new Float64Array(count).fill(Number.NaN);
  const expectedOrders = new Float64Array(count).fill(Number.NaN);
  const isDiscounted = discountRate !== undefined;
  const dert = new Float64Array(isDiscounted ? count : 0).fill(Number.NaN);
  for (let i = 0; i < count; i += 1) {
    const history = { x: x[i] ?? Number.NaN, tx: tx[i] ?? 0, T: T[i] ?? Number.NaN };
    if (!isScorable(history.x, history.T)) continue;
    const logTime = Math.log(scorer.scale + history.T);
    const alive = scorer.pAlive(history);
    pAlive[i] = alive;
    pActive[i] = alive * scorer.pActive(history, logTime);
    expectedOrders[i] = alive * scorer.expectedOrders(history, logTime);
    if (isDiscounted) dert[i] = alive * scorer.dert(history, logTime);
  }
  return { pAlive, pActive, expectedOrders, ...(isDiscounted ? { dert } : {}) };
}
