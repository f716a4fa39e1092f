/**
 * What a purchase model needs to know of a customer, and the same for a whole shop with equal customers counted once.
 *
 * Time is cut to days before it comes here, so customers with the same (x, t_x, T) are exactly equal and grouping
 * loses nothing: the likelihood of a group is the likelihood of one customer times the weight. Groups come out in one
 * order, ascending by (x, T, t_x), whatever order the customers came in, so a fit does not depend on it either.
 * Rows that no history can produce are left out and counted in `rejected`; nothing here throws for odd values.
 */

/** One customer's history, in weeks. */
export interface RepeatSummary {
  /** Days with a repeat order: the first order day is not counted. */
  readonly x: number;
  /** Weeks from the first order to the last; 0 when x = 0. */
  readonly tx: number;
  /** Weeks from the first order to the end of observation. */
  readonly T: number;
}

/** Distinct histories with the number of customers who share each. Columns are parallel, of length `count`. */
export interface GroupedSummaries {
  readonly count: number;
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  /** Customers in the group, 1 or more. */
  readonly weight: Float64Array;
  /** The moments that occur, ascending, in weeks: tx[i] = times[txAt[i]] and T[i] = times[TAt[i]]. */
  readonly times: Float64Array;
  readonly txAt: Int32Array;
  readonly TAt: Int32Array;
  /** Sum of the weights. */
  readonly customers: number;
  /** Rows left out because they are impossible: negative, t_x > T, or x = 0 with t_x > 0 and the reverse. */
  readonly rejected: number;
}

export type WholeNumbers = Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array;

/** Per-customer columns, one row a customer; `txDays` and `TDays` in whole days. */
export interface DayColumns {
  readonly x: WholeNumbers;
  readonly txDays: WholeNumbers;
  readonly TDays: WholeNumbers;
}

/** Per-customer columns in weeks, for summaries that arrive with fractions of a week. */
export interface WeekColumns {
  readonly x: ArrayLike<number>;
  readonly tx: ArrayLike<number>;
  readonly T: ArrayLike<number>;
}

const DAYS_PER_WEEK = 7;
/** A first order more than 179 years ago is a broken row. */
const LATEST_DAY = 65_535;
const MOST_ORDERS = 1_000_000;

function isPossible(x: number, tx: number, T: number): boolean {
  const inRange = x >= 0 && x <= MOST_ORDERS && tx >= 0 && tx <= T && T < Number.POSITIVE_INFINITY;
  return inRange && Number.isInteger(x) && x > 0 === tx > 0;
}

/** Row numbers in ascending order of a key of three parts, packed into a double where it fits. */
interface Ranked {
  readonly x: Int32Array;
  readonly TAt: Int32Array;
  readonly txAt: Int32Array;
  readonly rows: number;
}

/**
 * Puts equal rows side by side, in place. A packed key below 2^53 sorts natively (90 ms for a million rows); only
 * millions of distinct fractional moments exceed it, and then rows are compared part by part.
 */
function sortRows(ranked: Ranked, moments: number): void {
  const { x, TAt, txAt, rows } = ranked;
  let mostX = 0;
  for (let i = 0; i < rows; i += 1) mostX = Math.max(mostX, x[i] ?? 0);
  if ((mostX + 1) * moments * moments > Number.MAX_SAFE_INTEGER) {
    sortByParts(ranked);
    return;
  }
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i += 1) {
    keys[i] = ((x[i] ?? 0) * moments + (TAt[i] ?? 0)) * moments + (txAt[i] ?? 0);
  }
  keys.sort();
  for (let i = 0; i < rows; i += 1) {
    const key = keys[i] ?? 0;
    const pair = Math.floor(key / moments);
    const most = Math.floor(pair / moments);
    x[i] = most;
    TAt[i] = pair - most * moments;
    txAt[i] = key - pair * moments;
  }
}

function sortByParts({ x, TAt, txAt, rows }: Ranked): void {
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  const gap = (column: Int32Array, i: number, j: number): number => (column[i] ?? 0) - (column[j] ?? 0);
  order.sort((i, j) => gap(x, i, j) || gap(TAt, i, j) || gap(txAt, i, j));
  for (const column of [x, TAt, txAt]) {
    const before = column.slice(0, rows);
    for (let i = 0; i < rows; i += 1) column[i] = before[order[i] ?? 0] ?? 0;
  }
}

