/** The summary of a segment: what travels from the tasks that summarise to the one that fits. */
import type { PastSample } from './pastSample.ts';
import type { DayCounts } from './quantile.ts';

/** Columns, one row a customer who has ordered. */
export interface SummaryColumns {
  /** Repeat purchase days. */
  readonly x: Int32Array;
  /** Days from the first to the last purchase. */
  readonly txDays: Int32Array;
  /** Days from the first purchase to the last complete day. */
  readonly TDays: Int32Array;
  readonly meanRepeatMinor: Float64Array;
  readonly averageMinor: Float64Array;
  /** Days from the last purchase to the last complete day. */
  readonly sinceLastDays: Int32Array;
  /** Own margin and the revenue it is of, 0 where somebody has none; without a row where the run measures none. */
  readonly marginMinor: Float64Array;
  readonly marginRevenueMinor: Float64Array;
}

export interface SegmentSummary {
  /** People, those without an order included. */
  readonly people: number;
  readonly columns: SummaryColumns;
  readonly firstGaps: DayCounts;
  readonly gaps: DayCounts;
  /** What models are tried on; of bounded size. */
  readonly past: PastSample;
}
