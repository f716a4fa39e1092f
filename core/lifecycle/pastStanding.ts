/** The sampled customers as they stood at one day in the past, in the columns that fits and scores read. */
import type { ModelFit } from '../value/fitModel.ts';
import { fitModel } from '../value/fitModel.ts';
import type { FittedModel } from '../value/purchaseModel.ts';
import { groupSummaries } from '../value/repeatSummary.ts';
import { type ColumnScores, scoreColumns } from '../value/scoreColumns.ts';
import { WEEK_DAYS } from '../time.ts';
import type { ShopModelName } from './model.ts';
import { type PastSample, QUARTER_DAYS } from './pastSample.ts';

export interface PastStanding {
  readonly x: Int32Array;
  readonly txDays: Int32Array;
  readonly TDays: Int32Array;
  /** Sum of the logarithms of all gaps, in weeks. */
  readonly littSum: number;
  /** Purchase days within the quarter that followed. */
  readonly bought: Int32Array;
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

/** A quarter before the evaluation. */
export function standingLater({ x, txDays, TDays, logGaps, bought }: PastSample): PastStanding {
  return {
    x: Int32Array.from(x),
    txDays: Int32Array.from(txDays),
    TDays: Int32Array.from(TDays),
    littSum: total(logGaps),
    bought: Int32Array.from(bought),
  };
}

/** A quarter before that, of those who had ordered by then. */
export function standingBefore(past: PastSample): PastStanding {
  const rows = Array.from(past.xBefore.keys()).filter((row) => (past.xBefore[row] ?? -1) >= 0);
  const cells = (of: (row: number) => number) => Int32Array.from(rows, of);
  return {
    x: cells((row) => past.xBefore[row] ?? 0),
    txDays: cells((row) => past.txDaysBefore[row] ?? 0),
    TDays: cells((row) => (past.TDays[row] ?? 0) - QUARTER_DAYS),
    littSum: total(rows.map((row) => past.logGapsBefore[row] ?? 0)),
    bought: cells((row) => (past.x[row] ?? 0) - (past.xBefore[row] ?? 0)),
  };
}

/** What a fit may be used for: itself, or NBD where it found no dropout. */
export function usableModel(fit: ModelFit): FittedModel {
  return fit.flags.includes('dropout-not-identified') ? { model: 'nbd', params: fit.nbd } : fit;
}

/** What the model foretells of the quarter to come, fitted to what was known then. */
export function foretell(model: ShopModelName, standing: PastStanding): ColumnScores {
  const fit = fitModel({ model, grouped: groupSummaries(standing), littSum: standing.littSum });
  const inWeeks = (days: Int32Array) => Float64Array.from(days, (day) => day / WEEK_DAYS);
  const columns = { x: standing.x, tx: inWeeks(standing.txDays), T: inWeeks(standing.TDays) };
  return scoreColumns(usableModel(fit), columns, { horizon: QUARTER_DAYS / WEEK_DAYS });
}
