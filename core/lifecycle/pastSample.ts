/**
 * How some of the shop's customers stood at two days in the past, and what they bought after: what a model can be tried on
 * that was told of nothing later. The later of the two days lies a quarter before the evaluation, the earlier a quarter before
 * that. Customers are drawn by their ids: those with the lowest draws, up to `MOST_SAMPLED`. So the sample of a whole is what
 * merging the samples of its parts gives, however it is cut, and its size does not grow with the shop.
 */
import { chance } from '../chance.ts';
import type { CustomerId } from '../ids.ts';
import { type UtcDay, WEEK_DAYS } from '../time.ts';

/** Thirteen weeks: long enough for a purchase, short enough that a young shop has two of them. */
export const QUARTER_DAYS = 91;
export const MOST_SAMPLED = 10_000;
const SEED = 0x5ca1ab1e;

/** The same made for each column, under its name. */
export function forPastColumns<Made>(make: (column: PastColumn) => Made): Record<PastColumn, Made> {
  return {
    draw: make('draw'),
    TDays: make('TDays'),
    x: make('x'),
    txDays: make('txDays'),
    bought: make('bought'),
    xBefore: make('xBefore'),
    txDaysBefore: make('txDaysBefore'),
    logGaps: make('logGaps'),
    logGapsBefore: make('logGapsBefore'),
  };
}

export type PastColumn =
  | 'draw'
  | 'TDays'
  | 'x'
  | 'txDays'
  | 'bought'
  | 'xBefore'
  | 'txDaysBefore'
  | 'logGaps'
  | 'logGapsBefore';

/**
 * Columns of equal length, ascending by `draw`, a row a customer who had ordered by the later day. `TDays`, `x`, `txDays` are as
 * of it; `bought` counts purchase days from it on; `xBefore` and `txDaysBefore` are as of the earlier day, `xBefore` −1 for whom
 * had not ordered by then. `logGaps` and `logGapsBefore` are sums of the logarithms of the gaps in weeks, up to the same days.
 */
export type PastSample = Readonly<Record<PastColumn, Float64Array>>;
type Row = Readonly<Record<PastColumn, number>>;

/** How a history stands before a day: repeat purchase days, days from first to last, logarithms of the gaps in weeks. */
function standingAt(days: readonly UtcDay[], before: UtcDay): { x: number; txDays: number; logGaps: number } {
  let [x, last, logGaps] = [-1, 0, 0];
  for (const day of days) {
    if (day >= before) break;
    if (x >= 0) logGaps += Math.log((day - last) / WEEK_DAYS);
    x += 1;
    last = day;
  }
  return { x, txDays: x < 0 ? 0 : last - (days[0] ?? 0), logGaps };
}

function rowOf(draw: number, days: readonly UtcDay[], evaluationDay: UtcDay): Row | null {
  const [first] = days;
  const later = evaluationDay - QUARTER_DAYS;
  if (first === undefined || first >= later) return null;
  const { x, txDays, logGaps } = standingAt(days, later);
  const before = standingAt(days, later - QUARTER_DAYS);
  return {
    draw,
    TDays: later - 1 - first,
    x,
    txDays,
    bought: days.length - 1 - x,
    xBefore: before.x,
    txDaysBefore: before.txDays,
    logGaps,
    logGapsBefore: before.logGaps,
  };
}

function columnsOf(rows: readonly Row[]): PastSample {
  return forPastColumns((column) => Float64Array.from(rows, (row) => row[column]));
}

function lowest(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.draw - b.draw).slice(0, MOST_SAMPLED);
}

/** Draws customers one by one. O(log n) each at most; memory for twice the sample. */
export class PastSampler {
  private rows: Row[] = [];
  private highest = 1;
  private readonly evaluationDay: UtcDay;

  constructor(evaluationDay: UtcDay) {
    this.evaluationDay = evaluationDay;
  }

  /** Purchase days ascending, all before the evaluation. */
  add(id: CustomerId, days: readonly UtcDay[]): void {
    const draw = chance(SEED, id);
    if (draw > this.highest) return;
    const row = rowOf(draw, days, this.evaluationDay);
    if (row === null) return;
    this.rows.push(row);
    if (this.rows.length < 2 * MOST_SAMPLED) return;
    this.rows = lowest(this.rows);
    this.highest = this.rows.at(-1)?.draw ?? 1;
  }

  sample(): PastSample {
    return columnsOf(lowest(this.rows));
  }
}

/** Samples of all parts as one. */
export function mergePast(parts: readonly PastSample[]): PastSample {
  const rows = parts.flatMap((part) =>
    Array.from(part.draw, (_, i): Row => forPastColumns((column) => part[column][i] ?? 0)),
  );
  return columnsOf(lowest(rows));
}
