/**
 * What a purchase model needs to know of a customer, and the same for a whole shop with equal customers counted once.
 *
 * Time is cut to days before it comes here, so customers with the same (x, t_x, T) are exactly equal and grouping
 * loses nothing: the likelihood of a group is the likelihood of one customer times the weight. Groups come out in one
 * order, ascending by (x, T, t_x), whatever order the customers came in, so a fit does not depend on it either.
 * Rows that no history can produce are left out and counted in `rejected`; nothing here throws for odd values.
 */

/**
 * Distinct histories with the number of customers who share each: x days with a repeat order (that of the first order is
 * not counted), tx weeks from the first order to the last (0 when x = 0), T weeks from the first order to the end of
 * observation. Columns are parallel, of length `count`.
 */
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
/** Room for every day in a key. */
const DAYS = LATEST_DAY + 1;
const MOST_ORDERS = 1_000_000;
/** Weeks written with nine decimals are whole days to within this; shorter time apart is apart. */
const DAY_PRECISION = 1e-7;

function isPossible(x: number, tx: number, T: number): boolean {
  const inRange = x >= 0 && x <= MOST_ORDERS && tx >= 0 && tx <= T && T < Number.POSITIVE_INFINITY;
  return inRange && Number.isInteger(x) && x > 0 === tx > 0;
}

/** Distinct rows in ascending order; moments by their places in `times`. */
interface Distinct {
  readonly x: Int32Array;
  readonly TAt: Int32Array;
  readonly txAt: Int32Array;
  readonly weight: Float64Array;
}

/** Puts the moments beside the rows. */
function summariesOf(
  { x, TAt, txAt, weight }: Distinct,
  times: Float64Array,
  customers: number,
  rejected: number,
): GroupedSummaries {
  const count = x.length;
  const tx = new Float64Array(count);
  const T = new Float64Array(count);
  for (let g = 0; g < count; g += 1) {
    tx[g] = times[txAt[g] ?? 0] ?? 0;
    T[g] = times[TAt[g] ?? 0] ?? 0;
  }
  return { count, x, tx, T, weight, times, txAt, TAt, customers, rejected };
}

/**
 * Collapses keys (x·base + T)·base + t_x below 2^53, which sort natively (90 ms for a million). Few passes over the rows:
 * a summary of a small shop is read by code that was never compiled.
 */
function collapse(keys: Float64Array, base: number): Distinct {
  keys.sort();
  const rows = keys.length;
  const starts = new Int32Array(rows + 1);
  let count = 0;
  for (let i = 0, previous = -1; i < rows; i += 1) {
    const key = keys[i] ?? 0;
    if (key === previous) continue;
    starts[count] = i;
    count += 1;
    previous = key;
  }
  starts[count] = rows;
  const x = new Int32Array(count);
  const TAt = new Int32Array(count);
  const txAt = new Int32Array(count);
  const weight = new Float64Array(count);
  for (let g = 0; g < count; g += 1) {
    const start = starts[g] ?? 0;
    const key = keys[start] ?? 0;
    const pair = Math.floor(key / base);
    const orders = Math.floor(pair / base);
    x[g] = orders;
    TAt[g] = pair - orders * base;
    txAt[g] = key - pair * base;
    weight[g] = (starts[g + 1] ?? 0) - start;
  }
  return { x, TAt, txAt, weight };
}

/** The same for millions of distinct fractional moments, whose keys do not fit: rows are compared part by part. */
function collapseByParts(x: Int32Array, TAt: Int32Array, txAt: Int32Array): Distinct {
  const order = Uint32Array.from(x, (_, i) => i);
  const gap = (column: Int32Array, i: number, j: number): number => (column[i] ?? 0) - (column[j] ?? 0);
  const compare = (i: number, j: number): number => gap(x, i, j) || gap(TAt, i, j) || gap(txAt, i, j);
  order.sort(compare);
  const firsts: number[] = [];
  const weights: number[] = [];
  for (const row of order) {
    if (firsts.length === 0 || compare(firsts.at(-1) ?? 0, row) !== 0) {
      firsts.push(row);
      weights.push(0);
    }
    weights[weights.length - 1] = (weights.at(-1) ?? 0) + 1;
  }
  const pick = (column: Int32Array): Int32Array => Int32Array.from(firsts, (row) => column[row] ?? 0);
  return { x: pick(x), TAt: pick(TAt), txAt: pick(txAt), weight: Float64Array.from(weights) };
}

/** Replaces days by their places among the days that occur, and answers those days in weeks. */
function rankDays({ TAt, txAt }: Distinct): Float64Array {
  let latest = 0;
  for (let g = 0; g < TAt.length; g += 1) if ((TAt[g] ?? 0) > latest) latest = TAt[g] ?? 0;
  const ranks = new Int32Array(latest + 1);
  for (let g = 0; g < TAt.length; g += 1) {
    ranks[TAt[g] ?? 0] = 1;
    ranks[txAt[g] ?? 0] = 1;
  }
  const times = new Float64Array(latest + 1);
  let count = 0;
  for (let day = 0; day <= latest; day += 1) {
    if (ranks[day] === 0) continue;
    ranks[day] = count;
    times[count] = day / DAYS_PER_WEEK;
    count += 1;
  }
  for (let g = 0; g < TAt.length; g += 1) {
    TAt[g] = ranks[TAt[g] ?? 0] ?? 0;
    txAt[g] = ranks[txAt[g] ?? 0] ?? 0;
  }
  return TAt.length === 0 ? new Float64Array(0) : times.slice(0, count);
}

