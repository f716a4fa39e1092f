/** The sampled customers as they stood at one day in the past, in the columns that fits and scores read. */
import { fitModel } from '../value/fitModel.ts';
import { groupSummaries } from '../value/repeatSummary.ts';
import { WEEK_DAYS } from '../time.ts';
import type { ShopModelName } from './model.ts';
import { chanceToBuy, outlook } from './outlook.ts';
import { type PastSample, QUARTER_DAYS } from './pastSample.ts';
import { purchaseModelOf } from './purchaseModelOf.ts';

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

export interface Foretold {
  /** Purchase days expected in the quarter to come. */
  readonly expectedOrders: Float64Array;
  /** Probability of one or more. */
  readonly pActive: Float64Array;
}

/** Nothing of value is asked. */
const QUARTER = { horizonWeeks: QUARTER_DAYS / WEEK_DAYS, discountAnnual: 0, retentionCostMinor: 0 } as const;

/** What the model foretells, fitted to what was known then. */
export function foretell(model: ShopModelName, standing: PastStanding): Foretold {
  const { x, txDays, TDays, littSum } = standing;
  const fit = fitModel({ model, grouped: groupSummaries(standing), littSum });
  const purchase = purchaseModelOf(fit);
  const expectedOrders = new Float64Array(x.length);
  const pActive = new Float64Array(x.length);
  for (let row = 0; row < x.length; row += 1) {
    const known = { x: x[row] ?? 0, txDays: txDays[row] ?? 0, TDays: TDays[row] ?? 0, lapsed: false };
    expectedOrders[row] = outlook(purchase, known, QUARTER).expected.orders;
    pActive[row] = chanceToBuy(purchase, known, QUARTER.horizonWeeks);
  }
  return { expectedOrders, pActive };
}
