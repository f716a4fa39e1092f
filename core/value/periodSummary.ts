/**
 * Histories in whole periods, as BG/BB counts them (Fader, Hardie & Shang 2010): the first order begins the clock, each full
 * period after it is one opportunity, and a period with an order counts once however many it holds. What falls into the last,
 * unfinished period is not seen.
 */
import type { UtcDay } from '../time.ts';

export interface PeriodColumns {
  readonly x: Int32Array;
  /** Number of the last period with an order; 0 without one. */
  readonly tx: Float64Array;
  /** Full periods observed. */
  readonly T: Float64Array;
}

/** `histories`: purchase days ascending, the first before `untilDay`. */
export function periodColumns(
  histories: readonly (readonly UtcDay[])[],
  untilDay: UtcDay,
  periodDays: number,
): PeriodColumns {
  const columns = {
    x: new Int32Array(histories.length),
    tx: new Float64Array(histories.length),
    T: new Float64Array(histories.length),
  };
  for (const [row, days] of histories.entries()) {
    const first = days[0] ?? untilDay;
    const periods = Math.floor((untilDay - 1 - first) / periodDays);
    const seen = new Set<number>();
    for (const day of days) {
      const period = Math.ceil((day - first) / periodDays);
      if (period >= 1 && period <= periods) seen.add(period);
    }
    columns.x[row] = seen.size;
    columns.tx[row] = Math.max(0, ...seen);
    columns.T[row] = Math.max(0, periods);
  }
  return columns;
}