function groupDays(keys: Float64Array, rejected: number): GroupedSummaries {
  const distinct = collapse(keys, DAYS);
  return summariesOf(distinct, rankDays(distinct), keys.length, rejected);
}

/** Groups customers whose moments are whole days. Columns of different lengths are read to the shortest. */
export function groupSummaries({ x, txDays, TDays }: DayColumns): GroupedSummaries {
  const length = Math.min(x.length, txDays.length, TDays.length);
  const keys = new Float64Array(length);
  let rows = 0;
  for (let i = 0; i < length; i += 1) {
    const orders = x[i] ?? 0;
    const tx = txDays[i] ?? 0;
    const T = TDays[i] ?? 0;
    if (orders < 0 || orders > MOST_ORDERS || tx < 0 || tx > T || T > LATEST_DAY) continue;
    if (orders > 0 !== tx > 0) continue;
    keys[rows] = (orders * DAYS + T) * DAYS + tx;
    rows += 1;
  }
  return groupDays(keys.subarray(0, rows), length - rows);
}

/** The day a moment in weeks stands for, or −1 when it is no whole day of the days there is room for. */
function wholeDay(weeks: number): number {
  const days = weeks * DAYS_PER_WEEK;
  const day = Math.round(days);
  const isWhole = Math.abs(days - day) < DAY_PRECISION && day > 0 === weeks > 0;
  return isWhole && day <= LATEST_DAY ? day : -1;
}

/** The keys of summaries in weeks that are whole days, as most are, or null at the first that is not. */
function dayKeys({ x, tx, T }: WeekColumns, length: number): Float64Array | null {
  const keys = new Float64Array(length);
  let rows = 0;
  for (let i = 0; i < length; i += 1) {
    const orders = x[i] ?? Number.NaN;
    const last = tx[i] ?? Number.NaN;
    const end = T[i] ?? Number.NaN;
    if (!isPossible(orders, last, end)) continue;
    const txDay = wholeDay(last);
    const TDay = wholeDay(end);
    if (txDay < 0 || TDay < 0) return null;
    keys[rows] = (orders * DAYS + TDay) * DAYS + txDay;
    rows += 1;
  }
  return keys.subarray(0, rows);
}

/** The distinct moments, ascending. */
function distinctMoments(moments: Float64Array): Float64Array {
  moments.sort();
  let count = 0;
  for (let i = 0; i < moments.length; i += 1) {
    const moment = moments[i] ?? 0;
    if (count > 0 && moment === moments[count - 1]) continue;
    moments[count] = moment;
    count += 1;
  }
  return moments.slice(0, count);
}

/** Where a moment that occurs lies among them. */
function placeOf(times: Float64Array, moment: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupMoments({ x, tx, T }: WeekColumns, length: number): GroupedSummaries {
  const kept: number[] = [];
  for (let i = 0; i < length; i += 1) {
    if (isPossible(x[i] ?? Number.NaN, tx[i] ?? Number.NaN, T[i] ?? Number.NaN)) kept.push(i);
  }
  const moments = new Float64Array(2 * kept.length);
  for (const [row, i] of kept.entries()) {
    moments[2 * row] = tx[i] ?? 0;
    moments[2 * row + 1] = T[i] ?? 0;
  }
  const times = distinctMoments(moments);
  const orders = Int32Array.from(kept, (i) => x[i] ?? 0);
  const TAt = Int32Array.from(kept, (i) => placeOf(times, T[i] ?? 0));
  const txAt = Int32Array.from(kept, (i) => placeOf(times, tx[i] ?? 0));
  const base = times.length;
  const mostX = orders.reduce((most, count) => Math.max(most, count), 0);
  const distinct =
    (mostX + 1) * base * base > Number.MAX_SAFE_INTEGER
      ? collapseByParts(orders, TAt, txAt)
      : collapse(
          Float64Array.from(orders, (count, i) => (count * base + (TAt[i] ?? 0)) * base + (txAt[i] ?? 0)),
          base,
        );
  return summariesOf(distinct, times, kept.length, length - kept.length);
}

/** Groups customers whose moments are weeks with fractions; two that are not whole days are the same only when equal. */
export function groupWeeklySummaries(columns: WeekColumns): GroupedSummaries {
  const length = Math.min(columns.x.length, columns.tx.length, columns.T.length);
  const keys = dayKeys(columns, length);
  return keys === null ? groupMoments(columns, length) : groupDays(keys, length - keys.length);
}
