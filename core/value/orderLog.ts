/**
 * Orders of many customers cut at a day: what a purchase model sees of the time before, and what came to pass after. The rules
 * are those of the lifecycle: UTC days, orders of one day once, a refund is no purchase and lowers the spend it belongs to in
 * proportion. Customers who first bought on the day of the cut or later are not there yet.
 */
import { foldOrders, gapsBetween, type OrderAmount } from '../customer/order.ts';
import { meanRepeatMinor, repeatDays, statisticsOf } from '../lifecycle/statistics.ts';
import { startOfDay, type UtcDay, utcDay } from '../time.ts';

/** Orders by customer, in any sequence. */
export type OrderLog = ReadonlyMap<string, readonly OrderAmount[]>;

/** One row a customer with an order before the cut, in the sequence of the log. */
export interface LogColumns {
  readonly ids: readonly string[];
  readonly x: Int32Array;
  readonly txDays: Int32Array;
  /** Up to the day before the cut. */
  readonly TDays: Int32Array;
  /** Sum of the logs of the days between orders. */
  readonly logGaps: Float64Array;
  /** Mean of a repeat purchase day in minor units, refunds taken off. */
  readonly meanRepeatMinor: Float64Array;
}

/** What the log holds before `untilDay`. O(orders log orders) within each customer. */
export function columnsBefore(log: OrderLog, untilDay: UtcDay): LogColumns {
  const columns = {
    x: new Int32Array(log.size),
    txDays: new Int32Array(log.size),
    TDays: new Int32Array(log.size),
    logGaps: new Float64Array(log.size),
    meanRepeatMinor: new Float64Array(log.size),
  };
  const ids: string[] = [];
  for (const [id, orders] of log) {
    const history = foldOrders(orders, startOfDay(untilDay));
    const statistics = statisticsOf(history);
    const repeat = repeatDays(statistics, untilDay);
    if (repeat === null) continue;
    const row = ids.push(id) - 1;
    columns.x[row] = repeat.x;
    columns.txDays[row] = repeat.txDays;
    columns.TDays[row] = repeat.TDays;
    columns.logGaps[row] = gapsBetween(history.days).reduce((sum, gap) => sum + Math.log(gap), 0);
    columns.meanRepeatMinor[row] = meanRepeatMinor(statistics);
  }
  const rows = ids.length;
  return {
    ids,
    x: columns.x.subarray(0, rows),
    txDays: columns.txDays.subarray(0, rows),
    TDays: columns.TDays.subarray(0, rows),
    logGaps: columns.logGaps.subarray(0, rows),
    meanRepeatMinor: columns.meanRepeatMinor.subarray(0, rows),
  };
}

/** Days with a purchase in `fromDay ≤ day < toDay`, for each customer named. */
export function purchasesWithin(
  log: OrderLog,
  ids: readonly string[],
  { fromDay, toDay }: { readonly fromDay: UtcDay; readonly toDay: UtcDay },
): Int32Array {
  return Int32Array.from(ids, (id) => {
    const days = new Set<UtcDay>();
    for (const { at, amountMinor } of log.get(id) ?? []) {
      const day = utcDay(at);
      if (amountMinor >= 0 && day >= fromDay && day < toDay) days.add(day);
    }
    return days.size;
  });
}

/** Days between purchases before `untilDay`, of everyone: the first ones, and all, ascending. */
export function gapsBefore(log: OrderLog, untilDay: UtcDay): { first: Float64Array; all: Float64Array } {
  const first: number[] = [];
  const all: number[] = [];
  for (const orders of log.values()) {
    const gaps = gapsBetween(foldOrders(orders, startOfDay(untilDay)).days);
    if (gaps[0] !== undefined) first.push(gaps[0]);
    for (const gap of gaps) all.push(gap);
  }
  return { first: Float64Array.from(first).sort(), all: Float64Array.from(all).sort() };
}

/** First and last day with a purchase; null where there is none. */
export function spanOf(log: OrderLog): { readonly firstDay: UtcDay; readonly lastDay: UtcDay } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const orders of log.values())
    for (const { at, amountMinor } of orders) {
      if (amountMinor < 0) continue;
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  return first <= last ? { firstDay: utcDay(first), lastDay: utcDay(last) } : null;
}