function collapse(ranked: Ranked, times: Float64Array, rejected: number): GroupedSummaries {
  sortRows(ranked, times.length);
  const { x, TAt, txAt, rows } = ranked;
  const weights = new Float64Array(rows);
  let count = 0;
  for (let i = 0; i < rows; i += 1) {
    const same = i > 0 && x[i] === x[count - 1] && TAt[i] === TAt[count - 1] && txAt[i] === txAt[count - 1];
    if (!same) {
      x[count] = x[i] ?? 0;
      TAt[count] = TAt[i] ?? 0;
      txAt[count] = txAt[i] ?? 0;
      count += 1;
    }
    weights[count - 1] = (weights[count - 1] ?? 0) + 1;
  }
  const atMoment = (places: Int32Array): Float64Array => {
    const moments = new Float64Array(count);
    for (let i = 0; i < count; i += 1) moments[i] = times[places[i] ?? 0] ?? 0;
    return moments;
  };
  return {
    count,
    x: x.slice(0, count),
    tx: atMoment(txAt),
    T: atMoment(TAt),
    weight: weights.slice(0, count),
    times,
    txAt: txAt.slice(0, count),
    TAt: TAt.slice(0, count),
    customers: rows,
    rejected,
  };
}

/** Replaces days by their places among the days that occur, and answers those days in weeks. */
function rankDays({ TAt, txAt, rows }: Ranked): Float64Array {
  let latest = 0;
  for (let i = 0; i < rows; i += 1) latest = Math.max(latest, TAt[i] ?? 0);
  const placeOf = new Int32Array(latest + 1);
  for (let i = 0; i < rows; i += 1) {
    placeOf[TAt[i] ?? 0] = 1;
    placeOf[txAt[i] ?? 0] = 1;
  }
  const times: number[] = [];
  for (let day = 0; day <= latest; day += 1) {
    if (placeOf[day] === 0) continue;
    placeOf[day] = times.length;
    times.push(day / DAYS_PER_WEEK);
  }
  for (let i = 0; i < rows; i += 1) {
    TAt[i] = placeOf[TAt[i] ?? 0] ?? 0;
    txAt[i] = placeOf[txAt[i] ?? 0] ?? 0;
  }
  return Float64Array.from(times);
}

/** Groups customers whose moments are whole days. Columns of different lengths are read to the shortest. */
export function groupSummaries({ x, txDays, TDays }: DayColumns): GroupedSummaries {
  const length = Math.min(x.length, txDays.length, TDays.length);
  const columns = { x: new Int32Array(length), TAt: new Int32Array(length), txAt: new Int32Array(length) };
  let rows = 0;
  for (let i = 0; i < length; i += 1) {
    const orders = x[i] ?? 0;
    const tx = txDays[i] ?? 0;
    const T = TDays[i] ?? 0;
    if (!isPossible(orders, tx, T) || T > LATEST_DAY) continue;
    columns.x[rows] = orders;
    columns.TAt[rows] = T;
    columns.txAt[rows] = tx;
    rows += 1;
  }
  const ranked = { ...columns, rows };
  return collapse(ranked, rankDays(ranked), length - rows);
}

/** Groups customers whose moments are weeks with fractions; two moments are the same only when they are equal. */
export function groupWeeklySummaries({ x, tx, T }: WeekColumns): GroupedSummaries {
  const length = Math.min(x.length, tx.length, T.length);
  const kept: number[] = [];
  for (let i = 0; i < length; i += 1) {
    if (isPossible(x[i] ?? Number.NaN, tx[i] ?? Number.NaN, T[i] ?? Number.NaN)) kept.push(i);
  }
  const moments = new Set<number>();
  for (const i of kept) moments.add(tx[i] ?? 0).add(T[i] ?? 0);
  const times = Float64Array.from(moments).sort();
  const place = new Map<number, number>();
  for (const [at, time] of times.entries()) place.set(time, at);
  const places = (column: ArrayLike<number>): Int32Array =>
    Int32Array.from(kept, (i) => place.get(column[i] ?? 0) ?? 0);
  const ranked = {
    x: Int32Array.from(kept, (i) => x[i] ?? 0),
    TAt: places(T),
    txAt: places(tx),
    rows: kept.length,
  };
  return collapse(ranked, times, length - kept.length);
}
