/** The customers of one call of the value models, wherever they came from: a summary, or orders cut at a day. */
import type { UtcDay } from '../../core/time.ts';
import { columnsBefore, type OrderLog } from '../../core/value/orderLog.ts';
import type { ReadLog } from './readOrders.ts';
import type { Summary } from './summaryRows.ts';

export type TimeUnit = 'week' | 'day';

export function daysOf(unit: TimeUnit): number {
  return unit === 'week' ? 7 : 1;
}

/** One row a customer; times in `unit`, money in whole units. */
export interface Cohort {
  readonly unit: TimeUnit;
  readonly rows: number;
  readonly idOf: (row: number) => string;
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  /** Null where it is not known. */
  readonly litt: Float64Array | null;
  /** NaN for customers without one; null where nobody has one. */
  readonly meanSpend: Float64Array | null;
  /** Customers a row stands for; null where it is one throughout. */
  readonly count: Float64Array | null;
  /** Where the cohort comes from orders. */
  readonly orders: { readonly log: OrderLog; readonly untilDay: UtcDay } | null;
  readonly rejected: number;
  readonly notes: readonly string[];
}

export function cohortOfSummary(summary: Summary, unit: TimeUnit): Cohort {
  return { ...summary, unit, orders: null };
}

/** What the orders say before 00:00 UTC of `untilDay`. */
export function cohortOfOrders(
  { log, rejected, minorUnits, notes }: ReadLog,
  untilDay: UtcDay,
  unit: TimeUnit,
): Cohort {
  const columns = columnsBefore(log, untilDay);
  const { ids, x } = columns;
  const unitDays = daysOf(unit);
  const later = log.size - ids.length;
  const inUnit = (days: Int32Array): Float64Array => Float64Array.from(days, (day) => day / unitDays);
  return {
    unit,
    rows: ids.length,
    idOf: (row) => ids[row] ?? '',
    x,
    tx: inUnit(columns.txDays),
    T: inUnit(columns.TDays),
    litt: columns.logGaps.map((logs, row) => logs - (x[row] ?? 0) * Math.log(unitDays)),
    meanSpend: columns.meanRepeatMinor.map((minor) => minor / minorUnits),
    count: null,
    orders: { log, untilDay },
    rejected,
    notes:
      later === 0 ? notes : [...notes, `${later} customers without an order before the date were left out.`],
  };
}
